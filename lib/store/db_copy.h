/*
 * A copy of the database while others go on using it, by SQLite's own online
 * backup (sqlite.org/backup.html): copying the file itself would miss what is
 * in its journal, and closing it would drop the locks of the whole process.
 */
#ifndef STORE_DB_COPY_H
#define STORE_DB_COPY_H

#include "store/db.h"

typedef void db_copy_progress(int64_t pages, int64_t of);

/*
 * db_copy_make: as the new file path, mode 0600, written to the disk.  It is
 * copied in slices, so that nobody waits for long; if others keep writing,
 * which starts it anew each time, at last in one.  cb may be NULL.  On failure
 * the file is removed.  ERR_CREATE: it is there already, or cannot be; ERR_IO:
 * the disk is full, or the registry cannot be read.
 */
int db_copy_make(struct db *, const char *path, db_copy_progress *cb,
    struct err *);
/* db_copy_sound: by SQLite's own look at each page, row and reference.  0 and
 * bad is "" or the first thing that is wrong; -1 with e. */
int db_copy_sound(struct db *, char bad[256], struct err *);

#endif
