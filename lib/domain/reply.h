/* The answers: what each is called, and which of them take access away. */
#ifndef DOMAIN_REPLY_H
#define DOMAIN_REPLY_H

/* reply_words: "still here"; what mails and pages call decision.answer. */
const char *reply_words(const char *answer);
/* reply_departs: 1 if it permits a departure. */
int reply_departs(const char *answer);

#endif
