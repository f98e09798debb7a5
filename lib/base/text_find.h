/* Text within text, as a person who searches means it: without case. */
#ifndef BASE_TEXT_FIND_H
#define BASE_TEXT_FIND_H

/*
 * text_find: 1 if s (UTF-8, or NULL) begins with folded (text_fold, not ""),
 * or, with anywhere, holds it; 0.  Text of ASCII alone costs no memory.
 */
int text_find(const char *s, const char *folded, int anywhere);

#endif
