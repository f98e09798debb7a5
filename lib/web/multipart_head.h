/* What the headers of a form's part say. */
#ifndef WEB_MULTIPART_HEAD_H
#define WEB_MULTIPART_HEAD_H

#include "web/multipart.h"

/* multipart_head_boundary: of a Content-Type multipart/form-data; 0 or -1. */
int multipart_head_boundary(const char *content_type,
    char out[MULTIPART_BOUNDARY_LEN + 1]);
/* multipart_head_read: head is whole lines, an empty one last.  0, or -1 with
 * e (ERR_DATA). */
int multipart_head_read(const char *head, size_t len, struct multipart_part *,
    struct err *);

#endif
