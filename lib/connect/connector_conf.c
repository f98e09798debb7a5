/* What a connector is told: its section, secrets included, never in argv. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/connector_internal.h"

/* What the section says to us, not to the connector. */
static const char *const ours[] = { "command", "timeout_s", "inactivity" };

struct gather {
	const struct conf *conf;
	const char *section;
	json_t	*config;
	struct err *e;
	int	failed;
};

/* "password_command" is how to come by "password". */
static void
gather_secret(struct gather *g, const char *name, size_t len)
{
	char *plain = mem_strn(name, len);
	char *value = conf_secret(g->conf, g->section, plain, g->e);

	if (value != NULL) {
		json_object_set_new(g->config, plain, json_string(value));
		mem_wipe(value, strlen(value));
		free(value);
	} else if (g->e->kind != ERR_NONE) {
		g->failed = 1;
	}
	free(plain);
}

static void
gather_one(const char *name, const char *value, void *arg)
{
	struct gather *g = arg;
	size_t i, len = strlen(name), tail = strlen("_command");

	if (g->failed)
		return;
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(name, ours[i]) == 0)
			return;
	if (len > tail && strcmp(name + len - tail, "_command") == 0)
		gather_secret(g, name, len - tail);
	else
		json_object_set_new(g->config, name, json_string(value));
}

static void
section_of(const struct connector_start *s, char section[64])
{
	struct buf b = BUF_INIT(63);

	buf_fmt(&b, "connector %s", s->name);
	memcpy(section, buf_get(&b), b.len + 1);
	buf_clear(&b);
}

json_t *
connector_conf(const struct connector_start *s, int *timeout_s, struct err *e)
{
	char section[64], now[21];
	struct gather g = { s->conf, section, NULL, e, 0 };
	json_t *hello = json_object();
	int64_t seconds;

	section_of(s, section);
	err_clear(e);
	if (conf_int(s->conf, section, "timeout_s", 1, 3600, 120, &seconds,
	    e) == -1)
		goto fail;
	*timeout_s = (int)seconds;
	g.config = json_object();
	conf_each(s->conf, section, gather_one, &g);
	json_object_set_new(hello, "config", g.config);
	if (g.failed)
		goto fail;
	when_iso(s->now, now);
	json_object_set_new(hello, "version", json_integer(CONNECTOR_VERSION));
	json_object_set_new(hello, "tenant", json_string(s->tenant->name));
	json_object_set_new(hello, "now", json_string(now));
	if (s->more != NULL)
		json_object_update_missing(hello, s->more);
	return hello;
fail:
	json_decref(hello);
	err_add(e, "[%s]", section);
	return NULL;
}

int
connector_path(const struct connector_start *s, char *path, size_t size,
    struct err *e)
{
	char section[64];
	const char *command;
	struct stat st;
	size_t len;

	section_of(s, section);
	command = conf_get(s->conf, section, "command");
	if (command == NULL)
		return tenant_connector(s->name, path, size, e);
	len = strlen(command);
	if (*command != '/' || len >= size)
		return err_set(e, ERR_CONFIG, "[%s] command: not an absolute"
		    " path", section);
	if (stat(command, &st) == -1)
		return err_sys(e, ERR_CONFIG, "%s", command);
	if (!S_ISREG(st.st_mode) || access(command, X_OK) == -1)
		return err_set(e, ERR_CONFIG, "%s: not a program", command);
	if ((st.st_mode & S_IWOTH) != 0)
		return err_set(e, ERR_REFUSED, "%s: others may write to it, and"
		    " it would be handed credentials", command);
	memcpy(path, command, len + 1);
	return 0;
}

void
connector_trace(const struct connector *c, enum connector_says what,
    json_t *line)
{
	json_t *shown, *account;
	char *s;

	if (c->log == NULL || !c->trace)
		return;
	shown = json_copy(line);
	if (json_object_get(shown, "config") != NULL)
		json_object_set_new(shown, "config", json_string("*"));
	if (json_object_get(shown, "password") != NULL)
		json_object_set_new(shown, "password", json_string("*"));
	account = json_object_get(shown, "account");
	if (json_object_get(account, "password") != NULL) {
		account = json_copy(account);
		json_object_set_new(account, "password", json_string("*"));
		json_object_set_new(shown, "account", account);
	}
	s = json_dumps(shown, JSON_COMPACT);
	if (s != NULL)
		c->log(c->name, what, s, c->log_arg);
	free(s);
	json_decref(shown);
}
