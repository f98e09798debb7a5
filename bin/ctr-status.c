/* ctr-status: what a tenant lacks, and what stands still.  ctr-status(8) */
#include <stdio.h>
#include <unistd.h>

#include "act/key.h"
#include "act/tool.h"
#include "act/watch.h"
#include "base/say.h"

enum { UNKNOWN = 3 };		/* of the Monitoring Plugins guidelines */

static const char synopsis[] =
    "ctr-status\n"
    "ctr-status --nagios\n"
    "ctr-status --prometheus FILE";

static int nagios;
static const char *prometheus;

static const struct opt options[] = {
	{ "nagios", 0, OPT_FLAG, NULL, "one line, status 0 1 2 3", &nagios,
	    NULL, NULL, NULL },
	{ "prometheus", 0, OPT_VALUE, "FILE", "for a textfile collector",
	    NULL, &prometheus, NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

/* What could not be looked at is unknown, to a monitor. */
static int
failed(const struct err *e)
{
	int status = say_err(e);

	if (!nagios)
		return status;
	(void)printf("CTR UNKNOWN - %s\n", e->text);
	return UNKNOWN;
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct opt_common o;
	char room[512];
	struct watch w;
	struct tool t;
	int rc, status = 0;

	say_open("ctr-status");
	if (opt_parse(argc, argv, synopsis, OPT_HAS_OUTPUT, options, &o) !=
	    argc)
		opt_usage("too many arguments");
	if (nagios && prometheus != NULL)
		opt_usage("--nagios or --prometheus, not both");
	o.dry = 1;		/* it only looks */
	if (tool_open(&t, "ctr-status", &o, ROLE_READ, 0, &e) == -1)
		return failed(&e);
	w.x = &t.ctx;
	w.conf = t.conf;
	w.keys = key_dir(t.conf, room, sizeof(room));
	if (nagios)
		rc = watch_nagios(&w, STDOUT_FILENO, &status, &e);
	else if (prometheus != NULL)
		rc = watch_prometheus(&w, prometheus, &e);
	else
		rc = watch_rows(&w, o.output, STDOUT_FILENO, &e);
	if (rc == -1)
		status = failed(&e);
	return tool_close(&t, status, NULL);
}
