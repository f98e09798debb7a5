# shellcheck shell=sh
# A network of its own for a test whose servers have fixed ports, and in it the
# names dc1.corp.example.test and other.example.test for 127.0.0.1: the script
# starts again in new name spaces, where they may be had.  What the machine's
# own hosts file says, or whether it has one, is the same to it.  Sourced first
# of all, before lib.sh.
if [ -z "${T_ALONE:-}" ]; then
	for t_flags in -nm -rnm; do
		# shellcheck disable=SC2086
		if unshare $t_flags ip link set lo up 2>/dev/null; then
			T_ALONE=1
			export T_ALONE
			# shellcheck disable=SC2016
			exec unshare $t_flags sh -c 'ip link set lo up
				mount -t tmpfs tmpfs /mnt || exit 1
				[ -e /etc/hosts ] || {
					cp -a /etc /mnt/ 2>/dev/null
					: >/mnt/etc/hosts
					mount --bind /mnt/etc /etc || exit 1
				}
				{ echo 127.0.0.1 localhost
				echo 127.0.0.1 "$(uname -n)"
				echo 127.0.0.1 dc1.corp.example.test \
				    other.example.test; } >/mnt/hosts
				mount --bind /mnt/hosts /etc/hosts || exit 1
				umount -l /mnt
				exec sh "$@"' sh "$0" "$@"
		fi
	done
fi
