#!/usr/bin/env bash
# Publishes the headline for net8.0, with its runtime, which restores from NuGet, and runs it.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$REPO"
dotnet publish tests/ContainerKit.Smoke --no-restore -c Release -f net8.0 -r "$RID" --self-contained true -o "$out" --verbosity quiet
"$out/ContainerKit.Smoke"
