/*
 * Memory of SQLite for a process that answers one page.  Debian's SQLite is
 * built without its own "lookaside" for small pieces; reading the schema asks
 * for some thousands of them, one at a time.
 */
#ifndef STORE_DB_HEAP_H
#define STORE_DB_HEAP_H

/*
 * db_heap_use: before the first db_open of the process, or never.  Small
 * pieces are cut from a region that is mapped, and filled with zeros by the
 * kernel, at once; a freed one is kept for the next of its size.  Large ones
 * are malloc's.  Nothing goes back to the system: a process that lives long
 * has no use for it.  Never fails: without the region SQLite has malloc.
 */
void db_heap_use(void);

#endif
