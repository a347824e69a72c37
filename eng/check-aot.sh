#!/usr/bin/env bash
# Publishes the smoke test with native AOT, treats every trimming and AOT warning as an error, and runs it.
#
#   eng/check-aot.sh                     publishes and runs the program
#   eng/check-aot.sh --publish FOLDER    only publishes it, which needs no engine
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
. "$ENG/packages.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

# Native AOT needs a linker, which is not part of the .NET SDK.
has_linker() { command -v clang >/dev/null || command -v gcc >/dev/null; }
if ! can_install_packages && ! { has_linker && [ -e /usr/include/zlib.h ]; }; then
  info 'skipped: native AOT needs clang or gcc, and the zlib headers'
  exit 77
fi
has_linker || ensure_packages clang:clang
ensure_packages /usr/include/zlib.h:zlib1g-dev
command -v clang >/dev/null && linker=clang || linker=gcc

if [ "${1:-}" = --publish ]; then
  out=${2:?--publish needs a folder}
else
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
cd "$REPO"
dotnet publish tests/ContainerKit.Smoke --no-restore -c Release -r "$RID" -p:CppCompilerAndLinker="$linker" -o "$out" --verbosity quiet
[ "${1:-}" = --publish ] || "$out/ContainerKit.Smoke"
