#!/usr/bin/env bash
# Packs the packages and checks that each one has its required files.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$REPO"
dotnet pack ContainerKit.sln --no-restore -c Release -o "$out" --verbosity quiet

# A nupkg is a zip file. It is read with grep because unzip and python may not be installed.
entries() { LC_ALL=C grep -aoE '(README\.md|icon\.png|lib/[^[:cntrl:]]+\.(dll|xml|pdb)|[A-Za-z.]+\.nuspec)' "$1" | sort -u; }

for name in ContainerKit ContainerKit.Testing ContainerKit.Testing.XunitV2 ContainerKit.Testing.AspNetCore ContainerKit.FluentAssertions; do
  package=$(echo "$out/$name".[0-9]*.nupkg)
  [ -f "$package" ] || die "$name was not packed"
  [ -f "${package%.nupkg}.snupkg" ] || die "$name has no symbol package"
  for file in README.md icon.png "lib/net10.0/$name.dll" "lib/net10.0/$name.xml"; do
    entries "$package" | grep -qxF "$file" || die "$(basename "$package") lacks $file"
  done
  if [ "$name" = ContainerKit.Testing ] || [ "$name" = ContainerKit.Testing.XunitV2 ]; then
    # The watchdog is an embedded resource, so the assembly itself is searched.
    for file in ContainerKit.Watchdog.dll ContainerKit.Watchdog.runtimeconfig.json; do
      grep -aqF "$file" "src/$name/bin/Release/net10.0/$name.dll" || die "$name does not embed $file"
    done
  fi
  info "$(basename "$package"): README, icon, symbols, and XML docs"
done
