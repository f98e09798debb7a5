#include "web/report_page.h"

#include "base/num.h"
#include "base/when.h"
#include "web/report_part.h"

enum { ROWS_LEN = 16 << 20, SAMPLE = 25, TAIL = 40 };

static void
head(struct report_part *p)
{
	const struct report *r = p->r;
	struct words *w = p->w;
	char made[21];

	words_set(w, "tenant", p->x->tenant->name);
	words_flag(w, "is_test", db_is_test(p->x->db));
	words_set(w, "from", r->from_on);
	words_set(w, "to", r->to_on);
	words_set(w, "zone", policy_get(p->x->policy, "zone"));
	words_at(w, "made", p->x->now);
	when_iso(p->x->now, made);
	words_set(w, "made_utc", made);
	words_set(w, "by", p->x->actor);
	words_set(w, "version", CTR_VERSION);
	words_set(w, "seed", r->seed);
	words_int(w, "sample", r->everyone.want);
	words_int(w, "newest", r->newest);
	words_hex(w, "head", r->head, 32);
	words_flag(w, "ahead", r->p.to_at > p->x->now);
}

static void
numbers(struct report_part *p)
{
	const struct report *r = p->r;
	const struct {
		const char *name;
		int64_t n;
	} all[] = {
		{ "present", r->people.present },
		{ "joined", r->people.joined },
		{ "left", r->people.offboarded + r->people.withdrawn +
		    r->people.transferred },
		{ "offboarded", r->people.offboarded },
		{ "withdrawn", r->people.withdrawn },
		{ "transferred", r->people.transferred },
		{ "asked", r->answers.asked },
		{ "answered", r->answers.answered },
		{ "answered_leaves", r->answers.leaves },
		{ "answered_extends", r->answers.extends },
		{ "unanswered", r->answers.never },
		{ "still_open", r->answers.open },
		{ "escalated", r->answers.escalated },
		{ "leaves", r->leaves }, { "undone", r->undone },
		{ "population", r->everyone.of },
		{ "drawn", r->everyone.n },
		{ "leavers", r->leavers.of },
		{ "leavers_drawn", r->leavers.n },
		{ "duties", r->counts[REPORT_DUTIES] },
		{ "guards", r->counts[REPORT_GUARD] },
		{ "waivers", r->counts[REPORT_WAIVED] },
		{ "erasures", r->counts[REPORT_ERASED] },
		{ "rules", r->counts[REPORT_RULES] },
		{ "refusals", r->counts[REPORT_REFUSED] },
		{ "marks_max", REPORT_MARKS },
		{ "sla", policy_int(p->x->policy, "offboard_sla_hours") },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		words_int(p->w, all[i].name, all[i].n);
}

static void
evidence(struct report_part *p)
{
	const struct report *r = p->r;
	struct words *w = p->w;
	int none = r->audit.records == 0 && r->audit.bad[0] == '\0';

	words_int(w, "records", r->audit.records);
	words_int(w, "erased", r->audit.erased);
	words_int(w, "checkpoints", r->audit.checkpoints);
	words_int(w, "first", r->audit.first);
	words_int(w, "last", r->audit.last);
	words_flag(w, "verified", !none && r->audit.bad[0] == '\0');
	words_set(w, "wrong", r->audit.bad);
	words_flag(w, "no_records", none);
	words_flag(w, "cut", r->part.cut);
	words_int(w, "cut_to", r->part.to);
	words_flag(w, "archived", r->part.from > r->p.evidence[0]);
	words_int(w, "archived_to", r->part.from - 1);
	words_int(w, "span_from", r->p.evidence[0]);
	words_int(w, "span_to", r->p.evidence[1] - 1);
	words_hex(w, "last_hash", r->audit.hash, 32);
	words_flag(w, "counted_part", r->part.cut || r->audit.bad[0] != '\0');
}

/* One list of rows, into {{name}}. */
static int
rows(struct report_part *p, const char *name, int (*fill)(struct
    report_part *, struct err *), struct err *e)
{
	int rc;

	buf_empty(&p->rows);
	p->count = p->listed = 0;
	p->e = e;
	rc = fill(p, e);
	if (rc == 0 && !buf_ok(&p->rows))
		rc = err_set(e, ERR_DATA, "the report is too long: a smaller "
		    "sample or a shorter period");
	if (rc == 0)
		words_html(p->w, name, &p->rows);
	return rc;
}

static int
fill(struct report_part *p, struct err *e)
{
	static const struct {
		const char *name;
		int (*fill)(struct report_part *, struct err *);
	} lists[] = {
		{ "status_rows", report_part_statuses },
		{ "late_rows", report_part_late },
		{ "waived_rows", report_part_waived },
		{ "finding_rows", report_part_findings },
		{ "duty_rows", report_part_duties },
		{ "guard_rows", report_part_guards },
		{ "rule_rows", report_part_rules },
		{ "erased_rows", report_part_erased },
		{ "action_rows", report_part_actions },
		{ "people_stories", report_part_people },
		{ "leaver_stories", report_part_leavers },
	};
	size_t i;

	head(p);
	numbers(p);
	evidence(p);
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (rows(p, lists[i].name, lists[i].fill, e) == -1)
			return -1;
	return 0;
}

int
report_page(struct ctx *x, const char *keys, const struct report_call *c,
    struct buf *out, struct err *e)
{
	struct report_part p = { .x = x, .rows = BUF_INIT(ROWS_LEN) };
	struct report r;
	int rc = -1;

	p.r = &r;
	p.w = words_portal();
	if (report_take(x, keys, c, &r, e) == 0 && fill(&p, e) == 0 &&
	    words_block(p.w, "report", out, e) == 0)
		rc = buf_ok(out) ? 0 : err_set(e, ERR_DATA, "the report is "
		    "too long: a smaller sample or a shorter period");
	report_clear(&r);
	words_free(p.w);
	buf_clear(&p.rows);
	return rc;
}

int
report_page_verb(struct ctx *x, struct audit_call *call, struct err *e)
{
	struct report_call c = { call->from_on, call->to_on, SAMPLE,
		call->seed, 0, 0 };
	struct buf b = BUF_INIT(REPORT_PAGE_LEN);
	int64_t n = SAMPLE;
	int rc;

	if (c.from_on == NULL || c.to_on == NULL)
		return err_set(e, ERR_USAGE, "report: --from DAY and --to "
		    "DAY");
	if (call->sample != NULL && num_int(call->sample, 0, REPORT_SAMPLE,
	    &n) == -1)
		return err_set(e, ERR_USAGE, "--sample %s: 0 to %d",
		    call->sample, REPORT_SAMPLE);
	c.sample = (int)n;
	if (c.seed == NULL)
		c.seed = c.from_on;
	rc = report_page(x, call->keys, &c, &b, e);
	if (rc == 0 && fwrite(b.p, 1, b.len, stdout) != b.len)
		rc = err_sys(e, ERR_IO, "stdout");
	buf_clear(&b);
	return rc;
}
