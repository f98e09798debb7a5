#include "act/press_tell.h"

#include <stdio.h>

#include "act/channel.h"
#include "base/jot.h"
#include "store/outbox.h"

int
press_tell(struct ctx *x, const struct conf *conf, const struct press *p,
    const struct press_tell *t, struct err *e)
{
	/* The name whose value the words of each end need: chat/press. */
	static const char *const names[] = { NULL, NULL, "slack_user",
		"not_approver", "on_list", "not_asked", "closed", "changed" };
	char dedup[80], to[80];
	struct outbox_new m = { .channel = "slack", .template = "press",
		.dedup = dedup, .recipient = to, .now = x->now };
	struct jot j;
	int rc;

	if (p->end == PRESS_RECORDED || !channel_buttons(conf))
		return 0;
	/* A row's number comes again. */
	(void)snprintf(dedup, sizeof(dedup), "press/%lld/%.32s",
	    (long long)p->pressed_at, p->sha256);
	(void)snprintf(to, sizeof(to), "%s/%s", p->channel, p->user);
	jot_init(&j);
	if (p->end == PRESS_SHOWN)
		jot_int(&j, "list", t->list);
	else
		jot_str(&j, names[p->end], t->key != NULL ? t->key :
		    p->user);
	m.fields = jot_get(&j);
	rc = outbox_queue(x->db, &m, NULL, e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}
