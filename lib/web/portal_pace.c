#include "web/portal_pace.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <ctype.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/safe.h"
#include "base/when.h"

/* slot: where his number stands, however he spells his name; two of one hash
 * share it. */
static off_t
slot(const struct portal *p)
{
	unsigned char name[sizeof(p->cgi.user)];
	unsigned char h[crypto_generichash_BYTES_MIN];
	size_t n;

	for (n = 0; p->cgi.user[n] != '\0'; n++)
		name[n] = (unsigned char)tolower((unsigned char)
		    p->cgi.user[n]);
	(void)crypto_generichash(h, sizeof(h), name, n, NULL, 0);
	return (off_t)sizeof(int64_t) * ((h[0] << 8 | h[1]) % PACE_SLOTS);
}

/* owe: owed is the second by which all that he sent is paid for, and at most
 * that many from now. */
static int
owe(int fd, off_t at, int cost, int most, struct err *e)
{
	int64_t now = when_clock(), owed = 0;
	ssize_t n = pread(fd, &owed, sizeof(owed), at);

	if (n == -1)
		return err_sys(e, ERR_IO, "pace");
	if (n != (ssize_t)sizeof(owed) || owed < now)
		owed = now;
	/* A clock that was set back must not lock anybody out for long. */
	if (owed > now + 2 * PACE_BURST)
		owed = now + PACE_BURST;
	if (owed + cost > now + most)
		return 0;
	owed += cost;
	if (pwrite(fd, &owed, sizeof(owed), at) != (ssize_t)sizeof(owed))
		return err_sys(e, ERR_IO, "pace");
	return 1;
}

static int
pace(const struct portal *p, int cost, int most, struct err *e)
{
	char path[512];
	int fd, rc = -1;

	(void)snprintf(path, sizeof(path), "%s/%s.pace", tenant_run(),
	    p->tenant);
	if ((fd = safe_open(path, O_RDWR | O_CREAT, e)) == -1)
		return -1;
	if (flock(fd, LOCK_EX) == -1)
		(void)err_sys(e, ERR_IO, "%s", path);
	else
		rc = owe(fd, slot(p), cost, most, e);
	(void)close(fd);
	return rc;
}

int
portal_pace(const struct portal *p, int cost, struct err *e)
{
	return pace(p, cost, PACE_BURST, e);
}

int
portal_costly(struct portal *p, struct err *e)
{
	int rc = pace(p, PACE_COSTLY, PACE_BURST - PACE_FORMS, e);

	if (rc == 0)
		portal_problem(p, 429);
	return rc;
}
