#!/usr/bin/env bash
# Measures the library beside the best that the engine gives, and beside other clients. Starts a Docker Engine first if none is running.
#
#   eng/bench.sh                 all rows; writes docs/benchmarks.md. Takes about 20 minutes on two processors, which should be idle.
#   eng/bench.sh --growth        the same work at growing sizes; writes the plots in docs/plots. About 20 minutes
#   eng/bench.sh ROW...          only these rows, such as: eng/bench.sh logs follow
#   eng/bench.sh --quick         all rows with little work, as a check that they work. The times mean nothing.
#   eng/bench.sh --list          prints the names of the rows
#   eng/bench.sh --rounds N      another number of rounds
#   eng/bench.sh --only TEXT,... only the clients whose names contain one of the texts
#   eng/bench.sh --no-build      uses the program that is built already
set -euo pipefail
# Programs are measured with the settings that users have: here Go's default, and below those of .NET.
export GOGC=${GOGC:-100}
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"
# shellcheck source=aot.sh
. "$ENG/aot.sh"
unset DOTNET_TieredPGO

build=yes
report=(--report docs)
arguments=()
rows=()
previous=
for argument in "$@"; do
  case $argument in
    --no-build) build=no ;;
    *) arguments+=("$argument") ;;
  esac
  # Only a complete measurement replaces the page.
  case $argument in
    --no-build | --rounds | --growth) ;;
    *) [ "$previous" = --rounds ] || report=() ;;
  esac
  case $previous:$argument in
    --rounds:* | --only:* | *:-*) ;;
    *) rows+=("$argument") ;;
  esac
  previous=$argument
done

cd "$REPO"
project=benchmarks/ContainerKit.Benchmarks
if [ "$build" = yes ]; then
  "$ENG/up.sh"
  restore "$project"
  build "$project"
fi
# The row startup measures programs with native AOT, unless the run is only a check.
startup=()
case " ${arguments[*]-} " in
  *' --quick '* | *' --list '* | *' --growth '*) rows=(none) ;;
esac
if { [ ${#rows[@]} = 0 ] || [[ " ${rows[*]} " = *' startup '* ]]; } && prepare_aot; then
  restore benchmarks/ContainerKit.Startup
  for client in HttpClient ContainerKit DockerDotNet; do
    publish_aot benchmarks/ContainerKit.Startup "$STATE/startup/$client" -p:Client="$client"
  done
  startup=(--startup "$STATE/startup")
fi
exec dotnet "$project/bin/Release/net10.0/ContainerKit.Benchmarks.dll" ${report[@]+"${report[@]}"} ${startup[@]+"${startup[@]}"} ${arguments[@]+"${arguments[@]}"}
