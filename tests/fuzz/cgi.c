/*
 * Any bytes as a request: the first line is PATH_INFO, the rest a body.  Never
 * a crash; what is taken keeps the promises of the headers.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "web/cgi.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_path(const char *text)
{
	struct cgi c;

	if (cgi_path(&c, text) == -1)
		return;
	if (c.tenant[0] == '\0' || strchr(c.tenant, '.') != NULL ||
	    strlen(c.tenant) > 63 || strspn(c.verb,
	    "abcdefghijklmnopqrstuvwxyz") != strlen(c.verb))
		abort();
}

static void
check_form(const char *body, size_t len)
{
	struct form f;
	int i;

	if (form_parse(&f, body, len) == -1)
		return;
	for (i = 0; i < f.count; i++) {
		if (form_get(&f, f.field[i].name) != f.field[i].value ||
		    strlen(f.field[i].value) > FORM_VALUE_LEN ||
		    !text_ok(f.field[i].value, strlen(f.field[i].value)) ||
		    strchr(f.field[i].value, '\r') != NULL)
			abort();
	}
	form_clear(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *nl = len == 0 ? NULL : memchr(data, '\n', len);
	size_t n = nl == NULL ? len : (size_t)(nl - data);
	char path[1024];

	(void)snprintf(path, sizeof(path), "%.*s", (int)(n < 1000 ? n : 1000),
	    (const char *)data);
	check_path(path);
	if (nl != NULL)
		check_form((const char *)nl + 1, len - n - 1);
	return 0;
}
