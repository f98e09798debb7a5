#include "store/listing.h"

const struct listing listings[] = {
	{ "contractor", listing_contractor_cols, listing_contractor },
	{ "account", listing_account_cols, listing_account },
	{ "person", listing_person_cols, listing_person },
	{ "roster", listing_roster_cols, listing_roster },
	{ "finding", listing_finding_cols, listing_finding },
	{ "question", listing_question_cols, listing_question },
	{ "outbox", listing_outbox_cols, listing_outbox },
	{ "decision", listing_decision_cols, listing_decision },
	{ "job", listing_job_cols, listing_job },
	{ "step", listing_step_cols, listing_step },
	{ "evidence", listing_evidence_cols, listing_evidence },
	{ "run", listing_run_cols, listing_run },
	{ NULL, NULL, NULL }
};
