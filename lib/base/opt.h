/*
 * The command line, the same in every program: a table of options, help made
 * from it, usage errors with status 64, an option given twice refused.
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdint.h>

#include "base/err.h"

/* MANY: may be repeated; with each, a value; without, *flag counts (as -v). */
enum opt_arg { OPT_FLAG, OPT_VALUE, OPT_MANY };

struct opt {
	const char *name;	/* long name without "--" */
	int	 letter;	/* short name or 0 */
	enum opt_arg arg;
	const char *word;	/* what --help calls the value: "FILE" */
	const char *help;	/* a few words */
	int	*flag;		/* OPT_FLAG: set to 1 */
	const char **value;	/* OPT_VALUE: borrowed from argv */
	void	(*each)(const char *value, void *);	/* OPT_MANY */
	void	*each_arg;
};

/* What every program takes; OPT_HAS_* say which of them this one has. */
enum {
	OPT_HAS_DRY = 1,	/* -n and -T */
	OPT_HAS_OUTPUT = 2,	/* -o */
	OPT_HAS_ACCEPT = 4,	/* -a */
	OPT_STOPS = 8		/* options end at the first operand: ctr-each */
};

struct opt_common {
	const char *tenant;	/* -t, NULL if not given */
	int	dry;		/* -n */
	const char *now;	/* -T, else $CTR_NOW, else NULL */
	int	now_given;	/* now came from -T */
	const char *output;	/* -o: "table" "tsv" "csv" "json"; never NULL:
				 * table on a terminal, else tsv */
	int	output_given;
	int	clock_ok;	/* --clock-ok */
	int64_t	accept;		/* -a; -1 if not given */
	int	quiet;		/* -q */
	int	verbose;	/* -v, twice: 2 */
};

/*
 * opt_parse: own ends with a row whose name is NULL; synopsis is one line per
 * form for --help, the program's name first.  Unless OPT_STOPS, options and
 * operands may mix, and argv is put in order.  Returns the index of the first
 * operand.  Help, version
 * and usage errors end the process (0 or 64): only mains call it.
 */
int opt_parse(int argc, char **argv, const char *synopsis, int has,
    const struct opt *own, struct opt_common *);

/* opt_usage: "PROGRAM: words" and the synopsis on stderr, status 64. */
void opt_usage(const char *fmt, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

#endif
