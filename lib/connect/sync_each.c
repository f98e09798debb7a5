#include "connect/sync_each.h"

struct walking {
	struct sync_run *r;
	struct sync_report *sum;
	int	(*tell)(const struct err *);
	void	(*end)(void);
	int	status;
};

static void
one(const char *name, void *arg)
{
	struct walking *w = arg;
	struct err e = ERR_INIT;
	int failed;

	w->r->opt.connector = name;
	failed = sync_run(w->r, w->sum, &e);
	w->end();
	if (failed != 0)
		w->status = err_worst(w->status, w->tell(&e));
}

int
sync_each(struct sync_run *r, char *const *names, int n,
    struct sync_report *sum, int (*tell)(const struct err *),
    void (*end)(void))
{
	struct walking w = { r, sum, tell, end, 0 };
	int i;

	if (names == NULL)
		conf_sections(r->conf, "connector", one, &w);
	for (i = 0; names != NULL && i < n; i++)
		one(names[i], &w);
	return w.status;
}
