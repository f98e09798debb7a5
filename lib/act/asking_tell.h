/* What the cadence would do, told; changes nothing. */
#ifndef ACT_ASKING_TELL_H
#define ACT_ASKING_TELL_H

#include "act/asking.h"
#include "base/rows.h"
#include "domain/cadence_explain.h"

extern const struct rows_col asking_tell_cols[];	/* day kind why */

/* asking_tell_explain: one contractor, the whole story.  ERR_DATA: unknown. */
int asking_tell_explain(struct asking *, const char *upn, struct rows *,
    struct err *);
/* asking_tell_each: the same by contractor.id, a call for each line; non-zero
 * of cb stops and is returned. */
int asking_tell_each(struct asking *, int64_t contractor,
    cadence_explain_cb *, void *, struct err *);
/* asking_tell_forecast: every mail of the next days, if nothing else happens
 * and nobody answers, in order of day. */
int asking_tell_forecast(struct asking *, int days, struct rows *,
    struct err *);

/* asking_tell_report: the one line of report, or its object. */
void asking_tell_report(const struct inquiry_count *, int json, struct buf *);

#endif
