#!/usr/bin/env bash
# Runs every test and check. Starts a Docker Engine first if none is running, builds once, and finally checks that
# the engine has the same resources as before. The last line of the output has the counts.
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
  before=$(list_engine_resources)
  images=$(list_images)
  run_tests
  check "native AOT" "$ENG/check-aot.sh"
  check "packages" "$ENG/check-pack.sh"
  check "resources unchanged" check_resources_unchanged "$before"
  check "images still present" check_images_still_present "$images"

  info "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}

run_tests() {
  local log code=0
  log=$(mktemp)
  # One test assembly at a time: each one checks the engine for resources of dead processes.
  with_default_sigint dotnet test --solution ContainerKit.sln -c Release --no-build --no-progress --max-parallel-test-modules 1 2>&1 | tee "$log" || code=$?
  passed=$(summary_count succeeded "$log")
  failed=$(summary_count failed "$log")
  skipped=$(summary_count skipped "$log")
  rm -f "$log"
  # An aborted run counts as failed even if no test failed. A run without tests is an error.
  if [ "$code" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  [ $((passed + failed)) -gt 0 ] || die 'no test ran'
}

# Background scripts and their child processes ignore SIGINT. Some tests send SIGINT, so the default is restored.
with_default_sigint() {
  if env --default-signal=INT true 2>/dev/null; then
    env --default-signal=INT "$@"
  else
    "$@"
  fi
}

# summary_count WORD LOG: prints the number after WORD in the test runner's summary.
summary_count() {
  local number
  number=$(sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$2" | tail -n 1)
  printf '%s\n' "${number:-0}"
}

# check NAME COMMAND...: runs a check, which counts as one test. Exit code 77 means skipped.
check() {
  local name=$1 code=0; shift
  info "check: $name"
  "$@" || code=$?
  case $code in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)); info "FAILED: $name" ;;
  esac
}

# Compares ids, because counts would not show that one container is missing and another one is left over.
list_engine_resources() {
  command -v docker >/dev/null || { echo 'unknown: the Docker CLI is not installed'; return; }
  docker ps -aq --no-trunc | sort | sed 's/^/container /'
  docker volume ls -q | sort | sed 's/^/volume /'
  docker network ls -q --no-trunc | sort | sed 's/^/network /'
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

check_resources_unchanged() { diff <(printf '%s\n' "$1") <(list_engine_resources); }

main "$@"
