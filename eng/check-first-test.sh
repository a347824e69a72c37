#!/usr/bin/env bash
# Does what a reader of docs/first-test.md does, for each test framework on that page: runs its commands and saves its
# code in an empty folder, with the packed packages. Checks that the last command runs one test, and that it passes. The
# program of the last section has no test framework among its packages.
#
#   eng/check-first-test.sh PACKAGES     PACKAGES is the folder with the packed packages
#
# Needs a Docker Engine. Other packages come from the configured NuGet sources, and are kept in $STATE/first-test.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=dotnet.sh
. "$ENG/dotnet.sh"

PAGE=$REPO/docs/first-test.md
CACHE=$STATE/first-test

main() {
  local packages version name frameworks failures=0
  [ $# = 1 ] || die 'usage: eng/check-first-test.sh PACKAGES'
  packages=$(cd "$1" && pwd)
  version=$(basename "$(echo "$packages"/ContainerKit.Services.[0-9]*.nupkg)" .nupkg)
  version=${version#ContainerKit.Services.}
  clear_cache
  WORK=$(mktemp -d)
  trap 'rm -rf "$WORK"' EXIT
  write_nuget_config "$packages"

  frameworks=$(sed -n 's/^## //p' "$PAGE" | tr ' ' '-')
  [ -n "$frameworks" ] || die "$PAGE has no section"
  # A test that is skipped would prove nothing.
  export CONTAINERKIT_ENGINE=required NUGET_PACKAGES=$CACHE
  # The compiler server and the build nodes would outlive this script.
  export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
  for name in $frameworks; do
    if check_section "$name" "$version"; then
      info "first test, ${name//-/ }: passed"
    else
      info "FAILED: first test, ${name//-/ }"
      sed 's/^/  /' "$WORK/$name.log"
      failures=$((failures + 1))
    fi
  done
  [ "$failures" = 0 ] || die "$failures sections of docs/first-test.md do not do what they promise"
}

# Removes our packages of an earlier run, because they have the same version. Only one script at a time can use them.
clear_cache() {
  mkdir -p "$CACHE"
  if command -v flock >/dev/null; then
    exec 8>"$CACHE.lock"
    flock 8
  fi
  rm -rf "$CACHE"/containerkit*
}

write_nuget_config() {
  cat > "$WORK/NuGet.config" <<XML
<configuration>
  <packageSources>
    <add key="packed" value="$1" />
  </packageSources>
</configuration>
XML
}

check_section() {
  local name=$1 version=$2 folder=$WORK/$1 log=$WORK/$1.log assets=$WORK/$1/FirstTest/obj/project.assets.json
  mkdir "$folder"
  write_commands "${name//-/ }" > "$folder/commands.sh"
  (cd "$folder" && bash -euo pipefail commands.sh) > "$log" 2>&1 </dev/null || return
  grep -q "\"ContainerKit.Services/$version\"" "$assets" ||
    { echo "The project does not use ContainerKit.Services $version." >> "$log"; return 1; }
  if [ "$name" = No-framework ]; then
    if grep -iE '"(xunit|nunit|mstest|tunit|microsoft\.(net\.test|testing|testplatform))[^"]*/' "$assets" >> "$log"; then return 1; fi
    grep -q '^The database responds with 1\.$' "$log"
    return
  fi
  has_one_passed_test "$log" || { echo 'The output does not report one passed test.' >> "$log"; return 1; }
}

# write_commands SECTION: prints a script with the commands of a section. Each command that adds a package would restore
# all packages, so the project is restored only once, when the test runs.
write_commands() {
  cat <<'COMMANDS'
dotnet() {
  case "$1 ${2-}" in
    'new '* | 'add package') command dotnet "$@" --no-restore ;;
    *) command dotnet "$@" ;;
  esac
}
COMMANDS
  awk -v section="## $1" -v file=Tests.cs '
    /^## / { is_section = $0 == section; next }
    !is_section { next }
    /`Program.cs`/ { file = "Program.cs" }
    /^```sh$/ { kind = "sh"; next }
    /^```csharp$/ { kind = "code"; print "cat > " file " <<\"END OF CODE\""; next }
    /^```/ { if (kind == "code") print "END OF CODE"; kind = ""; next }
    kind != "" { print }' "$PAGE"
}

# The summaries of xUnit v3, of VSTest and of Microsoft.Testing.Platform.
has_one_passed_test() {
  local text
  text=$(sed 's/\x1b\[[0-9;]*m//g' "$1" | tr -s ' \r\n' ' ')
  grep -qE 'Total: 1, Errors: 0, Failed: 0, Skipped: 0|Failed: 0, Passed: 1, Skipped: 0, Total: 1|total: 1 failed: 0 succeeded: 1 skipped: 0' <<<"$text"
}

main "$@"
