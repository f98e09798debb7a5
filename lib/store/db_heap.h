/*
 * Memory of SQLite for a process that answers one page.  Debian's SQLite is
 * built without its own "lookaside" for small pieces; reading the schema asks
 * for some thousands of them, one at a time, and with malloc a sixth of what a
 * page costs is spent on that.
 *
 * It faces what malloc faces, and guards what malloc guards.  A head's value
 * hangs on a secret of the process and on its address: the process ends at the
 * first piece that is given back twice, or whose head was written over.  The
 * lists of idle pieces are under the same secret, the lengths in them are
 * looked at again before a piece is used anew, and a region lies between two
 * pages that nobody may touch.  As with malloc, one who reads what was given
 * back, or writes past an end and gives nothing back, is not seen here: the
 * address sanitizer, which has malloc instead, is for that.
 */
#ifndef STORE_DB_HEAP_H
#define STORE_DB_HEAP_H

#include <stddef.h>

/*
 * db_heap_use: before the first db_open of the process, or never.  Small
 * pieces are cut from a region that the kernel puts memory under in strides:
 * first bytes at once, which is best what the request is going to take (a
 * stride costs as much as two pages of memory), then 64 KiB each time.  A
 * freed one is kept for the next of its size, the longer ones for what fills
 * four fifths of them.  Large ones are malloc's.  Nothing goes back to the
 * system: a process that lives long has no use for it.  Never fails: without
 * region or secret SQLite has malloc.
 */
void db_heap_use(size_t first);

#endif
