/*
 * A directory that vendors drop rosters in.  Files in it belong to the feed
 * "roster", files in a folder of it to the feed of the folder's name; the
 * folders errors and held are ours.
 *
 * A file is taken once it has not changed for quiet_s: *.csv, *.json, *.jsonl;
 * a regular file with one name, no leading dot.  It is applied, its refused
 * rows are written to errors/NAME with the reasons in errors/NAME.txt, and
 * only then is it removed.  What a guard holds goes to held/NAME.  A run that
 * dies in between applies nothing twice: the delivery is known again by name,
 * inode, time and bytes.
 */
#ifndef CONNECT_INGEST_DROP_H
#define CONNECT_INGEST_DROP_H

#include "connect/ingest_run.h"

/* Each file's outcome; line is its report.  -1 stops. */
typedef int ingest_drop_cb(const char *name, const struct ingest_out *,
    void *arg);

/*
 * ingest_drop: directory NULL: the one of the configuration ([drop]
 * directory); none there: 0 at once.  before is called once, ahead of the
 * first file (a run is recorded only if there is work).  *status gets the
 * worst of the files' statuses; a file that fails for another reason than its
 * content stays where it is and is told, and the next one is taken.
 */
int ingest_drop(struct ingest_run *, const char *directory,
    int (*before)(void *), ingest_drop_cb *after, void *arg, int *status,
    struct err *);

/* ingest_drop_wanted: 1 if a file of this name is a roster that is taken. */
int ingest_drop_wanted(const char *name);

#endif
