/* The names of a configuration that have one of a few words as their value. */
#ifndef BASE_CONF_CHOICE_H
#define BASE_CONF_CHOICE_H

/* conf_choice: NULL if value may stand for this name of a section ("roster",
 * "connector ad"), else the words that may, between spaces. */
const char *conf_choice(
    const char *section, const char *name, const char *value);

#endif
