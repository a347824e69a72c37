# shellcheck shell=bash
# Shared by the scripts that build. Source it after lib.sh.

command -v dotnet >/dev/null || die 'the .NET SDK is not installed. Install the version in global.json: https://dot.net'
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Profiles of the running code pay off in long runs only. Without them, builds and tests need about a third less processor time.
export DOTNET_TieredPGO=0

# The runtime identifier for native AOT.
RID=linux-x64
[ "$(uname -m)" != aarch64 ] || RID=linux-arm64

# restore [PROJECT]: restores packages. Only this step needs a network, so it is retried.
restore() { retry dotnet restore --verbosity quiet "$@"; }

# build PROJECT [OPTION...]: builds a restored project. One process of the compiler serves all projects, instead of one for each. It is
# stopped at the end.
build() {
  local code=0
  dotnet build "$1" -c Release --no-restore --verbosity quiet -p:UseSharedCompilation=true "${@:2}" || code=$?
  dotnet build-server shutdown --vbcscompiler >/dev/null
  return "$code"
}
