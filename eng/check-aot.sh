#!/usr/bin/env bash
# Publishes the smoke test with native AOT, treats every trimming and AOT warning as an error, and runs it.
#
#   eng/check-aot.sh                     publishes and runs the program
#   eng/check-aot.sh --publish FOLDER    only publishes it, which needs no engine
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

# shellcheck source=aot.sh
. "$ENG/aot.sh"

prepare_aot || exit 77
if [ "${1:-}" = --publish ]; then
  out=${2:?--publish needs a folder}
else
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
cd "$REPO"
publish_aot tests/ContainerKit.Smoke "$out"
[ "${1:-}" = --publish ] || "$out/ContainerKit.Smoke"
