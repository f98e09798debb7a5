#define _DEFAULT_SOURCE		/* MAP_ANONYMOUS, madvise */
#include "store/db_heap.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

enum {
	STEP = 8,		/* what SQLite wants its pieces aligned to */
	SMALL = 8192,		/* larger ones are malloc's */
	BITS = 64,
	WORDS = SMALL / STEP / BITS + 1,
	FITTED = 256,		/* larger ones serve for a little less */
	PAGE = 4096,		/* of memory, at least: what guards a region */
	REGION = 1 << 20,	/* of addresses */
	MORE = 64 << 10
};

/* The low bits of a length, which is a multiple of STEP. */
enum state { USED = 5, IDLE = 2 };

struct piece {
	uint64_t seal;		/* see sealed() */
	uint64_t next;		/* of an idle one, under a seal as well */
};
#define HEAD offsetof(struct piece, next)

static struct {
	char	*at, *end;	/* what is left of the region */
	char	*ready;		/* up to here there is memory */
	uint64_t secret;
	struct piece *idle[SMALL / STEP + 1];
	uint64_t some[WORDS];	/* a bit for each list that is not empty */
} heap;

/*
 * A piece's head is its length and state under a secret of this process and
 * its own address: whoever writes past the end of the piece before it, or
 * copies a head to another place, does not hit one that is taken for good.
 */
static uint64_t
sealed(const void *p, uint64_t value)
{
	static const uint64_t spread = 0x9e3779b97f4a7c15;

	return value ^ heap.secret ^ (uint64_t)(uintptr_t)p * spread;
}

static void
seal(struct piece *p, size_t len, enum state state)
{
	p->seal = sealed(p, len | state);
}

/* length: of a piece in this state; nothing goes on with any other. */
static size_t
length(const struct piece *p, enum state state)
{
	uint64_t len = sealed(p, p->seal) ^ state;

	if (len > INT32_MAX || len % STEP != 0)
		abort();
	return (size_t)len;
}

/* Memory for len bytes more, at once: a fault for each page costs more.  If
 * the kernel does not, the faults do. */
static void
fetch(size_t len)
{
	if (len > (size_t)(heap.end - heap.ready))
		len = (size_t)(heap.end - heap.ready);
	(void)madvise(heap.ready, len, MADV_POPULATE_WRITE);
	heap.ready += len;
}

/* Between two pages that nobody may touch. */
static int
region(size_t first)
{
	char *p = mmap(NULL, REGION + 2 * PAGE, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED ||
	    mprotect(p + PAGE, REGION, PROT_READ | PROT_WRITE) == -1)
		return -1;
	heap.at = heap.ready = p + PAGE;
	heap.end = heap.at + REGION;
	fetch(first);
	return 0;
}

static int
round_up(int len)
{
	return (len + STEP - 1) & ~(STEP - 1);
}

/*
 * idle: the list of idle pieces of this length, or the next that is at most a
 * quarter longer; NULL if there is none.  The small ones, of which there are
 * thousands, look for their own length alone.
 */
static struct piece **
idle(size_t len)
{
	size_t i = len / STEP, most = (len + len / 4) / STEP, w;
	uint64_t bits;

	if (len < FITTED)
		return heap.idle[i] != NULL ? &heap.idle[i] : NULL;
	bits = heap.some[i / BITS] & ~(uint64_t)0 << i % BITS;
	for (w = i / BITS; bits == 0; bits = heap.some[w])
		if (++w > most / BITS || w == WORDS)
			return NULL;
	i = w * BITS + (size_t)__builtin_ctzll(bits);
	return i <= most ? &heap.idle[i] : NULL;
}

/* The newest of its list: used again, as long as that list says. */
static void *
again(struct piece **list)
{
	struct piece *p = *list;
	size_t len = (size_t)(list - heap.idle) * STEP;

	if (length(p, IDLE) != len)
		abort();
	*list = (struct piece *)(uintptr_t)sealed(p, p->next);
	if (*list == NULL)
		heap.some[len / STEP / BITS] &=
		    ~((uint64_t)1 << len / STEP % BITS);
	seal(p, len, USED);
	return &p->next;
}

static void *
cut(size_t len)
{
	struct piece **list = idle(len), *p;

	if (list != NULL)
		return again(list);
	if ((size_t)(heap.end - heap.at) < HEAD + len && region(MORE) == -1)
		return NULL;
	p = (struct piece *)(void *)heap.at;
	heap.at += HEAD + len;
	if (heap.at > heap.ready)
		fetch(MORE);
	seal(p, len, USED);
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
	seal(p, len, USED);
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
	struct piece *p = piece_of(used), **list;
	size_t len = length(p, USED);

	seal(p, len, IDLE);
	if (len > SMALL) {
		free(p);
		return;
	}
	list = &heap.idle[len / STEP];
	p->next = sealed(p, (uint64_t)(uintptr_t)*list);
	*list = p;
	heap.some[len / STEP / BITS] |= (uint64_t)1 << len / STEP % BITS;
}

static int
size(void *used)
{
	return used == NULL ? 0 : (int)length(piece_of(used), USED);
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
db_heap_use(size_t first)
{
	static const sqlite3_mem_methods ours = { take, give, resize, size,
		round_up, start, stop, NULL };

	if (wanted && getrandom(&heap.secret, sizeof(heap.secret), 0) ==
	    sizeof(heap.secret) && region(first) == 0)
		(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
}
