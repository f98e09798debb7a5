# shellcheck shell=sh
# Sourced after lib.sh: the peers that come as npm packages, installed if they
# are not yet.  NPM is their node_modules; peer_npm FILE ARG... runs one with
# node in the background, PID in peer_pid, its words in $S/npm.log.
sh "$top/tests/deps.sh" npm || {
	echo "Bail out! no npm packages"
	exit 1
}
NPM=$top/build/npm/node_modules

# Debian's node (18) has no global crypto without the flag; later ones know it.
peer_npm() {
	NODE_PATH=$NPM node --experimental-global-webcrypto "$@" >>"$S/npm.log" 2>&1 &
	peer_pid=$!
	ends_with_us "$peer_pid"
}
