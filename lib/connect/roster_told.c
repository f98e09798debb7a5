#include "connect/roster_told.h"

#include <string.h>

#include "base/when.h"

char
roster_told_delimiter(const char *s)
{
	if (s == NULL)
		return 0;
	return strcmp(s, "TAB") == 0 || strcmp(s, "\\t") == 0 ? '\t' : s[0];
}

int
roster_told(const char *delimiter, const char *dates, struct err *e)
{
	char c = roster_told_delimiter(delimiter);

	if (delimiter != NULL && (c == '\0' || strchr("\"\r\n", c) != NULL ||
	    (c != '\t' && delimiter[1] != '\0')))
		return err_set(e, ERR_USAGE, "delimiter %s: one character, or"
		    " TAB", delimiter);
	if (dates != NULL && !when_form(dates))
		return err_set(e, ERR_USAGE, "dates %s: a form with %%Y or %%y,"
		    " %%m or %%b, and %%d, as %%d.%%m.%%Y", dates);
	return 0;
}
