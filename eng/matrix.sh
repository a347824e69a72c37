#!/usr/bin/env bash
# Runs the tests with other engines, and writes docs/engines.md.
#
#   eng/matrix.sh [--class NAME]... [ENGINE...]   runs the engine, services and testing suites; without an ENGINE with all
#                                                 engines. --class runs only these classes of the engine suite (* matches),
#                                                 in one process. --no-build uses the programs that are built already
#   eng/matrix.sh --smoke ENGINE...               runs only the smoke tests, writes no report, and stops the engines again.
#                                                 An engine that this machine cannot start is skipped
#   eng/matrix.sh report                          writes docs/engines.md from the last results
#   eng/matrix.sh down                            stops the engines, the registries and their network
#
# Engines: eng/engines.sh list. Several processes share the suites of an engine, as in eng/test.sh.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"
# Before the settings of the engines, because the durations are those of eng/test.sh.
# shellcheck source=shards.sh
. "$ENG/shards.sh"
# shellcheck source=engines/settings.sh
. "$ENG/engines/settings.sh"

REPORT=$REPO/docs/engines.md
RESULTS=$STATE/results          # NAME/PROGRAM.log is the output of a test program, NAME/engine describes the run
SUITES=(Engine Services Testing)
SMOKE_CLASS='*.SmokeTests'
TIME_LIMIT=1800                 # seconds for one test program

total='?' queues=() checks=() progress='' is_building=true

main() {
  local is_smoke=false filters=() engines=()
  cd "$REPO"
  case ${1:-} in
    down) exec "$ENG/engines.sh" down ;;
    report) write_report; return ;;
  esac
  while [ $# -gt 0 ]; do
    case $1 in
      --smoke) is_smoke=true; shift ;;
      --no-build) is_building=false; shift ;;
      --class) filters+=("${2:?--class needs a name}"); shift 2 ;;
      -*) die "unknown option $1; see the beginning of eng/matrix.sh" ;;
      *) engines+=("$1"); shift ;;
    esac
  done
  [ ${#engines[@]} -gt 0 ] || engines=("${ENGINE_NAMES[@]}")
  for name in "${engines[@]}"; do describe_engine "$name"; done
  if $is_smoke; then
    smoke "${engines[@]}"
  else
    matrix "${engines[@]}"
  fi
}

# ---- smoke tests ------------------------------------------------------------------------------

# Exit code 1 if a test failed. An engine that was not running before is stopped again.
smoke() {
  local name code failed=0 started=()
  build_tests tests/ContainerKit.Engine.Tests
  for name in "$@"; do
    if ! "$ENG/engines.sh" run "$name" true 2>/dev/null; then
      code=0
      "$ENG/engines.sh" up "$name" || code=$?
      if [ "$code" = 77 ]; then info "smoke tests: $name was skipped; the reason is above"; continue; fi
      [ "$code" = 0 ] || { info "smoke tests: FAILED: $name does not start"; failed=1; continue; }
      started+=("$name")
    fi
    if run_tests "$name" Engine -class "$SMOKE_CLASS"; then
      info "smoke tests: $name passed"
    else
      info "smoke tests: FAILED with $name"
      failed=1
    fi
  done
  [ ${#started[@]} = 0 ] || "$ENG/engines.sh" down "${started[@]}"
  return $failed
}

# ---- all tests --------------------------------------------------------------------------------

matrix() {
  local name
  build_tests ContainerKit.sln
  trap 'stop_queues; exit 130' INT TERM HUP
  for name in "$@"; do run_suites "$name"; done
  write_report
}

run_suites() {
  local name=$1 suite code=0
  "$ENG/engines.sh" up "$name" || code=$?
  [ "$code" != 77 ] || { info "$name was skipped; the reason is above"; return 0; }
  [ "$code" = 0 ] || return "$code"
  OUT=$RESULTS/$name
  rm -rf "$OUT"
  mkdir -p "$OUT"
  describe_run "$name" > "$OUT/engine"
  ENTER=(timeout --foreground "$TIME_LIMIT" "$ENG/engines.sh" run "$name")
  if [ ${#filters[@]} = 0 ]; then run_all_classes; else run_filtered_classes; fi
  for suite in "${SUITES[@]}"; do
    info "$name: $suite suite (passed | failed | skipped): $(counts_of "$name" "$suite")"
  done
}

run_all_classes() {
  local suite
  for suite in "${SUITES[@]}"; do list_tests methods "ContainerKit.$suite.Tests"; done > "$OUT/methods"
  total=$(wc -l < "$OUT/methods")
  deal_shard alone
  run_queues "$OUT/alone-queue1"
  deal_shard quiet
  run_queues "$OUT/quiet-queue1"
  {
    list_shared_classes
    write_whole_projects ContainerKit.Services.Tests ContainerKit.Testing.Tests
  } | deal_classes "$OUT/engine-queue" "$SHARDS"
  run_queues "$OUT"/engine-queue*
}

run_filtered_classes() {
  local class arguments=
  for class in "${filters[@]}"; do arguments+=" -class $class"; done
  printf '%s-1 %s%s\n' ContainerKit.Engine.Tests ContainerKit.Engine.Tests "$arguments" > "$OUT/queue1"
  run_queues "$OUT/queue1"
}

describe_run() {
  printf 'version=%s\n' "$("$ENG/engines.sh" version "$1")"
  printf 'date=%s\n' "$(date -u +%F)"
  printf 'commit=%s\n' "$(git rev-parse --short HEAD)"
  printf 'classes=%s\n' "${filters[*]:-all}"
}

# ---- both -------------------------------------------------------------------------------------

build_tests() {
  $is_building || return 0
  restore "$1"
  build "$1"
}

# run_tests ENGINE SUITE ARGUMENT...: runs the program of a suite in the network of the engine.
# Some tests send SIGINT, which background scripts and their child processes ignore, so the default is restored.
run_tests() {
  local name=$1 project=ContainerKit.$2.Tests; shift 2
  cd "$REPO/tests/$project"
  timeout --foreground "$TIME_LIMIT" "$ENG/engines.sh" run "$name" env --default-signal=INT \
    "./bin/Release/net10.0/$project" -noColor "$@"
}

# ---- report -----------------------------------------------------------------------------------

# The part of the page below this line is replaced.
RESULTS_MARK='<!-- eng/matrix.sh writes everything below this line. -->'

# Engines without a result on this machine keep the part of the report that an earlier run wrote.
write_report() {
  local name
  [ -f "$REPORT" ] || die "$REPORT is missing"
  {
    awk -v mark="$RESULTS_MARK" '{ print } $0 == mark { exit }' "$REPORT"
    printf '\n## Results\n\n'
    printf '| engine | version | suite | passed | failed | skipped | run on |\n|---|---|---|---|---|---|---|\n'
    for name in "${ENGINE_NAMES[@]}"; do
      if has_result "$name"; then print_rows "$name"; else grep "^| $name | " "$REPORT" || print_no_run "$name"; fi
    done
    for name in "${ENGINE_NAMES[@]}"; do
      if has_result "$name"; then print_details "$name"; else print_earlier_details "$name"; fi
    done
  } > "$REPORT.new"
  mv "$REPORT.new" "$REPORT"
  info "wrote $REPORT"
}

has_result() { [ -f "$RESULTS/$1/engine" ]; }

print_no_run() { printf '| %s | | not run | | | | |\n' "$1"; }

# print_earlier_details ENGINE: prints the section of the engine in the present report, which begins with an empty line.
print_earlier_details() {
  awk -v head="### $1" '
    /^### / { is_inside = ($0 == head); if (is_inside) print "" }
    is_inside { lines = lines $0 "\n"; if ($0 != "") { printf "%s", lines; lines = "" } }' "$REPORT"
}

print_rows() {
  local name=$1 suite version date commit classes
  read_run "$name"
  for suite in "${SUITES[@]}"; do
    if compgen -G "$RESULTS/$name/ContainerKit.$suite.Tests-*.log" > /dev/null; then
      printf '| %s | %s | %s | %s | %s, commit %s |\n' "$name" "$version" "$(suite_label "$suite")" \
        "$(counts_of "$name" "$suite")" "$date" "$commit"
    else
      printf '| %s | %s | %s: not run | | | | |\n' "$name" "$version" "$suite"
    fi
  done
}

# Sets version, date, commit and classes, which are local variables of the caller.
read_run() {
  local key value
  while IFS='=' read -r key value; do printf -v "$key" '%s' "$value"; done < "$RESULTS/$1/engine"
}

suite_label() {
  printf '%s' "$1"
  # shellcheck disable=SC2016,SC2154      # the backticks are Markdown; read_run sets 'classes'
  [ "$classes" = all ] || printf ', only `%s`' "${classes// /\`, \`}"
}

# counts_of ENGINE SUITE: prints "passed | failed | skipped". An error outside a test, such as a leftover container or a
# program that was aborted, counts as failed.
counts_of() {
  {
    cat "$RESULTS/$1/ContainerKit.$2.Tests-"*.log 2>/dev/null || true
    list_aborted "$1" "$2"
  } | awk '
    # Each test ends with FINISHED; a failure or skip is reported before.
    / \[FAIL\]$/ { failed++ }
    / \[SKIP\]$/ { skipped++ }
    { name = $0 }
    sub(/ \[(FAIL|SKIP)\]$/, "", name) { others[name] }
    sub(/ \[FINISHED\] Time: .*/, "", name) { if (!(name in others)) passed++ }
    END { printf "%d | %d | %d", passed, failed, skipped }'
}

# list_aborted ENGINE SUITE: prints a line for each test program that neither succeeded nor reported failed tests.
list_aborted() {
  local log name code
  for log in "$RESULTS/$1/ContainerKit.$2.Tests-"*.log; do
    [ -f "$log" ] || continue
    name=$(basename "$log" .log)
    code=$(cat "${log%.log}.code" 2>/dev/null || echo none)
    case $code in
      0) ;;
      1) grep -q ' \[FAIL\]$' "$log" || printf '%s, exit code %s [FAIL]\n' "$name" "$code" ;;
      *) printf '%s, exit code %s [FAIL]\n' "$name" "$code" ;;
    esac
  done
}

print_details() {
  local name=$1 failures skips suite
  failures=$({ cat "$RESULTS/$name/"*.log; for suite in "${SUITES[@]}"; do list_aborted "$name" "$suite"; done; } | list_failures)
  skips=$(cat "$RESULTS/$name/"*.log | list_skips)
  [ -n "$failures$skips" ] || return 0
  printf '\n### %s\n' "$name"
  [ -z "$skips" ] || printf '\nSkipped:\n\n| reason | tests |\n|---|---|\n%s\n' "$skips"
  [ -z "$failures" ] || printf '\nFailed:\n\n%s\n' "$failures"
}

# The test program prints "name [FAIL]" or "name [SKIP]", and the reason on the next line.
# shellcheck disable=SC2016
list_failures() {
  sed -n 's/^ *\(.*[^ ]\) \[FAIL\]$/\1/p' | sed 's/ContainerKit\.\([A-Za-z]*\.Tests\)\./\1./' | sort -u | sed 's/.*/- `&`/'
}

list_skips() {
  awk '
    is_reason { gsub(/^ +| +$/, ""); gsub(/[|]/, "\\|"); count[$0]++; is_reason = 0 }
    / \[SKIP\]$/ { is_reason = 1 }
    END { for (reason in count) printf "| %s | %d |\n", reason, count[reason] }' | sort
}

main "$@"
