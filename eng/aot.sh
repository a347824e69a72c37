# shellcheck shell=bash
# Publishes programs with native AOT. Source it after lib.sh and dotnet.sh.

. "$ENG/packages.sh"

has_linker() { command -v clang >/dev/null || command -v gcc >/dev/null; }

# prepare_aot: installs what native AOT needs and the .NET SDK lacks: a linker and the zlib headers. Returns false, with the reason, if
# they are missing and cannot be installed.
prepare_aot() {
  if ! can_install_packages && ! { has_linker && [ -e /usr/include/zlib.h ]; }; then
    info 'skipped: native AOT needs clang or gcc, and the zlib headers'
    return 1
  fi
  has_linker || ensure_packages clang:clang
  ensure_packages /usr/include/zlib.h:zlib1g-dev
}

# publish_aot PROJECT FOLDER [OPTION...]: publishes a restored project.
publish_aot() {
  local linker=gcc
  ! command -v clang >/dev/null || linker=clang
  dotnet publish "$1" --no-restore -c Release -r "$RID" -p:CppCompilerAndLinker="$linker" -o "$2" --verbosity quiet "${@:3}"
}
