#!/usr/bin/env bash
# Everything that is checked: brings up an engine where none answers, builds once, runs every test and
# every check, and looks whether the engine holds just what it held before. The last line counts them.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

passed=0 failed=0 skipped=0

main() {
  "$ENG/up.sh"
  # shellcheck source=/dev/null
  . "$STATE/env"
  cd "$REPO"
  restore
  dotnet build ContainerKit.sln -c Release --no-restore --verbosity quiet

  local before images
  before=$(what_the_engine_holds)
  images=$(images_held)
  run_tests
  check "published ahead of time" "$ENG/check-aot.sh"
  check "packed" "$ENG/check-pack.sh"
  check "nothing left behind" nothing_left "$before"
  check "no image touched" no_image_touched "$images"

  say "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}

run_tests() {
  local log code=0
  log=$(mktemp)
  # One after the other: each looks at the engine for what dead processes have left.
  with_interrupts dotnet test --solution ContainerKit.sln -c Release --no-build --no-progress --max-parallel-test-modules 1 2>&1 | tee "$log" || code=$?
  passed=$(summary succeeded "$log")
  failed=$(summary failed "$log")
  skipped=$(summary skipped "$log")
  rm -f "$log"
  # A run that broke off has failed, whatever it counted; and one that found no test has proved nothing.
  if [ "$code" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  [ $((passed + failed)) -gt 0 ] || die 'no test ran'
}

# A script that runs in the background ignores Ctrl-C, and so does all that it starts. Tests send one, and wait for what comes of it.
with_interrupts() {
  if env --default-signal=INT true 2>/dev/null; then
    env --default-signal=INT "$@"
  else
    "$@"
  fi
}

# summary WORD LOG: the number after WORD in the runner's closing lines.
summary() {
  local number
  number=$(sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$2" | tail -n 1)
  printf '%s\n' "${number:-0}"
}

# check NAME COMMAND...: a check counts as one test. Exit code 77 says that it cannot be done here.
check() {
  local name=$1 code=0; shift
  say "check: $name"
  "$@" || code=$?
  case $code in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)); say "FAILED: $name" ;;
  esac
}

# Ids, not counts: one container gone and another left would look the same.
what_the_engine_holds() {
  command -v docker >/dev/null || { echo 'unknown: there is no docker command'; return; }
  docker ps -aq --no-trunc | sort | sed 's/^/container /'
  docker volume ls -q | sort | sed 's/^/volume /'
  docker network ls -q --no-trunc | sort | sed 's/^/network /'
}

# Pulled images are a cache and may come; of those that were there before, none may go. But for snapshots: a new one takes along old ones of its name.
images_held() {
  command -v docker >/dev/null || return 0
  docker images --no-trunc --format '{{.Repository}} {{.ID}}' | sed '/^containerkit-snapshot\//d; s/.* //' | sort -u
}

no_image_touched() {
  local gone
  gone=$(comm -23 <(printf '%s\n' "$1") <(images_held))
  [ -z "$gone" ] || { say "images gone: $gone"; return 1; }
}

nothing_left() { diff <(printf '%s\n' "$1") <(what_the_engine_holds); }

main "$@"
