/* ctr-provision new: what a person types, or a file, becomes one request. */
#ifndef CONNECT_NEWCOMER_TOOL_H
#define CONNECT_NEWCOMER_TOOL_H

#include "act/tool.h"

/*
 * newcomer_tool: from: a file, "-" stdin, or NULL: words are FIELD=VALUE, and
 * what is missing is asked for on a terminal.  Says what came of it, closes t;
 * the status to exit with.
 */
int newcomer_tool(struct tool *t, const struct opt_common *, const char *from,
    char *const *words, int n);

#endif
