#!/bin/sh
# A seeded sample of the kills and failures of fault.py, for make check.
. "${0%/*}/../lib.sh"
command -v strace >/dev/null || { not_ok 'strace is here'; finish; }
seed=${FAULT_SEED:-$(date +%s)}
status_is "killed and starved at ${FAULT_SAMPLE:-120} points (seed $seed)" 0 \
    python3 "$top/tests/fault/fault.py" "$B" "$top" \
    --sample "${FAULT_SAMPLE:-120}" --seed "$seed"
note "$out"
finish
