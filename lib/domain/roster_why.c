#include "domain/roster_row.h"

/* One short reason, and what to do about it. */
static const struct {
	const char *reason, *cure;
} words[] = {
	[ROSTER_FINE] = { "fine", "" },
	[ROSTER_TORN] = { "quotes that do not match",
	    "double each quote inside a quoted cell, and close it" },
	[ROSTER_FEW] = { "fewer cells than the header",
	    "the line is cut; send it whole" },
	[ROSTER_MANY] = { "more cells than the header",
	    "quote a cell that holds the delimiter" },
	[ROSTER_WIDE] = { "more than 200 columns", "leave columns out" },
	[ROSTER_LONG] = { "longer than 4096 bytes", "shorten the cell" },
	[ROSTER_NUL] = { "a NUL byte",
	    "UTF-16 needs a byte order mark; else remove it" },
	[ROSTER_UTF8] = { "not UTF-8",
	    "export as UTF-8, or tell the charset (windows-1252)" },
	[ROSTER_JSON] = { "not JSON, or a name twice in an object",
	    "mend the object" },
	[ROSTER_OBJECT] = { "not a JSON object", "one object for each row" },
	[ROSTER_NESTED] = { "a list or an object", "give text" },
	[ROSTER_NO_KEY] = { "neither upn nor worker_id", "fill in one" },
	[ROSTER_BAD_UPN] = { "not a UPN", "write it as name@domain" },
	[ROSTER_BAD_ID] = { "a worker_id of over 128 bytes", "shorten it" },
	[ROSTER_BAD_MAIL] = { "not a mail address",
	    "write it as name@domain, or leave it empty" },
	[ROSTER_BAD_MANAGER] = { "not a manager's UPN",
	    "write it as name@domain; a map can name the right column" },
	[ROSTER_BAD_DAY] = { "no such day",
	    "write YYYY-MM-DD, or tell the format (--dates)" },
	[ROSTER_ORDER] = { "contract_end before contract_start",
	    "correct one of the two" },
	[ROSTER_BAD_EXTRA] = { "not a JSON object", "leave it as listed" },
	[ROSTER_TWICE] = { "the same contractor twice, and not the same",
	    "remove one of the rows" },
	[ROSTER_AMBIGUOUS] = {
	    "upn and worker_id belong to different contractors",
	    "correct one, or settle it with ctr-review link" },
	[ROSTER_TWO_COLUMNS] = { "a second name for the same field",
	    "remove one, or map one to nothing" },
};

void
roster_why_words(enum roster_why why, const char **reason, const char **cure)
{
	*reason = words[why].reason;
	*cure = words[why].cure;
}
