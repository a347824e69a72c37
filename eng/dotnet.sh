# shellcheck shell=bash
# What the scripts that build have in common. Source it after lib.sh.

command -v dotnet >/dev/null || die 'the .NET SDK is missing: install the version that global.json names (https://dot.net)'
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# The runtime that the self-contained programs are published for.
RID=linux-x64
[ "$(uname -m)" != aarch64 ] || RID=linux-arm64

# restore [PROJECT]: the one step that needs a network, so the one that is tried again.
restore() { retry dotnet restore --verbosity quiet "$@"; }
