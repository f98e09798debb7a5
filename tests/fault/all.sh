#!/bin/sh
# Every point of fault.py, on all cores.
here=$(cd "${0%/*}" && pwd)
B=${B:-build}
n=$(nproc)
i=0
pids=
while [ "$i" -lt "$n" ]; do
	python3 "$here/fault.py" "$B" "$here/../.." --part "$i/$n" &
	pids="$pids $!"
	i=$((i + 1))
done
bad=0
for p in $pids; do
	wait "$p" || bad=1
done
exit "$bad"
