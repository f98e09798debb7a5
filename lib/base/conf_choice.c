#include "base/conf_choice.h"

#include <stddef.h>
#include <string.h>

/* A connector's own names are its own to judge; inactivity is ours. */
static const struct {
	const char *kind;
	const char *name;
	const char *words;
} choices[] = {
	{ "mail", "tls", "required optional off" },
	{ "roster", "delimiter", ", ; | TAB \\t" },
	{ "roster", "charset", "utf-8 windows-1252" },
	{ "roster", "final_newline", "required optional" },
	{ "field", "required", "yes no" },
	{ "connector", "inactivity", "yes no" },
};

static int
among(const char *words, const char *value)
{
	size_t n = strlen(value);

	for (; *words != '\0'; words += strspn(words, " ")) {
		size_t len = strcspn(words, " ");

		if (len == n && memcmp(words, value, n) == 0)
			return 1;
		words += len;
	}
	return 0;
}

const char *
conf_choice(const char *section, const char *name, const char *value)
{
	size_t i, kind = strcspn(section, " ");

	for (i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (strlen(choices[i].kind) == kind &&
		    strncmp(choices[i].kind, section, kind) == 0 &&
		    strcmp(choices[i].name, name) == 0)
			return *value == '\0' || among(choices[i].words,
			    value) ? NULL : choices[i].words;
	return NULL;
}
