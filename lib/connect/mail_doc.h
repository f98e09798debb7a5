/*
 * A mail template, parsed: ctr-template(5).
 *
 *	Subject: Is {{contractor_name}} still here?
 *	Preheader: what a list of mails shows beside it     (optional)
 *	Language: en                                        (optional)
 *
 *	# A heading
 *	A paragraph, which may run over lines.
 *	- Last day: {{contract_end}}
 *	[Still here] {{attest_url}}
 *	{{#rows}}
 *	...                     once for each listed contractor
 *	{{/rows}}
 *	--
 *	Small print to the end.
 *
 * What a line is, is decided here, before any value goes in.  A block of
 * which every value is empty is left out ("- Vendor: " of nobody's vendor).
 */
#ifndef CONNECT_MAIL_DOC_H
#define CONNECT_MAIL_DOC_H

#include "base/err.h"
#include "base/fill.h"
#include "base/pairs.h"

enum mail_kind {
	MAIL_HEADING,
	MAIL_PARA,
	MAIL_ITEM,
	MAIL_BUTTON,
	MAIL_ROWS,		/* {{#rows}} */
	MAIL_ROWS_END,
	MAIL_FOOT,		/* a paragraph of the small print */
	MAIL_STOP		/* mail_doc_walk: the end */
};

/* The template's own words, as they are and escaped for HTML. */
struct mail_words {
	struct fill *plain;	/* NULL: there are none */
	struct fill *html;
};

struct mail_block {
	enum mail_kind kind;
	struct mail_words text;	/* of a button: its label */
	struct mail_words url;	/* button */
	char	*label;		/* item "Label: ...", without colon; or NULL */
	int	whole;		/* button: url is one link, not to be encoded */
};

struct mail_doc {
	struct mail_words subject;
	struct mail_words preheader;
	char	lang[16];
	struct mail_block *block;
	size_t	n;
};

/* known(name, arg): 1 if name may stand in this template. */
typedef int mail_known(const char *name, void *arg);

/* mail_parse: known NULL: any name.  NULL with e (ERR_DATA, the line). */
struct mail_doc *mail_parse(const char *text, mail_known *known,
    void *arg, struct err *);
void mail_doc_free(struct mail_doc *);
/* mail_doc_uses: 1 if a button's address has this name. */
int mail_doc_uses(const struct mail_doc *, const char *name);

/* One mail being filled: fill_run's get is mail_doc_get with this. */
struct mail_view {
	const struct pairs *values;	/* clean: mail_value_all */
	int	row;			/* PAIRS_ALL outside of rows */
};
const char *mail_doc_get(const char *name, void *view);

/*
 * mail_doc_walk: each block that is not left out, rows repeated (at most
 * VOCAB_ROWS of them; the name "more" counts the rest), then MAIL_STOP.
 * MAIL_ROWS and MAIL_ROWS_END come once for each row.
 */
typedef void mail_visit(const struct mail_block *, struct mail_view *,
    void *arg);
void mail_doc_walk(const struct mail_doc *d, const struct pairs *values,
    mail_visit *cb, void *arg);

#endif
