/*
 * JSON rosters: an array of objects, or JSON Lines, one object a line.  The
 * elements are told apart here and handed to jansson one by one, so that
 * memory does not grow with the file.
 *
 * Text, numbers, true and false are cells; null is an empty cell; a name that
 * an object does not have is an absent column.  A list or object is kept only
 * as an extra.  A broken line of JSON Lines costs that line; a broken element
 * of an array costs the element if its brackets match, else the rest.
 */
#ifndef CONNECT_ROSTER_JSON_H
#define CONNECT_ROSTER_JSON_H

#include "connect/roster_csv.h"

/* roster_json_read: as roster_csv_read; head grows as names are met. */
int roster_json_read(struct roster_src *, struct roster_head *,
    roster_record_cb *cb, void *arg, struct roster_end *, struct err *);

#endif
