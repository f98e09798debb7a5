#include "store/db_internal.h"

#include <time.h>

/*
 * Who waits for a lock looks every TRY_MS whether it is free, where SQLite's
 * own handler comes to sleep for 100 ms between two tries: a long run that
 * pauses between its transactions would have to pause longer than that, each
 * time, or nobody else would ever have his turn.
 */
enum { TRY_MS = 10, PAUSE_MS = 25, MS_NS = 1000000 };

static int64_t
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / MS_NS;
}

static void
rest(int ms)
{
	struct timespec t = { 0, (long)ms * MS_NS };

	(void)nanosleep(&t, NULL);
}

int
db_wait(void *arg, int tries)
{
	struct db *db = arg;

	if (tries == 0)
		db->wait_until = now_ms() + db->wait_ms;
	if (now_ms() >= db->wait_until)
		return 0;
	rest(tries < 4 ? 1 << tries : TRY_MS);
	return 1;
}

void
db_pause(void)
{
	rest(PAUSE_MS);
}
