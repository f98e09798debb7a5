#!/bin/sh
# Every bench: each prints "bench NAME ratio LIMIT" lines, a ratio to a public
# yardstick in the same run.  Machines are noisy: a ratio over its limit is
# printed as such and makes the status 1, after all have run.
here=$(cd "${0%/*}" && pwd)
bad=0
for b in "$here"/*.sh; do
	case $b in */all.sh) continue ;; esac
	echo "# ${b##*/}"
	sh "$b" || bad=1
done
exit "$bad"
