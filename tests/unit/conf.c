#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/conf_parse.h"
#include "sandbox.h"

static const struct {
	const char *why;
	int	secret;
	const char *text;
	const char *section, *name;
	const char *want;	/* value, or part of the error */
	int	kind;
} rows[] = {
	{ "the rest of the line, trimmed", 0, "[mail]\n from =  a b \t\n",
	    "mail", "from", "a b", 0 },
	{ "no inline comment, no quotes", 1, "[mail]\npassword = \"a\" # ;b\n",
	    "mail", "password", "\"a\" # ;b", 0 },
	{ "= in a value", 1, "[mail]\npassword=a=b==\n", "mail", "password",
	    "a=b==", 0 },
	{ "no continuation", 0, "[mail]\nfrom = a\\\nhello = b\n", "mail",
	    "from", "a\\", 0 },
	{ "the top has no section", 0, "base_url = https://x.test\n", "",
	    "base_url", "https://x.test", 0 },
	{ "no newline at the end", 0, "keys = /k", "", "keys", "/k", 0 },
	{ "CRLF", 0, "[drop]\r\ndirectory = /d\r\n", "drop", "directory",
	    "/d", 0 },
	{ "a byte order mark", 0, "\357\273\277keys = /k\n", "", "keys", "/k",
	    0 },
	{ "comments and blank lines", 0, "# keys = /a\n\n\t\nkeys = /b\n", "",
	    "keys", "/b", 0 },
	{ "sections come back", 0, "[mail]\nfrom=a\n[drop]\nquiet_s=1\n[mail]\n"
	    "hello=b\n", "mail", "hello", "b", 0 },
	{ "white space in a heading", 0, "[ connector   ad ]\nuri = x\n",
	    "connector ad", "uri", "x", 0 },
	{ "a feed's own roster settings", 0, "[roster Vendor_1]\n"
	    "delimiter = ;\n", "roster Vendor_1", "delimiter", ";", 0 },
	{ "empty is not configured", 0, "keys =\n", "", "keys", NULL, 0 },
	{ "not given", 0, "keys = /k\n", "", "templates", NULL, 0 },
	{ "map may be repeated; the last", 0, "[roster]\nmap=a=b\nmap=c=d\n",
	    "roster", "map", "c=d", 0 },
	{ "any name for a connector", 0, "[connector x]\nwhat-ever.it = 1\n",
	    "connector x", "what-ever.it", "1", 0 },
	{ "command is no secret", 0, "[connector x]\ncommand = /x\n",
	    "connector x", "command", "/x", 0 },
	{ "a secret's command", 1, "[blob]\nkey_command = cat /k\n", "blob",
	    "key_command", "cat /k", 0 },
	{ "an open name in the secret file", 1, "[mail]\nfrom = a\n", "mail",
	    "from", "a", 0 },

	{ "unknown, with the known ones", 0, "\n\n[drop]\ndir = /d\n", NULL,
	    NULL, "f:4: unknown name \"dir\" in [drop]; known: directory"
	    " quiet_s", ERR_CONFIG },
	{ "one of a few words", 0, "[connector x]\ninactivity = No\n", NULL,
	    NULL, "f:2: inactivity is one of: yes no", ERR_CONFIG },
	{ "in a feed's section too", 0, "[roster a]\ndelimiter = ;;\n", NULL,
	    NULL, "f:2: delimiter is one of: , ; | TAB \\t", ERR_CONFIG },
	{ "one of them", 0, "[mail]\ntls = off\n", "mail", "tls", "off", 0 },
	{ "known elsewhere", 0, "[mail]\nbase_url = x\n", NULL, NULL,
	    "f:2: unknown name", ERR_CONFIG },
	{ "no command for what is no secret", 1, "[mail]\nfrom_command = x\n",
	    NULL, NULL, "f:2: unknown name", ERR_CONFIG },
	{ "names have a case", 0, "Keys = x\n", NULL, NULL, "f:1: unknown",
	    ERR_CONFIG },
	{ "repeated, with the first's line", 0, "keys = a\n#\nkeys = a\n",
	    NULL, NULL, "f:3: \"keys\" a second time, first in line 1",
	    ERR_CONFIG },
	{ "repeated in a section that came back", 0, "[mail]\nfrom=a\n[drop]\n"
	    "[mail]\nfrom=b\n", NULL, NULL, "f:5: \"from\"", ERR_CONFIG },
	{ "a repeated empty one", 0, "keys =\nkeys = a\n", NULL, NULL, "f:2:",
	    ERR_CONFIG },
	{ "a secret in the open file", 0, "[mail]\npassword = x\n", NULL, NULL,
	    "f:2: \"password\" is a secret", ERR_CONFIG },
	{ "its command too", 0, "[mail]\npassword_command = x\n", NULL, NULL,
	    "f:2: \"password_command\" is a secret", ERR_CONFIG },
	{ "a connector's secret", 0, "[connector x]\nbind_password = x\n",
	    NULL, NULL, "f:2: \"bind_password\" is a secret", ERR_CONFIG },
	{ "a connector's command for one", 0, "[connector x]\npin_command = x"
	    "\n", NULL, NULL, "f:2: \"pin_command\" is a secret", ERR_CONFIG },
	{ "unknown section", 0, "[mails]\n", NULL, NULL, "f:1: unknown section",
	    ERR_CONFIG },
	{ "all that are known are named", 0, "[licence]\n", NULL, NULL,
	    "[groups] [licences] [web]", ERR_CONFIG },
	{ "empty section", 0, "[]\n", NULL, NULL, "f:1: unknown section",
	    ERR_CONFIG },
	{ "a part where none is", 0, "[mail x]\n", NULL, NULL,
	    "f:1: malformed name", ERR_CONFIG },
	{ "a connector without a name", 0, "[connector]\n", NULL, NULL,
	    "f:1: malformed name", ERR_CONFIG },
	{ "a connector name with a way out", 0, "[connector ../x]\n", NULL,
	    NULL, "f:1: malformed name", ERR_CONFIG },
	{ "a heading not closed", 0, "[mail\n", NULL, NULL, "f:1: a heading",
	    ERR_CONFIG },
	{ "neither", 0, "keys\n", NULL, NULL, "f:1: neither", ERR_CONFIG },
	{ "no name", 0, "= x\n", NULL, NULL, "f:1: malformed", ERR_CONFIG },
	{ "a space in a name", 0, "ke ys = x\n", NULL, NULL, "f:1: malformed",
	    ERR_CONFIG },
	{ "bad UTF-8", 0, "#\nkeys = \300\200\n", NULL, NULL, "f:2: bad UTF-8",
	    ERR_CONFIG },
	{ "an escape", 0, "keys = \033[2J\n", NULL, NULL, "f:1: a control",
	    ERR_CONFIG },
	{ "a lone CR", 0, "keys = a\rtemplates = b\n", NULL, NULL,
	    "f:1: a control", ERR_CONFIG },
};

static void
test_table(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = ERR_INIT;
		struct conf *c = conf_parse_new();
		const char *got;
		int rc;

		print_message("%s\n", rows[i].why);
		rc = conf_parse(c, "f", rows[i].secret, rows[i].text,
		    strlen(rows[i].text), &e);
		assert_int_equal(e.kind, rows[i].kind);
		assert_int_equal(rc, rows[i].kind == 0 ? 0 : -1);
		if (rc == -1) {
			assert_non_null(strstr(e.text, rows[i].want));
		} else {
			got = conf_get(c, rows[i].section, rows[i].name);
			if (rows[i].want == NULL)
				assert_null(got);
			else
				assert_string_equal(got, rows[i].want);
		}
		conf_free(c);
	}
}

static void
test_limits(void **state)
{
	struct err e = ERR_INIT;
	struct conf *c = conf_parse_new();
	static char line[4200];

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "keys = ", 7);
	line[4096] = '\n';
	assert_int_equal(conf_parse(c, "f", 0, line, 4097, &e), 0);
	assert_int_equal(strlen(conf_get(c, "", "keys")), 4096 - 7);
	line[4096] = 'x';
	assert_int_equal(conf_parse(c, "g", 0, line, 4097, &e), -1);
	assert_non_null(strstr(e.text, "g:1: a line of more than 4096"));
	assert_int_equal(conf_parse(c, "h", 0, "#\n#a\0b\n", 7, &e), -1);
	assert_non_null(strstr(e.text, "h:2: a NUL"));
	conf_free(c);
}

static struct conf *
load(int secret, struct err *e)
{
	struct tenant t;

	assert_int_equal(tenant_init(&t, "acme", e), 0);
	return conf_load(&t, secret, e);
}

static char names[512];

static void
collect(const char *name, const char *value, void *arg)
{
	size_t n = strlen(names);

	(void)arg;
	snprintf(names + n, sizeof(names) - n, "%s=%s ", name, value);
}

static void
collect_part(const char *part, void *arg)
{
	collect(part, "", arg);
}

static void
test_files(void **state)
{
	struct err e = ERR_INIT;
	struct conf *c;
	int64_t n;

	(void)state;
	sandbox_dir("etc");
	setenv("CTR_ETC", sandbox_path("etc"), 1);
	c = load(CONF_SECRET, &e);		/* none of them there */
	assert_non_null(c);
	assert_string_equal(conf_or(c, "mail", "tls", "required"), "required");
	conf_free(c);
	sandbox_put("etc/default.conf", "[mail]\nfrom = a\nhello = h\nbatch = 7"
	    "\n[connector ad]\nuri = 1\nbase = b\n[connector okta]\n[roster]\n"
	    "map = a=b\n", 0644);
	sandbox_put("etc/acme.conf", "[mail]\nfrom = c\nhello =\n[connector ad]"
	    "\nuri = 2\n[roster]\nmap = c=d\n", 0640);
	sandbox_put("etc/acme.secret", "[mail]\npassword = s3cret\n[connector "
	    "ad]\npassword = pw\n", 0640);
	assert_non_null(c = load(CONF_SECRET, &e));
	assert_string_equal(conf_get(c, "mail", "from"), "c");
	assert_null(conf_get(c, "mail", "hello"));
	assert_int_equal(conf_int(c, "mail", "batch", 1, 100, 1, &n, &e), 0);
	assert_int_equal(n, 7);
	assert_int_equal(conf_int(c, "mail", "timeout_s", 1, 9, 60, &n, &e), 0);
	assert_int_equal(n, 60);
	assert_int_equal(conf_int(c, "mail", "batch", 1, 6, 1, &n, &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_non_null(strstr(e.text, "default.conf:4: batch"));
	conf_each(c, "connector ad", collect, NULL);
	assert_string_equal(names, "uri=2 base=b password=pw ");
	names[0] = '\0';
	conf_each(c, "roster", collect, NULL);
	assert_string_equal(names, "map=a=b map=c=d ");
	names[0] = '\0';
	conf_sections(c, "connector", collect_part, NULL);
	assert_string_equal(names, "ad= okta= ");
	conf_free(c);
	assert_non_null(c = load(CONF_PLAIN, &e));
	assert_null(conf_get(c, "mail", "password"));
	conf_free(c);
}

static void
test_modes(void **state)
{
	struct err e = ERR_INIT;
	struct conf *c;

	(void)state;
	assert_int_equal(chmod(sandbox_path("etc/acme.secret"), 0644), 0);
	assert_null(load(CONF_SECRET, &e));
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_null(strstr(e.text, "s3cret"));
	assert_non_null(c = load(CONF_PLAIN, &e));	/* not looked at */
	conf_free(c);
	assert_int_equal(chmod(sandbox_path("etc/acme.conf"), 0642), 0);
	assert_null(load(CONF_PLAIN, &e));
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_int_equal(unlink(sandbox_path("etc/acme.conf")), 0);
	assert_int_equal(symlink("default.conf", sandbox_path("etc/acme.conf")),
	    0);
	assert_null(load(CONF_PLAIN, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
}

static void
test_secret(void **state)
{
	static const struct {
		const char *why;
		const char *text;
		const char *want;
		int	kind;
	} cases[] = {
		{ "the value", "password = a b", "a b", 0 },
		{ "not configured", "", NULL, 0 },
		{ "the first line", "password_command = printf p%%w\\r\\nx\\n",
		    "p%w", 0 },
		{ "no shell", "password_command = echo $HOME ; id",
		    "$HOME ; id", 0 },
		{ "spaces apart", "password_command =  echo   a  b", "a b", 0 },
		{ "it fails", "password_command = false", NULL, ERR_CONFIG },
		{ "it says nothing", "password_command = true", NULL,
		    ERR_CONFIG },
		{ "an empty first line", "password_command = printf \\nx", NULL,
		    ERR_CONFIG },
		{ "a NUL", "password_command = printf a\\0b", NULL,
		    ERR_CONFIG },
		{ "not there", "password_command = /nonexistent/x", NULL,
		    ERR_CONFIG },
		{ "both", "password = a\npassword_command = echo b", NULL,
		    ERR_CONFIG },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = ERR_INIT;
		struct conf *c = conf_parse_new();
		char text[200], *got;

		print_message("%s\n", cases[i].why);
		snprintf(text, sizeof(text), "[mail]\n%s\n", cases[i].text);
		assert_int_equal(conf_parse(c, "f", 1, text, strlen(text), &e),
		    0);
		got = conf_secret(c, "mail", "password", &e);
		assert_int_equal(e.kind, cases[i].kind);
		if (cases[i].want == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].want);
		if (e.kind != 0)
			assert_non_null(strstr(e.text, "f:"));
		free(got);
		conf_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_secret),
	};

	return cmocka_run_group_tests(tests, sandbox_make, sandbox_drop);
}
