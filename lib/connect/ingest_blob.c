#include "connect/ingest_blob.h"

#include <sys/stat.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/sha.h"
#include "connect/blob.h"
#include "store/feed.h"

enum { ERRORS_MAX = 32 << 20 };

struct zone {
	struct ingest_run *r;
	struct blob *b;
	const char *prefix;	/* "acme/" */
	size_t	prefix_len;
	int	held;		/* what waits in held is taken */
	int (*before)(void *);
	ingest_drop_cb *after;
	void	*arg;
	int	begun;
	int	*status;
	char	dir[512];	/* for refused rows, while one is taken */
	struct err *e;
};

/* One roster of the list: its feed and its own name. */
struct place {
	char	feed[64];	/* "" none */
	const char *base;	/* behind the last slash */
	const char *rest;	/* behind the prefix */
};

/* place: 1 if the blob is a roster in a place where they are taken. */
static int
place(const struct zone *z, const struct blob_item *i, struct place *p)
{
	const char *s = i->name, *slash;
	size_t n;

	if (strncmp(s, z->prefix, z->prefix_len) != 0)
		return 0;
	p->rest = s += z->prefix_len;
	if (z->held) {
		if (strncmp(s, "held/", 5) != 0)
			return 0;
		s += 5;
	}
	p->feed[0] = '\0';
	if ((slash = strchr(s, '/')) != NULL) {
		n = (size_t)(slash - s);
		if (n >= sizeof(p->feed))
			return 0;
		memcpy(p->feed, s, n);
		p->feed[n] = '\0';
		if (!feed_name(p->feed) || strcmp(p->feed, "errors") == 0 ||
		    strcmp(p->feed, "held") == 0)
			return 0;
		s = slash + 1;
	}
	p->base = s;
	return strchr(s, '/') == NULL && ingest_drop_wanted(s);
}

/* whole: "PREFIXSUB/[FEED/][HASH-]NAME[END]" */
static void
whole(const struct zone *z, const struct place *p, const char *sub,
    const char *hash, const char *end, struct buf *out)
{
	buf_fmt(out, "%s%s/%s%s%s%s%s", z->prefix, sub, p->feed,
	    p->feed[0] != '\0' ? "/" : "", hash, p->base, end);
}

/* offer: a file that the run wrote, if it did, to errors/. */
static int
offer(struct zone *z, const struct place *p, const char *file,
    const char *end)
{
	struct buf text = BUF_INIT(ERRORS_MAX), name = BUF_INIT(2048);
	char path[600];
	int rc = 0;

	(void)snprintf(path, sizeof(path), "%s%s", file, end);
	if (access(path, F_OK) == 0 &&
	    (rc = safe_read(path, &text, z->e)) == 0) {
		whole(z, p, "errors", "", end, &name);
		rc = blob_put(z->b, buf_get(&name), buf_get(&text), text.len,
		    1, z->e);
	}
	(void)unlink(path);
	buf_clear(&text);
	buf_clear(&name);
	return rc == -1 ? -1 : 0;
}

/* aside: the whole of it, as it came.  What is held waits under a name of its
 * bytes: twice is once. */
static int
aside(struct zone *z, const struct place *p, FILE *fp,
    const struct blob_item *i, int held)
{
	struct buf text = BUF_INIT((size_t)i->size), name = BUF_INIT(2048);
	unsigned char hash[32];
	char piece[65536], hex[10];
	size_t n;
	int rc = 0;

	rewind(fp);
	while ((n = fread(piece, 1, sizeof(piece), fp)) > 0)
		buf_add(&text, piece, n);
	if (ferror(fp) || !buf_ok(&text))
		rc = err_sys(z->e, ERR_IO, "temporary file");
	sha_of(buf_get(&text), text.len, hash);
	(void)snprintf(hex, sizeof(hex), "%02x%02x%02x%02x-", hash[0], hash[1],
	    hash[2], hash[3]);
	whole(z, p, held ? "held" : "errors", held ? hex : "", "", &name);
	if (rc == 0)
		rc = blob_put(z->b, buf_get(&name), buf_get(&text), text.len,
		    !held, z->e);
	buf_clear(&text);
	buf_clear(&name);
	return rc == -1 ? -1 : 0;
}

/* settle: what is to be kept is written before the blob goes. */
static int
settle(struct zone *z, const struct place *p, const struct blob_item *i,
    FILE *fp, const struct ingest_out *out)
{
	int gone;

	if ((out->report.rejected > 0 &&
	    offer(z, p, z->r->errors, "") == -1) ||
	    offer(z, p, z->r->errors, ".txt") == -1)
		return -1;
	if (out->fate == INGEST_HELD) {
		if (z->held)
			return 0;	/* it waits on */
		if (aside(z, p, fp, i, 1) == -1)
			return -1;
	} else if (out->fate == INGEST_UNREADABLE &&
	    aside(z, p, fp, i, 0) == -1)
		return -1;
	gone = blob_delete(z->b, i, z->e);
	if (gone == 0 && z->r->told != NULL)
		z->r->told("written anew meanwhile: it is taken next time");
	return gone == -1 ? -1 : 0;
}

static int
take_open(struct zone *z, const struct place *p, const struct blob_item *i,
    FILE *fp)
{
	const struct ingest_file_in in = { fileno(fp), "blob", p->rest,
		i->etag };
	struct ingest_out out;
	char file[540];
	int rc;

	(void)snprintf(file, sizeof(file), "%s/rows", z->dir);
	z->r->errors = file;
	z->r->feed = p->feed[0] != '\0' ? p->feed : NULL;
	rc = ingest_run(z->r, &in, &out, z->e);
	if (rc == 0 && z->r->rows == NULL)
		rc = settle(z, p, i, fp, &out);
	if (rc == 0)
		rc = z->after(p->rest, &out, z->arg);
	if (rc == 0)
		*z->status = err_worst(*z->status, out.status);
	(void)unlink(file);
	(void)snprintf(file, sizeof(file), "%s/rows.txt", z->dir);
	(void)unlink(file);
	z->r->errors = NULL;
	z->r->feed = NULL;
	return rc;
}

static int
take(struct zone *z, const struct place *p, const struct blob_item *i)
{
	FILE *fp;
	int rc;

	if (i->size > (int64_t)BLOB_MAX_MIB << 20)
		return err_set(z->e, ERR_DATA, "%s: more than %d MiB",
		    p->rest, BLOB_MAX_MIB);
	if (!z->begun && z->before != NULL && z->before(z->arg) == -1)
		return -1;
	z->begun = 1;
	if ((fp = safe_temp(z->e)) == NULL)
		return -1;
	/* 0: it is another by now, and listed as such next time */
	if ((rc = blob_get(z->b, i, fp, z->e)) == 1)
		rc = take_open(z, p, i, fp);
	(void)fclose(fp);
	return rc == -1 ? -1 : 0;
}

static int
by_age(const void *a, const void *b)
{
	const struct blob_item *x = a, *y = b;

	if (x->changed_at != y->changed_at)
		return x->changed_at < y->changed_at ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* all: oldest first; one that fails by itself stops no other. */
static void
all(struct zone *z, struct blob_item *items, size_t n)
{
	struct place p;
	size_t i;
	int kind;

	if (n > 1)
		qsort(items, n, sizeof(*items), by_age);
	for (i = 0; i < n; i++) {
		if (!place(z, &items[i], &p) || take(z, &p, &items[i]) == 0)
			continue;
		kind = z->e->kind;
		if (z->r->told != NULL)
			z->r->told(z->e->text);
		*z->status = err_worst(*z->status, kind);
		err_clear(z->e);
		if (kind != ERR_IO && kind != ERR_DATA && kind != ERR_TEMP)
			return;	/* the store, the database: not this one's */
	}
}

static int
work(struct zone *z)
{
	struct buf prefix = BUF_INIT(512);
	struct blob_item *items;
	size_t n;
	int rc;

	buf_fmt(&prefix, "%s%s", z->prefix, z->held ? "held/" : "");
	rc = blob_list(z->b, buf_get(&prefix), &items, &n, z->e);
	buf_clear(&prefix);
	if (rc == -1)
		return -1;
	all(z, items, n);
	blob_list_free(items, n);
	return 0;
}

/* room_of_ours: a directory beside the lock that keeps others out: what a run
 * that was killed left there is the next one's. */
static int
room_of_ours(struct zone *z, const struct tenant *t)
{
	struct stat st;

	if (snprintf(z->dir, sizeof(z->dir), "%s/%s.blob", tenant_run(),
	    t->name) >= (int)sizeof(z->dir))
		return err_set(z->e, ERR_CONFIG, "%s: path too long",
		    tenant_run());
	if (mkdir(z->dir, 0700) == -1 && errno != EEXIST)
		return err_sys(z->e, ERR_CREATE, "%s", z->dir);
	if (lstat(z->dir, &st) == -1 || !S_ISDIR(st.st_mode) ||
	    st.st_uid != geteuid() || (st.st_mode & 077) != 0)
		return err_set(z->e, ERR_REFUSED, "%s: not a directory of "
		    "ours alone", z->dir);
	return 0;
}

int
ingest_blob(struct ingest_run *r, int (*before)(void *),
    ingest_drop_cb *after, void *arg, int *status, struct err *e)
{
	struct zone z = { .r = r, .before = before, .after = after,
		.arg = arg, .status = status, .held = r->accept >= 0, .e = e };
	char room[80];
	int rc = -1;

	if (conf_get(r->conf, "blob", "account") == NULL &&
	    conf_get(r->conf, "blob", "endpoint") == NULL)
		return 0;
	(void)snprintf(room, sizeof(room), "%s/", r->x->tenant->name);
	z.prefix = conf_or(r->conf, "blob", "prefix", room);
	z.prefix_len = strlen(z.prefix);
	if ((z.b = blob_open(r->conf, e)) == NULL)
		return -1;
	if (room_of_ours(&z, r->x->tenant) == 0) {
		rc = work(&z);
		(void)rmdir(z.dir);
	}
	blob_close(z.b);
	return rc;
}
