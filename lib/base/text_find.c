#include "base/text_find.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static int
ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return 0;
	return 1;
}

int
text_find(const char *s, const char *folded, int anywhere)
{
	size_t len = strlen(folded);
	char *mine;
	int found = 0;

	if (s == NULL)
		return 0;
	if (!ascii(s)) {
		if ((mine = text_fold(s)) != NULL)
			found = anywhere ? strstr(mine, folded) != NULL :
			    strncmp(mine, folded, len) == 0;
		free(mine);
		return found;
	}
	if (!anywhere)
		return strncasecmp(s, folded, len) == 0;
	for (; *s != '\0'; s++)
		if ((*s | 0x20) == (*folded | 0x20) &&
		    strncasecmp(s, folded, len) == 0)
			return 1;
	return 0;
}
