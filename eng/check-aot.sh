#!/usr/bin/env bash
# Publishes the headline ahead of time, with every trimming and AOT warning an error, and runs it.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
. "$ENG/packages.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

# The native linker is the one tool that the SDK does not bring along.
linker_is_there() { command -v clang >/dev/null || command -v gcc >/dev/null; }
if ! can_install && ! { linker_is_there && [ -e /usr/include/zlib.h ]; }; then
  say 'skipped: publishing ahead of time takes clang or gcc, and the headers of zlib'
  exit 77
fi
linker_is_there || need_packages clang:clang
need_packages /usr/include/zlib.h:zlib1g-dev
command -v clang >/dev/null && linker=clang || linker=gcc

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$REPO"
dotnet publish tests/ContainerKit.Smoke --no-restore -c Release -r "$RID" -p:CppCompilerAndLinker="$linker" -o "$out" --verbosity quiet
"$out/ContainerKit.Smoke"
