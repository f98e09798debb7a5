#include "connect/sync_wished.h"

#include <stdio.h>
#include <string.h>

#include "act/wish.h"

static void
add(struct sync_report *sum, const struct sync_report *one)
{
	sum->accounts += one->accounts;
	sum->persons += one->persons;
	sum->added += one->added;
	sum->changed += one->changed;
	sum->gone += one->gone;
	sum->findings += one->findings;
	sum->held += one->held;
}

static int
run(struct sync_run *r, int64_t last, struct sync_report *sum,
    int (*tell)(const struct err *))
{
	struct err e = ERR_INIT, late = ERR_INIT;
	struct sync_report one;
	char words[400];
	int status;

	memset(&one, 0, sizeof(one));
	status = sync_run(r, &one, &e);
	add(sum, &one);
	if (status != 0) {
		(void)tell(&e);
		(void)snprintf(words, sizeof(words), "%.399s", e.text);
	} else
		(void)snprintf(words, sizeof(words), "accounts=%lld"
		    " persons=%lld added=%lld changed=%lld gone=%lld",
		    (long long)one.accounts, (long long)one.persons,
		    (long long)one.added, (long long)one.changed,
		    (long long)one.gone);
	if (r->rows == NULL && wish_done(r->x, r->opt.connector, last, status,
	    words, &late) == -1)
		status = err_worst(status, tell(&late));
	return status;
}

int
sync_wished(struct sync_run *r, struct sync_report *sum,
    int (*tell)(const struct err *))
{
	char name[33] = "", next[33];
	struct err e = ERR_INIT;
	int64_t last;
	int rc, whole, status = 0;

	while ((rc = sync_wish_next(r->x->db, name, next, &whole, &last, &e))
	    == 1) {
		memcpy(name, next, sizeof(name));
		r->opt.connector = name;
		r->opt.full = whole;
		status = err_worst(status, run(r, last, sum, tell));
	}
	return rc == -1 ? err_worst(status, tell(&e)) : status;
}
