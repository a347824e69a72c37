#!/usr/bin/env bash
# Checks the style rules and the formatting of the code. With --fix it formats the code instead.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

[ "${1:-}" = --fix ] || "$ENG/check-style.sh"
cd "$REPO"
restore
verify=(--verify-no-changes)
[ "${1:-}" != --fix ] || verify=()
dotnet format ContainerKit.sln --no-restore "${verify[@]}"
info 'formatted'
