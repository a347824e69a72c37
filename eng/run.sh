#!/usr/bin/env bash
# The main job, from a bare machine: brings up an engine where none answers, and runs samples/Quickstart.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

"$ENG/up.sh"
# shellcheck source=/dev/null
. "$STATE/env"

cd "$REPO"
restore samples/Quickstart
dotnet run --project samples/Quickstart -c Release --no-restore -- "$@"
