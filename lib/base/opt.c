#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/opt.h"

static const char *program = "ctr";
static const char *form = "";

enum { COMMON = 10, WIDTH = 28 };

/* One run over the command line. */
struct line {
	/* the common ones, then the program's */
	struct opt	*opts;
	size_t		 n;
	int		*times;		/* how often each was given */
	struct option	*longs;
	char		*shorts;
	struct opt_common *common;
	const char	*accept;
	int		 help, version;
};

static void
forms(FILE *f)
{
	const char *s = form;
	size_t len;
	int first = 1;

	for (; *s != '\0'; s += len + (s[len] == '\n')) {
		len = strcspn(s, "\n");
		fprintf(f, "%s %.*s\n", first ? "usage:" : "      ", (int)len,
		    s);
		first = 0;
	}
}

void
opt_usage(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", program);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	forms(stderr);
	exit(ERR_USAGE);
}

/* Only -v is a repeatable option without a value. */
static int
takes_value(const struct opt *o)
{
	return o->arg != OPT_FLAG && (o->arg == OPT_VALUE || o->each != NULL);
}

static void
help_option(const struct opt *o)
{
	const char *word = o->word != NULL ? o->word : "VALUE";
	int n;

	if (o->letter != 0)
		n = printf("  -%c, --%s", o->letter, o->name);
	else
		n = printf("      --%s", o->name);
	if (takes_value(o))
		n += printf(" %s", word);
	if (takes_value(o) && o->arg == OPT_MANY)
		n += printf(" ...");
	printf("%*s%s\n", n < WIDTH ? WIDTH - n : 2, "",
	    o->help != NULL ? o->help : "");
}

static void
end_stdout(void)
{
	if (fflush(stdout) == EOF || ferror(stdout))
		exit(ERR_IO);
	exit(0);
}

static void
help(const struct line *l)
{
	size_t i;

	forms(stdout);
	putchar('\n');
	for (i = 0; i < l->n; i++)
		help_option(&l->opts[i]);
	printf("\nAll of it: man %s\n", program);
	end_stdout();
}

static void
append(struct line *l, struct opt o)
{
	l->opts[l->n++] = o;
}

/* The program's own first: they are what the reader of --help looks for. */
static void
gather(struct line *l, int has, const struct opt *own)
{
	struct opt_common *c = l->common;
	size_t n = 0;

	while (own != NULL && own[n].name != NULL)
		n++;
	l->opts = mem_zero(n + COMMON, sizeof(*l->opts));
	for (n = 0; own != NULL && own[n].name != NULL; n++)
		append(l, own[n]);
	if (has & OPT_HAS_ACCEPT)
		append(l, (struct opt){ "accept", 'a', OPT_VALUE, "N",
		    "let exactly N pass the guard", NULL, &l->accept, NULL,
		    NULL });
	if (has & OPT_HAS_DRY) {
		append(l, (struct opt){ "dry-run", 'n', OPT_FLAG, NULL,
		    "print the plan, change nothing", &c->dry, NULL, NULL,
		    NULL });
		append(l, (struct opt){ "now", 'T', OPT_VALUE, "TIME",
		    "as if it were TIME (ISO 8601 with zone)", NULL, &c->now,
		    NULL, NULL });
	}
	if (has & OPT_HAS_OUTPUT)
		append(l, (struct opt){ "output", 'o', OPT_VALUE, "FORMAT",
		    "table, tsv, csv or json", NULL, &c->output, NULL, NULL });
	append(l, (struct opt){ "clock-ok", 0, OPT_FLAG, NULL,
	    "the clock is right, though far ahead of the evidence",
	    &c->clock_ok, NULL, NULL, NULL });
	append(l, (struct opt){ "tenant", 't', OPT_VALUE, "NAME",
	    "else $CTR_TENANT, else default", NULL, &c->tenant, NULL, NULL });
	append(l, (struct opt){ "quiet", 'q', OPT_FLAG, NULL,
	    "no report on stdout", &c->quiet, NULL, NULL, NULL });
	append(l, (struct opt){ "verbose", 'v', OPT_MANY, NULL,
	    "more words on stderr; twice: still more", &c->verbose, NULL, NULL,
	    NULL });
	append(l, (struct opt){ "help", 'h', OPT_FLAG, NULL, "this text",
	    &l->help, NULL, NULL, NULL });
	append(l, (struct opt){ "version", 'V', OPT_FLAG, NULL,
	    "the version", &l->version, NULL, NULL, NULL });
}

/* getopt_long answers 256 + index for every long name. */
static void
for_getopt(struct line *l, int has)
{
	size_t i;
	char *s;

	l->times = mem_zero(l->n, sizeof(*l->times));
	l->longs = mem_zero(l->n + 1, sizeof(*l->longs));
	l->shorts = s = mem_zero(2 * l->n + 3, 1);
	if (has & OPT_STOPS)
		*s++ = '+';
	*s++ = ':';	/* the words are ours */
	for (i = 0; i < l->n; i++) {
		l->longs[i].name = l->opts[i].name;
		l->longs[i].has_arg = takes_value(&l->opts[i]) ?
		    required_argument : no_argument;
		l->longs[i].val = 256 + (int)i;
		if (l->opts[i].letter == 0)
			continue;
		*s++ = (char)l->opts[i].letter;
		if (takes_value(&l->opts[i]))
			*s++ = ':';
	}
}

static void
given(struct line *l, size_t i)
{
	const struct opt *o = &l->opts[i];

	if (l->times[i]++ > 0 && o->arg != OPT_MANY)
		opt_usage("--%s given twice", o->name);
	if (!takes_value(o))
		*o->flag = l->times[i];
	else if (o->arg == OPT_VALUE)
		*o->value = optarg;
	else
		o->each(optarg, o->each_arg);
	if (l->help)
		help(l);
	if (l->version) {
		printf("%s %s\n", program, CTR_VERSION);
		end_stdout();
	}
}

static size_t
by_letter(const struct line *l, int letter)
{
	size_t i;

	for (i = 0; i < l->n && l->opts[i].letter != letter; i++)
		;
	return i;
}

/* getopt_long leaves a wrong long option in argv[optind - 1] only. */
static void
refuse(const struct line *l, int c, char **argv)
{
	const char *why = c == ':' ? "needs a value" : "no such option";

	if (optopt >= 256)
		opt_usage("--%s %s", l->opts[optopt - 256].name,
		    c == ':' ? why : "takes no value");
	if (optopt != 0)
		opt_usage("-%c: %s", optopt, why);
	opt_usage("%s: %s", argv[optind - 1], "no such option, or short for"
	    " several");
}

static void
settle(struct line *l)
{
	static const char *const formats[] = { "table", "tsv", "csv", "json" };
	struct opt_common *c = l->common;
	size_t i;

	c->now_given = c->now != NULL;
	if (c->now == NULL && (c->now = getenv("CTR_NOW")) != NULL &&
	    *c->now == '\0')
		c->now = NULL;
	c->accept = -1;
	if (l->accept != NULL &&
	    num_int(l->accept, 0, INT64_MAX, &c->accept) == -1)
		opt_usage("--accept %s: not a number", l->accept);
	if ((c->output_given = c->output != NULL) == 0)
		c->output = isatty(STDOUT_FILENO) ? "table" : "tsv";
	for (i = 0; i < 4; i++)
		if (strcmp(c->output, formats[i]) == 0)
			return;
	opt_usage("--output %s: not table, tsv, csv or json", c->output);
}

int
opt_parse(int argc, char **argv, const char *synopsis, int has,
    const struct opt *own, struct opt_common *common)
{
	struct line l = { .common = common };
	const char *slash;
	int c;

	if (argc > 0) {
		slash = strrchr(argv[0], '/');
		program = slash != NULL ? slash + 1 : argv[0];
	}
	form = synopsis;
	memset(common, 0, sizeof(*common));
	gather(&l, has, own);
	for_getopt(&l, has);
	opterr = 0;
	while ((c = getopt_long(argc, argv, l.shorts, l.longs, NULL)) != -1) {
		if (c == '?' || c == ':')
			refuse(&l, c, argv);
		given(&l, c >= 256 ? (size_t)c - 256 : by_letter(&l, c));
	}
	settle(&l);
	free(l.opts);
	free(l.times);
	free(l.longs);
	free(l.shorts);
	return optind;
}
