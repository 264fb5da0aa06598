#!/usr/bin/env bash
# Runs the named stages one after the other, prints each one's seconds, and fails if one of them failed.
# A later stage runs even when an earlier one failed: one call shows everything that is wrong.
# A stage without a single test is a failed stage (pytest's exit code 5 is no success here).
set -uo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
# Compiled once for all stages and every process they start, beside the sources' folders, not in them.
export PYTHONPYCACHEPREFIX="$PWD/.venv/pycache" PYTHONUTF8=1
export QT_QPA_PLATFORM=offscreen
closing=$(mktemp -d)
trap 'rm -rf "$closing"' EXIT

seed=${SEED:-$((RANDOM * 32768 + RANDOM))} # the order of the tests: SEED=N make test repeats it

without_qt() { "$python" -m pytest -q -n 2 --dist worksteal -p no:pytest-qt --randomly-seed="$seed" "$@"; }
with_qt() { "$python" -m pytest -q -n 2 --dist worksteal --randomly-seed="$seed" "$@"; }

stage_static() {
  local failed=0
  .venv/bin/ruff check . || failed=1
  .venv/bin/ruff format --check . || failed=1
  .venv/bin/mypy || failed=1
  .venv/bin/lint-imports || failed=1
  return "$failed"
}
stage_unit() { without_qt tests/unit tests/contracts; }
stage_forms() { without_qt tests/forms; }
stage_journal() { without_qt tests/vault tests/store; }
stage_cash() { without_qt tests/cash; }
stage_delivery() { without_qt tests/delivery; }
# The central on both its databases: its own tests, then those of delivery once more on PostgreSQL.
stage_central() {
  local failed=0 core=()
  for name in ingest database projections; do
    core+=("tests/delivery/test_central_$name.py")
  done
  if [ -n "${VENTANILLA_SOAK:-}" ]; then core=(tests/delivery/test_central_*.py tests/delivery/test_joint_*.py); fi
  without_qt tests/central || failed=1
  VENTANILLA_CENTRAL_DATABASE=postgresql without_qt "${core[@]}" || failed=1
  return "$failed"
}
stage_screens() { with_qt tests/ui tests/accessibility; }
stage_faults() { with_qt tests/faults tests/demo tests/performance; } # the whole job fills one processor
stage_reliability() { without_qt tests/simulation tests/reliability tests/mutants; }
stage_conformance() { without_qt tests/conformance; }

title() {
  case "$1" in
    static) echo "static checks" ;;
    unit) echo "unit" ;;
    forms) echo "forms" ;;
    journal) echo "vault and journal" ;;
    cash) echo "cash desk" ;;
    delivery) echo "delivery" ;;
    central) echo "central, both databases" ;;
    screens) echo "screens" ;;
    faults) echo "faults and whole job" ;;
    reliability) echo "reliability" ;;
    conformance) echo "conformance" ;;
    *) echo "stages.sh: there is no stage $1" >&2; exit 2 ;;
  esac
}

for stage in "$@"; do title "$stage" >/dev/null; done
printf 'order of the tests: SEED=%s\n' "$seed"
failures=0
for stage in "$@"; do
  printf '\n=== %s\n' "$(title "$stage")"
  started=$EPOCHREALTIME
  "stage_$stage" 2>&1 | tee "$closing/output"
  if [ "${PIPESTATUS[0]}" = 0 ]; then word=held; else word=FAILED; failures=$((failures + 1)); fi
  seconds=$(( (${EPOCHREALTIME/./} - ${started/./}) / 100000 ))
  last=$(grep -E '(passed|failed|error|skipped|no tests ran).* in [0-9.]+s' "$closing/output" | tail -n 1 | tr -d '=')
  printf '%-20s %-7s %5d.%d s  %s\n' "$(title "$stage")" "$word" "$((seconds / 10))" "$((seconds % 10))" \
    "${last# }" | tee -a "$closing/table"
done
printf '\n'
cat "$closing/table"
if [ "$failures" != 0 ]; then printf '%d of %d stages failed\n' "$failures" "$#"; exit 1; fi
printf 'all %d stages held\n' "$#"
