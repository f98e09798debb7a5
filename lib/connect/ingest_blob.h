/*
 * A container of Azure Blob storage that vendors drop rosters in: PREFIX/NAME
 * belongs to the feed "roster", PREFIX/FEED/NAME to its feed; the folders
 * errors and held are ours.  PREFIX is "TENANT/" unless told.
 *
 * Each *.csv, *.json and *.jsonl is got with the ETag that was listed, applied
 * as a file of the drop directory is, and then deleted with that ETag: one
 * that was written anew meanwhile stays.  Refused rows and why go to
 * PREFIXerrors/NAME and NAME.txt before; what a guard holds goes to
 * PREFIXheld/ and waits for an exact number.  A run that dies in between
 * applies nothing twice: the delivery is known again by name, ETag and bytes.
 */
#ifndef CONNECT_INGEST_BLOB_H
#define CONNECT_INGEST_BLOB_H

#include "connect/ingest_drop.h"

/*
 * ingest_blob: [blob] of the configuration, which has its secrets; none there:
 * 0 at once.  With r->accept it is what waits in held that is taken.
 * Callbacks and *status as in ingest_drop; -1 with e: the store cannot be
 * asked (ERR_DOWN, ERR_REFUSED, ERR_CONFIG).
 */
int ingest_blob(struct ingest_run *, int (*before)(void *),
    ingest_drop_cb *after, void *arg, int *status, struct err *);

#endif
