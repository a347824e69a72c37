#!/usr/bin/env bash
# Runs every test and check. Starts a Docker Engine first if none is running, builds once, and finally checks that
# the engine has the same resources as before. The last lines of the output have the failed tests with their messages,
# the failed checks, and the counts.
#
#   eng/test.sh                  everything
#   eng/test.sh --quick          the tests without an engine, and one program that uses the engine
#   eng/test.sh --filter NAME    the classes and methods whose full name contains NAME
#   eng/test.sh --no-build       uses the programs that are built already; can be combined with the others
#
# CONTAINERKIT_TEST_SHARDS sets the number of processes that share the engine's tests (default: 3). Another one joins them when the
# tests of the swarm have ended.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"
# shellcheck source=shards.sh
. "$ENG/shards.sh"

LOGIC_PROJECTS=(ContainerKit.Tests ContainerKit.Protocol.Tests)
ENGINE_PROJECTS=(ContainerKit.Engine.Tests ContainerKit.Services.Tests ContainerKit.Testing.Tests ContainerKit.AwesomeAssertions.Tests)
# Its tests need the swarm of eng/swarm.sh, and skip themselves without one.
SWARM_PROJECT=ContainerKit.Swarm.Tests
ALL_PROJECTS=("${LOGIC_PROJECTS[@]}" "${ENGINE_PROJECTS[@]}" "$SWARM_PROJECT")

passed=0 failed=0 skipped=0 total='?' queues=() checks=() progress=

main() {
  local mode=all filter='' build=1
  while [ $# -gt 0 ]; do
    case $1 in
      --quick) mode=quick ;;
      --filter) [ $# -gt 1 ] || die '--filter needs a name'; mode=filter filter=$2; shift ;;
      --no-build) build='' ;;
      *) die "unknown option: $1" ;;
    esac
    shift
  done

  "$ENG/up.sh"
  # shellcheck source=/dev/null
  . "$STATE/env"
  cd "$REPO"
  if [ -n "$build" ]; then
    restore
    build ContainerKit.sln
  fi

  OUT=$(mktemp -d)
  trap 'rm -rf "$OUT"' EXIT
  trap 'stop_queues; exit 130' INT TERM HUP

  local before leftovers images
  before=$(list_engine_resources)
  leftovers=$(list_leftovers label=containerkit.session; list_leftovers label=ck.test)
  images=$(list_images)
  case $mode in
    all) run_all ;;
    quick) run_quick ;;
    filter) run_filter "$filter" ;;
  esac
  check "resources unchanged" check_resources_unchanged "$before" "$leftovers"
  check "images still present" check_images_still_present "$images"

  [ ! -s "$OUT/failures" ] || sed 's/^/FAILED: /' "$OUT/failures"
  info "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}

run_all() {
  local project
  for project in "${ALL_PROJECTS[@]}"; do list_tests methods "$project"; done >"$OUT/methods"
  total=$(wc -l <"$OUT/methods")

  deal_shard quiet
  run_queues "$OUT/quiet-queue1"

  # The classes that need the engine for themselves mostly wait. What uses no engine, or the engines of the swarm, runs next to them.
  write_whole_projects "${LOGIC_PROJECTS[@]}" | deal_classes "$OUT/logic-queue" 1
  start_queue run_queue "$OUT/logic-queue1"
  write_whole_projects "$SWARM_PROJECT" | deal_classes "$OUT/swarm-queue" 1
  start_queue run_with_swarm "$OUT/swarm-queue1"
  local swarm=$! start=$SECONDS shard
  start_check "native AOT" "$ENG/check-aot.sh" --publish "$OUT/aot"
  start_check "packages" "$ENG/check-pack.sh" "$OUT/packages" --no-build
  deal_shard alone
  start_queue run_queue "$OUT/alone-queue1"
  wait_for_queues $!
  finish_checks

  {
    list_shared_classes
    write_whole_projects ContainerKit.Services.Tests ContainerKit.Testing.Tests ContainerKit.AwesomeAssertions.Tests
    printf -- '- - %s started %d\n' "$SWARM_PROJECT" $((SECONDS - start))
  } | deal_classes "$OUT/engine-queue" $((SHARDS + 1))
  [ ! -e "$OUT/aot/ContainerKit.Smoke" ] || start_check "native AOT program" "$OUT/aot/ContainerKit.Smoke"
  start_check "first test" "$ENG/check-first-test.sh" "$OUT/packages"
  for ((shard = 1; shard <= SHARDS; shard++)); do start_queue run_queue "$OUT/engine-queue$shard"; done
  start_queue run_queue_after "$swarm" "$OUT/engine-queue$shard"
  wait_for_queues "${queues[@]}"
  queues=()
  report
  record_durations
  check "every listed test ran" check_every_method_ran
  finish_checks
}

run_quick() {
  local project
  for project in "${LOGIC_PROJECTS[@]}"; do list_tests methods "$project"; done >"$OUT/methods"
  total=$(wc -l <"$OUT/methods")
  write_whole_projects "${LOGIC_PROJECTS[@]}" | deal_classes "$OUT/queue" 2
  run_queues "$OUT"/queue*
  report
  check "every listed test ran" check_every_method_ran
  check "smoke test" dotnet "$REPO/tests/ContainerKit.Smoke/bin/Release/net10.0/ContainerKit.Smoke.dll"
}

run_filter() {
  local project queue
  : >"$OUT/queue1"
  for project in "${ALL_PROJECTS[@]}"; do
    list_tests methods "$project" -method "*$1*" >"$OUT/found"
    [ -s "$OUT/found" ] || continue
    cat "$OUT/found" >>"$OUT/methods"
    queue=$OUT/queue1
    [ "$project" != "$SWARM_PROJECT" ] || queue=$OUT/swarm-queue1
    printf '%s-1 %s -method *%s*\n' "$project" "$project" "$1" >>"$queue"
  done
  [ -e "$OUT/methods" ] || die "no test has a name that contains $1"
  total=$(wc -l <"$OUT/methods")
  run_queues "$OUT/queue1"
  if [ -e "$OUT/swarm-queue1" ]; then start_queue run_with_swarm "$OUT/swarm-queue1"; wait_for_queues $!; fi
  report
  check "every listed test ran" check_every_method_ran
}

# run_with_swarm FILE: runs a queue with the swarm for its tests. On a machine that lacks a right for it, they are skipped.
run_with_swarm() {
  local code=0
  "$ENG/swarm.sh" up || code=$?
  case $code in
    0) PROJECT_ENTER[$SWARM_PROJECT]="$ENG/swarm.sh run" ;;
    77) ;;
    *) die 'the swarm for its tests did not start' ;;
  esac
  run_queue "$1"
  [ "$code" = 77 ] || "$ENG/swarm.sh" down
}

# Prints the failures and the slowest classes, and adds to the counts.
report() {
  local log name code errors
  for log in "$OUT"/*.log; do
    name=$(basename "$log" .log)
    # Everything but the progress: failures with their messages and output, reasons of skipped tests, and the summary.
    grep -v -e ' \[STARTING\]$' -e ' \[PASS\]$' -e ' \[FINISHED\] Time: ' "$log" | sed "s/^/[$name] /" || true
    code=$(cat "$OUT/$name.code" 2>/dev/null || echo 'no')
    # An aborted program counts as failed even if none of its tests failed.
    errors=$(grep -c ' result="Fail"' "$OUT/$name.xml" 2>/dev/null || true)
    if [ "$code" != 0 ] && [ "${errors:-0}" = 0 ]; then
      echo "$name ended with exit code $code" >>"$OUT/failures"
      failed=$((failed + 1))
    fi
  done
  local project
  for project in "${ALL_PROJECTS[@]}"; do
    read_results "$project" | sed "s/^/$project /"
  done >"$OUT/results"
  [ -s "$OUT/results" ] || die 'no test ran'
  passed=$((passed + $(count_results Pass)))
  failed=$((failed + $(count_results Fail)))
  skipped=$((skipped + $(count_results Skip)))
  list_failures >>"$OUT/failures"

  local sums=$OUT/sums
  awk '{ sum[$2] += $4; sum[$1] += $4 } END { for (name in sum) printf "%s %.1f\n", name, sum[name] }' "$OUT/results" >"$sums"
  info 'slowest classes (seconds):'
  grep -v -E '^[A-Za-z]+(\.[A-Za-z]+)?\.Tests ' "$sums" | sort -k2,2 -rn | sed -n '1,15s/^/  /p'
}

# record_durations: records the durations of a complete run for the next one. Keeps those of classes that this run did not include.
record_durations() {
  mkdir -p "$STATE"
  touch "$DURATIONS"
  awk '{ seconds[$1] = $2 } END { for (name in seconds) print name, seconds[name] }' "$DURATIONS" "$OUT/sums" | sort >"$DURATIONS.new"
  mv "$DURATIONS.new" "$DURATIONS"
}

# list_failures: prints "NAME: MESSAGE" for each failed test, and for each error outside of a test, such as that of a fixture's disposal.
list_failures() {
  cat "$OUT"/*.log | awk '
    function finish() { if (name != "") print name ":" substr(message, 1, 600); name = message = "" }
    / \[FAIL\]$/ || /^    \[.*\] [A-Za-z.]+$/ { finish(); name = $0; gsub(/^ *| \[FAIL\]$/, "", name); next }
    !/^      / || /^ *Stack Trace:$/ { finish() }
    name != "" { line = $0; sub(/^ */, " ", line); message = message line }
    END { finish() }'
}

count_results() { awk -v result="$1" '$5 == result { n++ } END { print n + 0 }' "$OUT/results"; }

# Compares methods, because the cases of a theory may be known only when it runs.
check_every_method_ran() {
  local missing
  missing=$(comm -23 <(LC_ALL=C sort -u "$OUT/methods") <(awk '{ print $2 "." $3 }' "$OUT/results" | LC_ALL=C sort -u))
  [ -z "$missing" ] || { info 'tests without a result:'; info "$missing"; return 1; }
}

# check NAME COMMAND...: runs a check, which counts as one test. Exit code 77 means skipped.
check() {
  local name=$1 code=0; shift
  info "check: $name"
  "$@" || code=$?
  case $code in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)); echo "check: $name" >>"$OUT/failures" ;;
  esac
}

# start_check NAME COMMAND...: starts a check that needs no result of the tests. finish_checks waits for it and counts it.
start_check() {
  local name=$1 file; shift
  file=$OUT/$(printf '%s' "$name" | tr ' ' '-').check
  "$@" >"$file" 2>&1 </dev/null &
  checks+=("$!:$file:$name")
}

finish_checks() {
  local started pid file
  for started in "${checks[@]}"; do
    IFS=: read -r pid file started <<<"$started"
    check "$started" finish_check "$pid" "$file"
  done
  checks=()
}

finish_check() {
  local code=0
  wait "$1" || code=$?
  cat "$2"
  return "$code"
}

# Compares ids, because counts would not show that one container is missing and another one is left over.
# The arguments are passed to the Docker CLI, for example a filter.
list_engine_resources() {
  command -v docker >/dev/null || { echo 'unknown: the Docker CLI is not installed'; return; }
  docker ps -aq --no-trunc "$@" | sed 's/^/container /'
  docker volume ls -q "$@" | sed 's/^/volume /'
  docker network ls -q --no-trunc "$@" | sed 's/^/network /'
}

# list_leftovers FILTER: also lists the anonymous volumes of the containers. They have no label, and are removed with them.
list_leftovers() {
  list_engine_resources --filter "$1"
  command -v docker >/dev/null || return 0
  docker ps -aq --no-trunc --filter "$1" | xargs -r docker inspect \
    --format '{{range .Mounts}}{{if eq .Type "volume"}}volume {{println .Name}}{{end}}{{end}}' | grep -E '^volume [0-9a-f]{64}$' || true
}

# Tests may add images, because pulled images are a cache, but must not remove existing ones. Snapshots are excluded:
# a new snapshot replaces older ones of the same name.
list_images() {
  command -v docker >/dev/null || return 0
  docker images --no-trunc --format '{{.Repository}} {{.ID}}' | sed '/^containerkit-snapshot\//d; s/.* //' | sort -u
}

check_images_still_present() {
  local missing
  missing=$(comm -23 <(printf '%s\n' "$1") <(list_images))
  [ -z "$missing" ] || { info "missing images: $missing"; return 1; }
}

# check_resources_unchanged BEFORE LEFTOVERS: LEFTOVERS of an earlier run that was killed may be removed by the tests.
check_resources_unchanged() {
  local after added removed
  after=$(list_engine_resources | sort)
  added=$(comm -13 <(sort <<<"$1") - <<<"$after")
  removed=$(comm -23 <(sort <<<"$1") - <<<"$after" | comm -23 - <(sort -u <<<"$2"))
  [ -z "$added" ] || info "left over: $added"
  [ -z "$removed" ] || info "removed: $removed"
  [ -z "$added$removed" ]
}

main "$@"
