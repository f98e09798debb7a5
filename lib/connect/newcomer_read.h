/*
 * A list of newcomers out of a file, CSV or JSON, read like a roster, and what
 * is wrong with a row told in the same form.
 */
#ifndef CONNECT_NEWCOMER_READ_H
#define CONNECT_NEWCOMER_READ_H

#include "act/newcomer_want.h"

struct newcomer_list {
	struct newcomer_item *item;
	size_t	n;
	int64_t	refused;	/* rows that could not be read; told */
};

/*
 * newcomer_read: name is the file's, "-" for stdin, for the words; told gets a
 * line for each row that cannot be read.  0, or -1 with e (ERR_DATA: no usable
 * header, or more than NEWCOMER_LIST; ERR_IO).  newcomer_list_clear after
 * either.
 */
int newcomer_read(int fd, const char *name, const struct newcomer_form *,
    void (*told)(const char *words), struct newcomer_list *, struct err *);
void newcomer_list_clear(struct newcomer_list *);

#endif
