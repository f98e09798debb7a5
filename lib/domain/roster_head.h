/*
 * The columns of a roster: which header means which field.
 *
 * Headers match without case, space or punctuation, by the usual synonyms;
 * where two columns mean the same field the more telling header wins
 * ("manager upn" before "manager") and the other is kept as an extra.  A map
 * ("HEADER=FIELD", from the configuration or --map) goes before all synonyms.
 */
#ifndef DOMAIN_ROSTER_HEAD_H
#define DOMAIN_ROSTER_HEAD_H

#include "base/err.h"

#define ROSTER_COLUMNS 200	/* more are refused */
#define ROSTER_CELL 4096	/* bytes of one cell; more are refused */

enum roster_field {
	ROSTER_UPN,
	ROSTER_WORKER_ID,
	ROSTER_DISPLAY_NAME,
	ROSTER_EMAIL,
	ROSTER_VENDOR,
	ROSTER_DEPARTMENT,
	ROSTER_PROJECT,
	ROSTER_MANAGER,
	ROSTER_START,
	ROSTER_END,
	ROSTER_EXTRA,		/* all unknown columns together, JSON */
	ROSTER_FIELDS,
	/* From here: what a column may be, but no field of a row. */
	ROSTER_GIVEN = ROSTER_FIELDS,
	ROSTER_FAMILY,
	ROSTER_FROM,		/* ctr-list's own: whose words its cells are */
	ROSTER_IGNORE,
	ROSTER_CLASH		/* says what another column says already */
};

/* One line of a map: header (its key) and what it means. */
struct roster_map {
	char	key[64];
	int	field;
	int	used;
};

struct roster_column {
	char	*name;		/* as it came */
	char	*extra;		/* ROSTER_EXTRA: its name, [a-z][a-z0-9_]* */
	int	field;
	int	rank;		/* place among the synonyms; 0 is the best */
};

struct roster_head {
	struct roster_column col[ROSTER_COLUMNS];
	int	n;
	unsigned has;		/* bit per field that some column gives */
	int	at[ROSTER_CLASH]; /* column of a field, -1 none */
	int	echo;		/* ctr-list's columns: roster_head_done */
	struct roster_map *map;	/* borrowed */
	int	nmap;
	int	keyless;	/* newcomers': no row needs a key */
};

/* roster_head_init: map is borrowed until roster_head_clear. */
void roster_head_init(struct roster_head *, struct roster_map *, int nmap);
void roster_head_clear(struct roster_head *);

/*
 * roster_head_add: the next column; name is untrusted and copied.  Returns its
 * index, or -1: there are ROSTER_COLUMNS already.  A header seen twice makes a
 * ROSTER_CLASH column; an empty one is ignored.
 */
int roster_head_add(struct roster_head *, const char *name);

/* roster_head_find: index of name, trying guess first; -1: not there. */
int roster_head_find(const struct roster_head *, const char *name, int guess);

/*
 * roster_head_done: for a format whose header comes first.  ERR_DATA if it
 * has no key column (upn or worker_id) or the same column twice.  Where the
 * header is one of ctr-list its columns that are no roster's are ignored, and
 * cells that its "from" column gives to another source say nothing.
 */
int roster_head_done(struct roster_head *, struct err *);

/* roster_map_parse: "HEADER=FIELD"; an empty FIELD ignores the column.
 * ERR_USAGE for an unknown field or a header of over 63 letters. */
int roster_map_parse(const char *s, struct roster_map *, struct err *);

/* roster_field_name: as in ctr-list and evidence ("manager"). */
const char *roster_field_name(int field);
/* roster_field_find: its number, or -1. */
int roster_field_find(const char *name);

#endif
