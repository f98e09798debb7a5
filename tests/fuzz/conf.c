/* ctr.conf(5): whatever the bytes, an error or a configuration, no crash. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf_parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(const char *name, const char *value, void *arg)
{
	(void)arg;
	/* What a file can hold: one line, not empty, nothing to escape. */
	if (*name == '\0' || *value == '\0' || strlen(value) > CONF_LINE_MAX ||
	    strpbrk(value, "\r\n\033") != NULL)
		abort();
}

static void
section(const char *part, void *conf)
{
	char name[64] = "connector ";

	if (strlen(part) > 32 || strchr(part, '/') != NULL)
		abort();
	memcpy(name + 10, part, strlen(part) + 1);
	conf_each(conf, name, check, NULL);
}

/* The first byte: is it a TENANT.secret; then the text, twice, as two files. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = ERR_INIT;
	struct conf *c;
	int secret, rc;

	if (size == 0)
		return 0;
	secret = data[0] & 1;
	c = conf_parse_new();
	rc = conf_parse(c, "a", secret, (const char *)data + 1, size - 1, &e);
	if ((rc == -1) != (e.kind == ERR_CONFIG))
		abort();
	if (rc == 0 && conf_parse(c, "b", secret, (const char *)data + 1,
	    size - 1, &e) == -1)
		abort();	/* good once, good as the next file */
	if (!secret && conf_get(c, "mail", "password") != NULL)
		abort();
	conf_each(c, "", check, NULL);
	conf_each(c, "mail", check, NULL);
	conf_each(c, "roster", check, NULL);
	conf_sections(c, "connector", section, c);
	conf_free(c);
	return 0;
}
