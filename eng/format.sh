#!/usr/bin/env bash
# Checks the style rules and the formatting of the code. With --fix it formats the code instead.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

cd "$REPO"
if [ "${1:-}" = --fix ]; then
  restore
  dotnet format ContainerKit.sln --no-restore
  info 'formatted'
  exit
fi

"$ENG/check-style.sh"
# The build reports the other rules of .editorconfig as errors. Checking them here again would take more than a minute.
dotnet format whitespace . --folder --verify-no-changes &
restore
dotnet format style ContainerKit.sln --no-restore --verify-no-changes --diagnostics IMPORTS
wait $!
