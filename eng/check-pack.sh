#!/usr/bin/env bash
# Packs the packages, and checks that each one has its required files.
#
#   eng/check-pack.sh FOLDER [ARGUMENT...]   packs into the folder; the arguments go to "dotnet pack", such as --no-build
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

out=${1:?a folder for the packages is missing}; shift
mkdir -p "$out"
cd "$REPO"
dotnet pack ContainerKit.sln --no-restore -c Release -o "$out" --verbosity quiet "$@"

# A nupkg is a zip file. MSBuild unpacks it, because unzip may not be installed.
cat > "$out/unpack.proj" <<'PROJECT'
<Project>
  <Target Name="Unpack">
    <ItemGroup>
      <Package Include="$(MSBuildProjectDirectory)/*.nupkg" />
    </ItemGroup>
    <Unzip SourceFiles="%(Package.FullPath)" DestinationFolder="%(Package.RootDir)%(Package.Directory)%(Package.Filename)" />
  </Target>
</Project>
PROJECT
dotnet msbuild "$out/unpack.proj" -verbosity:quiet

for name in ContainerKit ContainerKit.Services ContainerKit.Swarm ContainerKit.Testing ContainerKit.Testing.NUnit ContainerKit.Testing.MSTest ContainerKit.Testing.TUnit ContainerKit.Testing.XunitV2 ContainerKit.Testing.AspNetCore ContainerKit.FluentAssertions ContainerKit.AwesomeAssertions; do
  package=$(echo "$out/$name".[0-9]*.nupkg)
  [ -f "$package" ] || die "$name was not packed"
  [ -f "${package%.nupkg}.snupkg" ] || die "$name has no symbol package"
  content=${package%.nupkg}
  for file in README.md icon.png "$name.nuspec" "lib/net10.0/$name.dll" "lib/net10.0/$name.xml"; do
    [ -s "$content/$file" ] || die "$(basename "$package") lacks $file"
  done
  [ "$(head -n 1 "$content/README.md")" = "# $name" ] || die "$(basename "$package") does not have its own README"
  for element in readme icon license releaseNotes; do
    grep -q "<$element" "$content/$name.nuspec" || die "$(basename "$package") does not declare its $element"
  done
  # An application that starts a container gets no test framework.
  case $name in
    ContainerKit | ContainerKit.Services | ContainerKit.Swarm)
      if grep -iE '<dependency id="[^"]*(xunit|nunit|mstest|tunit|test\.sdk|testing)' "$content/$name.nuspec"; then die "$name depends on a test framework"; fi ;;
  esac
  if [ "$name" = ContainerKit ]; then
    # The watchdog is an embedded resource, so the assembly itself is searched.
    for file in ContainerKit.Watchdog.dll ContainerKit.Watchdog.runtimeconfig.json; do
      grep -aqF "$file" "$content/lib/net10.0/$name.dll" || die "$name does not embed $file"
    done
  fi
  info "$(basename "$package"): README, icon, symbols, and XML docs"
done
