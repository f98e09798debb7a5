/*
 * What evidence about one contractor is filed under: himself, his accounts,
 * what was asked and answered about him, what was done.  For evidence_story
 * and for erasure; a sub-select over :id, of as many terms as SQLite is
 * allowed here.
 */
#ifndef STORE_EVIDENCE_SUBJECTS_H
#define STORE_EVIDENCE_SUBJECTS_H

#define EVIDENCE_SUBJECTS "SELECT 'contractor/' || :id" \
	" UNION ALL SELECT 'account/' || id FROM account" \
	" WHERE contractor = :id" \
	" UNION ALL SELECT 'question/' || id FROM question" \
	" WHERE contractor = :id" \
	" UNION ALL SELECT 'ask/' || k.id FROM ask k" \
	" JOIN question q ON q.id = k.question WHERE q.contractor = :id" \
	" UNION ALL SELECT 'decision/' || id FROM decision" \
	" WHERE contractor = :id" \
	" UNION ALL SELECT 'job/' || id FROM job WHERE contractor = :id" \
	" UNION ALL SELECT 'step/' || s.id FROM step s" \
	" JOIN job j ON j.id = s.job WHERE j.contractor = :id"

#endif
