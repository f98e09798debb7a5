#define _DEFAULT_SOURCE		/* MAP_ANONYMOUS, MAP_POPULATE */
#include "store/db_heap.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
	STEP = 8,		/* what SQLite wants its pieces aligned to */
	SMALL = 8192,		/* larger ones are malloc's */
	FIRST = 640 << 10,	/* what a page takes: the schema above all */
	MORE = 256 << 10
};

struct piece {
	uint64_t len;		/* what can be used, a multiple of STEP */
	struct piece *next;	/* where that begins; of a free one only */
};
#define HEAD offsetof(struct piece, next)

static struct {
	char	*at;		/* what is left of the region */
	size_t	 left;
	struct piece *idle[SMALL / STEP + 1];
} heap;

static int
region(size_t len)
{
	void *p = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (p == MAP_FAILED)
		return -1;
	heap.at = p;
	heap.left = len;
	return 0;
}

static int
round_up(int len)
{
	return (len + STEP - 1) & ~(STEP - 1);
}

static void *
cut(size_t len)
{
	struct piece *p = heap.idle[len / STEP];

	if (p != NULL) {
		heap.idle[len / STEP] = p->next;
		return &p->next;
	}
	if (heap.left < HEAD + len && region(MORE) == -1)
		return NULL;
	p = (struct piece *)(void *)heap.at;
	heap.at += HEAD + len;
	heap.left -= HEAD + len;
	p->len = len;
	return &p->next;
}

static void *
take(int want)
{
	size_t len = (size_t)round_up(want > 0 ? want : 1);
	struct piece *p;

	if (len <= SMALL)
		return cut(len);
	if ((p = malloc(HEAD + len)) == NULL)
		return NULL;
	p->len = len;
	return &p->next;
}

static struct piece *
piece_of(void *used)
{
	return (struct piece *)(void *)((char *)used - HEAD);
}

static void
give(void *used)
{
	struct piece *p = piece_of(used);

	if (p->len > SMALL) {
		free(p);
		return;
	}
	p->next = heap.idle[p->len / STEP];
	heap.idle[p->len / STEP] = p;
}

static int
size(void *used)
{
	return used == NULL ? 0 : (int)piece_of(used)->len;
}

static void *
resize(void *used, int want)
{
	void *p;

	if (want <= size(used))
		return used;
	if ((p = take(want)) == NULL)
		return NULL;
	memcpy(p, used, (size_t)size(used));
	give(used);
	return p;
}

static int
start(void *arg)
{
	(void)arg;
	return SQLITE_OK;
}

static void
stop(void *arg)
{
	(void)arg;
}

/* Not beside the address sanitizer: it knows malloc's pieces, and takes what
 * only a region points to for lost. */
#ifdef __SANITIZE_ADDRESS__
static const int wanted = 0;
#else
static const int wanted = 1;
#endif

void
db_heap_use(void)
{
	static const sqlite3_mem_methods ours = { take, give, resize, size,
		round_up, start, stop, NULL };

	if (wanted && region(FIRST) == 0)
		(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
}
