/*
 * Azure Blob storage, as far as a drop zone needs it: list to the end, get,
 * put, delete, each bound to the ETag that was listed.  Shared Key or a SAS.
 * https; http only to 127.0.0.1 (Azurite), whose endpoint has the account as
 * its first segment.
 *
 * Source: Microsoft, "Authorize with Shared Key", "List Blobs", "Get Blob",
 * "Put Blob", "Delete Blob", version 2021-08-06.
 */
#ifndef CONNECT_BLOB_H
#define CONNECT_BLOB_H

#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"

enum { BLOB_MAX_MIB = 1024, BLOB_LIST_MAX = 100000 };

struct blob;

/*
 * blob_open: section [blob]: endpoint, account, container, and of the secrets
 * key (base64) or sas.  NULL with e: ERR_CONFIG.
 */
struct blob *blob_open(const struct conf *, struct err *);
void blob_close(struct blob *);

/* One blob of a list; texts are untrusted. */
struct blob_item {
	char	*name;
	char	*etag;		/* without quotes */
	int64_t	size;
	int64_t	changed_at;	/* Last-Modified; 0 unknown */
};

/*
 * blob_list: every blob whose name begins with prefix; *items is malloc'd, to
 * be given to blob_list_free.  Whole or -1 with e: ERR_DOWN also for XML that
 * ends too soon and for a page that comes again.
 */
int blob_list(struct blob *, const char *prefix, struct blob_item **items,
    size_t *n, struct err *);
void blob_list_free(struct blob_item *, size_t n);

/* Each: 1 done, 0 it is gone or is another by now (412, 404), -1 with e:
 * ERR_TEMP leased by somebody (409, 412 of a lease), ERR_REFUSED not
 * permitted, ERR_DOWN. */
/* blob_get: the whole of it to fp, from its start. */
int blob_get(struct blob *, const struct blob_item *, FILE *fp, struct err *);
int blob_delete(struct blob *, const struct blob_item *, struct err *);
/* blob_put: over: in place of what is there; else 0 if there is one. */
int blob_put(struct blob *, const char *name, const void *, size_t len,
    int over, struct err *);

/*
 * blob_sign: base64 of the signature of one request by the account's key (raw
 * bytes).  path is as sent, with the account's own segment if the endpoint has
 * one; query as sent, without '?'; headers are the x-ms- ones, in order of
 * name.  Pure.
 */
struct blob_signed {
	const char *method, *account, *path, *query;
	size_t	len;			/* of the body */
	const char *type;		/* of the body, or NULL */
	const char *if_match, *if_none_match;	/* values, or NULL */
	const char *const *headers;	/* "x-ms-date:..." */
};
void blob_sign(const struct blob_signed *, const unsigned char *key,
    size_t key_len, struct buf *out);

/* blob_page: one page of a list; items are added to *items.  next gets the
 * marker of the next one, "" none.  0 or -1 with e.  Pure. */
int blob_page(const char *xml, size_t len, struct blob_item **items,
    size_t *n, struct buf *next, struct err *);

#endif
