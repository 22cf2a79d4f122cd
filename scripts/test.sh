#!/usr/bin/env bash
# Everything that must hold before a change is kept: format, lints, tests on both databases, the browser part's build,
# browser tests. Ends with one line, `N passed, M failed`, and fails unless M is 0.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
scripts/setup.sh test
. scripts/env.sh

passed=0 failed=0
log=$(mktemp) wrong=$(mktemp)
trap 'rm -f "$log" "$wrong"' EXIT
step() { printf '\033[1m== %s (after %d min %02d s)\033[0m\n' "$1" $((SECONDS / 60)) $((SECONDS % 60)); }

# Runs tests and adds up what the last lines of their output say: `N passed`, `M failed`. Tests that fail without saying so
# count as one failure, and so do tests of which none ran. A test that was skipped or passed only when it was tried again
# has not passed.
count() {
  local status=0 summary good bad
  "$@" 2>&1 | tee "$log" || status=1
  summary=$(tail -n 60 "$log" | sed 's/\x1b\[[0-9;]*m//g' | grep -E '^ *(Summary .*|[0-9]+ [a-z ]+( \(.*\))?)$' || true)
  good=$(grep -oE '[0-9]+ passed' <<<"$summary" | tail -1 | cut -d' ' -f1 || true)
  bad=$(grep -oE '[0-9]+ (failed|timed out|exec failed|flaky|did not run|interrupted|skipped)' <<<"$summary" | awk '{sum += $1} END {print sum + 0}' || true)
  if [ "$bad" = 0 ] && { [ "$status" != 0 ] || [ "${good:-0}" = 0 ]; }; then bad=1; fi
  passed=$((passed + ${good:-0})) failed=$((failed + bad))
  # What failed and why, for the end of a long output: the lines of cargo-nextest and of panics, Playwright's names with what follows.
  sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
    /^ +[0-9]+\) \[/ { if (seen[$0]++) more = 0; else more = 24 }
    /panicked at/ { more = 4 }
    more > 0 { print; more--; next }
    /^ *(FAIL|TIMEOUT|SIG[A-Z]+|LEAK-FAIL) +\[/ && !seen[$0]++ { print }' >>"$wrong" || true
}

step "format and lints"
scripts/check.sh
step "tests on SQLite and PostgreSQL"
count scripts/with-postgres.sh cargo nextest run --workspace --no-fail-fast --status-level fail --color never
step "the browser part"
scripts/build.sh site
if [ -x scripts/end2end.sh ]; then
  step "browser tests"
  count scripts/end2end.sh
fi
step "done"
cat "$wrong"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
