/* The names of what the cadence says: for plans, keys and findings. */
#ifndef DOMAIN_CADENCE_WORDS_H
#define DOMAIN_CADENCE_WORDS_H

#include "base/buf.h"
#include "domain/cadence.h"

/* "heartbeat", "full", "T-30", "changed", "stands", "escalate:1",
 * "readdress", "none". */
void cadence_words_due(struct buf *, const struct cadence_due *);

/* Who gets it: "manager", "level1"; "-" nobody. */
void cadence_words_to(struct buf *, const struct cadence_out *);

/* What is unique about it: "monthly 2026-05", "anchor 2026-06-15 T-30",
 * "changed 2026-09-30", "escalation 1", "same question", "-". */
void cadence_words_key(struct buf *, const struct cadence_out *,
    int32_t today);

/* Findings by name, spaces between; "-" none.  cadence_words_finding: the name
 * of one CADENCE_* bit, as in table finding. */
void cadence_words_findings(struct buf *, unsigned);
const char *cadence_words_finding(unsigned bit);

/* What ends: "overtaken", "reanchored", "cancelled", "departure withdrawn",
 * "-". */
void cadence_words_closes(struct buf *, const struct cadence_out *);

/* The template of a question: heartbeat full t-30 t-7 t-0 changed. */
const char *cadence_words_template(enum cadence_kind, int offset);

#endif
