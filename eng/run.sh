#!/usr/bin/env bash
# Runs a sample (default: samples/Quickstart). Starts a Docker Engine first if none is running.
#
#   eng/run.sh [SAMPLE [ARGUMENT...]]     example: eng/run.sh Lifecycle --step
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

"$ENG/up.sh"
# shellcheck source=/dev/null
. "$STATE/env"

cd "$REPO"
sample=Quickstart
if [ -f "samples/${1:-}/${1:-}.csproj" ]; then sample=$1; shift; fi
restore "samples/$sample"
dotnet run --project "samples/$sample" -c Release --no-restore -- "$@"
