#!/bin/sh
# deps.sh WHAT...: installs what is missing of tests/packages for build, demo,
# check or bench.  As root it installs; else it asks for sudo on a terminal,
# and where there is none it says what to install and fails.
set -u
here=$(dirname "$0")

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
for what in "$@"; do
	# Package names are words.
	# shellcheck disable=SC2013
	for p in $(sed -n "s/^$what //p" "$here/packages"); do
		case " $missing " in *" $p "*) continue ;; esac
		have "$p" || missing="$missing $p"
	done
done
[ -n "$missing" ] || exit 0
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
else
	tail -20 "$log" >&2
	echo "deps: the packages could not be installed" >&2
	exit 69
fi
