# shellcheck shell=sh
# A network of its own for a test whose servers have fixed ports, and in it the
# names dc1.corp.example.test and other.example.test for 127.0.0.1: the script
# starts again in new name spaces, where they may be had.  Sourced first of
# all, before lib.sh.
if [ -z "${T_ALONE:-}" ]; then
	for t_flags in -nm -rnm; do
		# shellcheck disable=SC2086
		if unshare $t_flags ip link set lo up 2>/dev/null; then
			T_ALONE=1
			export T_ALONE
			# shellcheck disable=SC2016
			exec unshare $t_flags sh -c 'ip link set lo up
				hosts=$(mktemp) || exit 1
				{ cat /etc/hosts; echo 127.0.0.1 \
				    dc1.corp.example.test other.example.test
				} >"$hosts"
				chmod 644 "$hosts"
				mount --bind "$hosts" /etc/hosts || exit 1
				rm -f "$hosts"
				exec sh "$@"' sh "$0" "$@"
		fi
	done
fi
