/*
 * Rosters as they come, good and hostile: each file of tests/data/rosters is
 * read and told row by row; FILE.want says what must come out.  Its first line
 * may hold options: "# charset=windows-1252 dates=%d.%m.%Y map=Foo=upn".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/safe.h"
#include "connect/roster_csv.h"
#include "connect/roster_json.h"
#include "domain/roster_pack.h"

#define DATA "tests/data/rosters"

struct telling {
	struct roster_head *head;
	struct roster_row row;
	const char *dates;
	struct roster_src *src;
	struct buf out;
	struct err *e;
};

static void
tell_value(struct buf *out, const char *name, const char *value)
{
	buf_fmt(out, " %s=", name);
	esc_term(out, value);
}

static void
tell_row(struct telling *t)
{
	int i;

	for (i = 0; i < ROSTER_FIELDS; i++)
		if ((t->row.has & 1u << i) != 0)
			tell_value(&t->out, roster_field_name(i),
			    t->row.value[i] == NULL ? "" : t->row.value[i]);
}

/* The packed row must be the same row again. */
static void
check_pack(const struct roster_row *r)
{
	struct buf b = BUF_INIT(1 << 24), c = BUF_INIT(1 << 24);
	struct roster_row again;

	roster_pack(r, &b);
	assert_int_equal(roster_pack_open(buf_get(&b), b.len, &again), 0);
	assert_string_equal(again.upn_key, r->upn_key);
	roster_pack(&again, &c);
	assert_int_equal(b.len, c.len);
	assert_memory_equal(b.p, c.p, b.len);
	buf_clear(&b);
	buf_clear(&c);
}

static int
told(struct roster_raw *raw, void *arg)
{
	struct telling *t = arg;
	struct roster_fault f;
	const char *reason, *cure;
	struct buf again = BUF_INIT(1 << 24);
	int fine = roster_row_read(t->head, raw, t->dates, &t->row, &f);

	buf_fmt(&t->out, "%" PRId64, raw->line);
	if (fine) {
		buf_str(&t->out, " row");
		tell_row(t);
		check_pack(&t->row);
	} else {
		roster_why_words(f.why, &reason, &cure);
		buf_fmt(&t->out, " refused column %d \"", f.column + 1);
		esc_term(&t->out, f.value);
		buf_fmt(&t->out, "\": %s;", reason);
		tell_row(t);
		/* the record can be had again, as it came */
		assert_int_equal(roster_src_again(t->src, raw->offset,
		    raw->len, &again, t->e), 0);
		assert_int_equal(again.len, raw->len);
		buf_clear(&again);
	}
	buf_chr(&t->out, '\n');
	return 0;
}

struct options {
	char	charset[32], dates[32], delimiter;
	struct roster_map map[4];
	int	nmap;
};

static void
read_options(char *line, struct options *o)
{
	struct err e = ERR_INIT;
	char *w, *save = NULL;

	memset(o, 0, sizeof(*o));
	if (line[0] != '#')
		return;
	for (w = strtok_r(line + 1, " \n", &save); w != NULL;
	     w = strtok_r(NULL, " \n", &save)) {
		if (strncmp(w, "charset=", 8) == 0)
			snprintf(o->charset, sizeof(o->charset), "%s", w + 8);
		else if (strncmp(w, "dates=", 6) == 0)
			snprintf(o->dates, sizeof(o->dates), "%s", w + 6);
		else if (strncmp(w, "delimiter=", 10) == 0)
			o->delimiter = w[10];
		else if (strncmp(w, "map=", 4) == 0)
			assert_int_equal(roster_map_parse(w + 4,
			    &o->map[o->nmap++], &e), 0);
	}
}

static void
read_file(const char *path, struct options *o, struct telling *t)
{
	struct roster_head head;
	struct roster_end end;
	struct err e = ERR_INIT;
	const char *dot = strrchr(path, '.');
	int fd = open(path, O_RDONLY), rc;

	assert_true(fd != -1);
	roster_head_init(&head, o->map, o->nmap);
	roster_row_init(&t->row);
	t->head = &head;
	t->e = &e;
	t->dates = o->dates[0] == '\0' ? NULL : o->dates;
	t->src = roster_src_open(fd, o->charset[0] == '\0' ? NULL : o->charset,
	    1, &e);
	assert_non_null(t->src);
	if (dot != NULL && strncmp(dot, ".json", 5) == 0)
		rc = roster_json_read(t->src, &head, told, t, &end, &e);
	else
		rc = roster_csv_read(t->src, o->delimiter, &head, told, t,
		    &end, &e);
	if (rc == -1)
		buf_fmt(&t->out, "error %d %s\n", e.kind, e.text);
	else
		buf_fmt(&t->out, "end%s%s%s\n", end.torn ? " torn" : "",
		    end.open_line ? " open_line" : "",
		    head.echo ? " echo" : "");
	roster_src_free(t->src);
	roster_row_clear(&t->row);
	roster_head_clear(&head);
	close(fd);
}

static int
one_file(const char *name)
{
	char path[512], want_path[520];
	struct buf want = BUF_INIT(1 << 24);
	struct options o;
	struct telling t;
	struct err e = ERR_INIT;
	char *first;
	const char *body;
	int bad;

	snprintf(path, sizeof(path), DATA "/%s", name);
	snprintf(want_path, sizeof(want_path), "%s.want", path);
	if (safe_read(want_path, &want, &e) == -1)
		print_error("%s\n", e.text);
	body = buf_get(&want);
	first = mem_strn(body, strcspn(body, "\n"));
	if (first[0] == '#')
		body += strlen(first) + 1;
	read_options(first, &o);
	memset(&t, 0, sizeof(t));
	buf_init(&t.out, 1 << 24);
	read_file(path, &o, &t);
	bad = strcmp(body, buf_get(&t.out)) != 0;
	if (bad)
		print_error("%s: got\n%s\nwant\n%s\n", name, buf_get(&t.out),
		    body);
	free(first);
	buf_clear(&want);
	buf_clear(&t.out);
	return bad;
}

static void
test_files(void **state)
{
	struct dirent **list;
	int i, n, bad = 0, files = 0;

	(void)state;
	n = scandir(DATA, &list, NULL, alphasort);
	assert_true(n > 0);
	for (i = 0; i < n; i++) {
		const char *name = list[i]->d_name;
		const char *dot = strrchr(name, '.');

		if (name[0] != '.' && dot != NULL &&
		    strcmp(dot, ".want") != 0) {
			bad += one_file(name);
			files++;
		}
		free(list[i]);
	}
	free(list);
	assert_true(files > 30);
	assert_int_equal(bad, 0);
}

/* A megabyte in one cell, quoted or not, costs its row and no other. */
static void
test_long(void **state)
{
	static const char *const around[][3] = {
		{ "upn,note\na@x.test,", "\nb@x.test,Bob\n", "3 row upn=b" },
		{ "upn,note\na@x.test,\"", "\"\nb@x.test,Bob\n",
		    "3 row upn=b" },
		{ "{\"upn\":\"a@x.test\",\"note\":\"",
		    "\"}\n{\"upn\":\"b@x.test\"}\n", "2 row upn=b" },
		{ "[{\"upn\":\"a@x.test\",\"note\":\"",
		    "\"},\n{\"upn\":\"b@x.test\"}]\n", "2 row upn=b" },
	};
	char *n = mem_alloc(1200000), path[64];
	struct options o;
	struct telling t;
	size_t i;
	int fd, json;
	FILE *f;

	(void)state;
	memset(n, 'n', 1200000);
	memset(&o, 0, sizeof(o));
	for (i = 0; i < 4; i++) {
		json = around[i][0][0] != 'u';
		snprintf(path, sizeof(path), "/tmp/ctr-long-%d%s",
		    (int)getpid(), json ? ".json" : ".csv");
		fd = open(path, O_CREAT | O_EXCL | O_RDWR, 0600);
		assert_true(fd != -1);
		f = fdopen(fd, "w");
		fputs(around[i][0], f);
		fwrite(n, 1, 1200000, f);
		fputs(around[i][1], f);
		fclose(f);
		memset(&t, 0, sizeof(t));
		buf_init(&t.out, 1 << 24);
		read_file(path, &o, &t);
		unlink(path);
		assert_non_null(strstr(buf_get(&t.out),
		    "longer than 4096 bytes"));
		assert_non_null(strstr(buf_get(&t.out), around[i][2]));
		buf_clear(&t.out);
	}
	free(n);
}

/* Every way to cut a good file in two pieces of reading gives the same rows:
 * a pipe delivers in pieces, and a line end may fall between them. */
static void
test_pieces(void **state)
{
	static const char text[] = "upn,display_name\r\n"
	    "a@x.test,\"Two\r\nlines\"\r\nb@x.test,B\r\n";
	struct options o;
	struct telling t;
	char path[64], want[512] = "";
	size_t cut;
	int fd[2];

	(void)state;
	memset(&o, 0, sizeof(o));
	for (cut = 0; cut < sizeof(text); cut++) {
		assert_int_equal(pipe(fd), 0);
		if (fork() == 0) {
			(void)!write(fd[1], text, cut);
			nanosleep(&(struct timespec){ 0, 1500000 }, NULL);
			(void)!write(fd[1], text + cut,
			    sizeof(text) - 1 - (cut < sizeof(text) - 1 ? cut :
				sizeof(text) - 1));
			_exit(0);
		}
		close(fd[1]);
		snprintf(path, sizeof(path), "/dev/fd/%d", fd[0]);
		memset(&t, 0, sizeof(t));
		buf_init(&t.out, 1 << 20);
		read_file(path, &o, &t);
		if (cut == 0)
			snprintf(want, sizeof(want), "%s", buf_get(&t.out));
		assert_string_equal(buf_get(&t.out), want);
		buf_clear(&t.out);
		close(fd[0]);
	}
	assert_non_null(strstr(want, "2 row upn=a@x.test"));
	assert_non_null(strstr(want, "4 row upn=b@x.test"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
