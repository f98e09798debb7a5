/* What a finding of each kind means, for people. */
#ifndef DOMAIN_FINDING_WORDS_H
#define DOMAIN_FINDING_WORDS_H

/* finding_words: one sentence without its point, or kind itself. */
const char *finding_words(const char *kind);
/* finding_words_all: the kinds, NULL-terminated. */
const char *const *finding_words_all(void);

#endif
