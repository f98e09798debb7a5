/*
 * What ctr-list shows of a noun: rows, filtered, chosen, sorted, written.
 * Filters are compared here on the finished value: no SQL is built of them.
 */
#ifndef ACT_LIST_H
#define ACT_LIST_H

#include "act/ctx.h"
#include "base/conf.h"
#include "store/listing.h"

struct list_opt {
	const char *format;	/* "table" "tsv" "csv" "json" */
	int	raw;		/* csv without the formula guard */
	const char *columns;	/* "a,b"; NULL: the noun's own */
	const char *sort;	/* a column; NULL: by key */
	int64_t	limit;		/* 0 none */
	char	*const *filters;	/* "column=value", "<", ">" */
	int	n_filters;
	const struct conf *conf;	/* for a site's templates; or NULL */
};

/* list_noun: to fd.  ERR_DATA: no such noun, column, or too many rows to sort
 * or for a table. */
int list_noun(struct ctx *, const char *noun, const struct list_opt *, int fd,
    struct err *);

/* For nouns that are not a query: list_open, list_add for each row (values in
 * the order of cols), list_end. */
struct list;
struct list *list_open(const struct listing_col *cols,
    const struct list_opt *, int fd, struct err *);
/* 1: enough rows (limit), no more are needed; 0; -1 with e. */
int list_add(struct list *, const char *const *values, struct err *);
int list_end(struct list *, struct err *);	/* writes what is left */
void list_free(struct list *);

/* The nouns that are no query. */
int list_policy(struct ctx *, const struct list_opt *, int fd, struct err *);
int list_template(struct ctx *, const struct list_opt *, int fd,
    struct err *);

/* One column for each connector between the cause and since. */
int list_mismatch(struct ctx *, const struct list_opt *, int fd,
    struct err *);

/* list_settings: each setting with its range, default and sentence, or the one
 * of name. */
int list_settings(const char *name, const char *format, int fd,
    struct err *);

#endif
