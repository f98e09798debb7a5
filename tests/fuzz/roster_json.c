/*
 * Any bytes as a JSON roster, through splitting, jansson, rows and packing.
 * Never a crash; a row that
 * is taken is well-formed, and packs to itself.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "connect/roster_json.h"
#include "domain/roster_pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

struct fuzz {
	struct roster_head head;
	struct roster_row row;
	int64_t	line, offset;
};

static void
check_row(const struct roster_row *r)
{
	struct buf b = BUF_INIT(1 << 26), c = BUF_INIT(1 << 26);
	struct roster_row again;
	int i;

	if (!roster_row_has_key(r))
		abort();
	for (i = 0; i < ROSTER_FIELDS; i++)
		if (r->value[i] != NULL && ((r->has & 1u << i) == 0 ||
		    !text_ok(r->value[i], strlen(r->value[i]))))
			abort();
	roster_pack(r, &b);
	if (roster_pack_open(buf_get(&b), b.len, &again) == -1)
		abort();
	roster_pack(&again, &c);
	if (b.len != c.len || memcmp(b.p, c.p, b.len) != 0)
		abort();
	buf_clear(&b);
	buf_clear(&c);
}

static int
got(struct roster_raw *raw, void *arg)
{
	struct fuzz *z = arg;
	struct roster_fault f;

	/* Records come in order, and none twice. */
	if (raw->line < z->line || raw->offset < z->offset || raw->len == 0)
		abort();
	z->line = raw->line;
	z->offset = raw->offset + 1;
	if (roster_row_read(&z->head, raw, "%d.%m.%Y", &z->row, &f))
		check_row(&z->row);
	else if (f.why == ROSTER_FINE)
		abort();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static int fd = -1;
	struct fuzz *z;
	struct roster_src *src;
	struct roster_end end;
	struct err e = ERR_INIT;
	FILE *f;

	if (len == 0)
		return 0;
	if (fd == -1 && ((f = tmpfile()) == NULL || (fd = fileno(f)) == -1))
		abort();
	if (ftruncate(fd, 0) == -1 ||
	    pwrite(fd, data, len, 0) != (ssize_t)len)
		abort();
	z = mem_zero(1, sizeof(*z));
	roster_head_init(&z->head, NULL, 0);
	roster_row_init(&z->row);
	src = roster_src_open(fd, NULL,
	    0, &e);
	if (src == NULL)
		abort();
	roster_json_read(src, &z->head, got, z, &end,
	    &e);
	roster_src_free(src);
	roster_row_clear(&z->row);
	roster_head_clear(&z->head);
	free(z);
	return 0;
}
