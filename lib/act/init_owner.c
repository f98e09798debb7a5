#define _DEFAULT_SOURCE	/* initgroups */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/init.h"
#include "act/key.h"

static int
root_dir(const char *path, mode_t mode, uid_t uid, gid_t gid, struct err *e)
{
	struct stat sb;

	if (mkdir(path, 0700) == -1) {
		if (errno != EEXIST)
			return err_sys(e, ERR_CREATE, "%s", path);
		if (lstat(path, &sb) == -1 || !S_ISDIR(sb.st_mode))
			return err_set(e, ERR_CREATE, "%s: not a directory",
			    path);
		return 0;
	}
	if (chown(path, uid, gid) == -1 || chmod(path, mode) == -1)
		return err_sys(e, ERR_CREATE, "%s", path);
	return 0;
}

int
init_owner(const struct tenant *t, const struct conf *conf, struct err *e)
{
	const char *own = getenv("CTR_VAR");
	struct passwd *pw = geteuid() == 0 ? getpwnam("ctr") : NULL;
	struct group *web = getgrnam("ctr-web");
	char room[512];

	/* A trial in directories of one's own stays one's own. */
	if (pw == NULL || (own != NULL && *own != '\0'))
		return 0;
	if (web == NULL)
		return err_set(e, ERR_CREATE, "user ctr is there, group "
		    "ctr-web is not (make install makes both)");
	if (root_dir(tenant_var(), 0755, 0, 0, e) == -1 ||
	    root_dir(t->dir, 02770, pw->pw_uid, web->gr_gid, e) == -1 ||
	    root_dir(tenant_etc(), 0755, 0, 0, e) == -1 ||
	    root_dir(key_dir(conf, room, sizeof(room)), 0755, pw->pw_uid,
	    pw->pw_gid, e) == -1 ||
	    root_dir(tenant_run(), 02775, pw->pw_uid, web->gr_gid, e) == -1)
		return -1;
	if (initgroups("ctr", pw->pw_gid) == -1 || setgid(pw->pw_gid) == -1 ||
	    setuid(pw->pw_uid) == -1)
		return err_sys(e, ERR_SYSTEM, "becoming ctr");
	return 0;
}

int
init_become(const char *name, struct err *e)
{
	struct tenant t;
	struct conf *conf;
	int rc;

	if (tenant_init(&t, name, e) == -1)
		return -1;
	if (access(t.db, F_OK) == -1)
		return 0;	/* who opens it tells what is wrong */
	if ((conf = conf_load(&t, CONF_PLAIN, e)) == NULL)
		return -1;
	rc = init_owner(&t, conf, e);
	conf_free(conf);
	return rc;
}
