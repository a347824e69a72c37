#!/usr/bin/env bash
# Builds the images for the tests and pushes them to the mirror registry, under the names that they have on Docker
# Hub. It needs no engine, so up.sh runs it while the engine is starting.
#
# All files come from Debian packages. The base image consists of the files of packages installed on this machine
# (a few seconds; debootstrap takes half a minute), the others of downloaded packages. An image is rebuilt only if
# the registry lacks it or its script in eng/images/ has changed.
set -euo pipefail
# shellcheck source=images/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/images/lib.sh"

main() {
  local stale=() jobs=() name
  for name in hello-world busybox debian redis postgres nginx mariadb rabbitmq nats; do
    is_current "$name" || stale+=("$name")
  done
  [ ${#stale[@]} -gt 0 ] || return 0
  info "building images: ${stale[*]}"
  rm -rf "$WORK/rootfs"

  # The download is limited by the network and the base image by the disk, so both run at the same time.
  download_packages "${stale[@]}" & local download=$!
  for name in hello-world busybox debian; do
    case $name in busybox) wait $download || die "could not download Debian packages; see $LOGS/download.log" ;; esac
    ! contains "$name" "${stale[@]}" || build_image "$name"
  done
  # The other images are independent of each other, and compression uses one core each, so they are built in parallel.
  for name in rabbitmq postgres mariadb nats redis nginx; do
    contains "$name" "${stale[@]}" || continue
    build_image "$name" & jobs+=($!)
  done
  for name in "${jobs[@]}"; do wait "$name" || die "could not build an image; its output is above"; done
  rm -rf "$WORK/rootfs" "$WORK"/*.tar.gz
}

build_image() {
  bash -euo pipefail "$ENG/images/$1.sh"
  mark_as_current "$1"
}

contains() {
  local wanted=$1 item; shift
  for item in "$@"; do [ "$item" != "$wanted" ] || return 0; done
  return 1
}

# Each script lists the packages that it unpacks in lines of the form '# packages: ...'.
download_packages() {
  local name packages=()
  for name in "$@"; do
    # shellcheck disable=SC2207
    packages+=($(sed -n 's/^# packages: //p' "$ENG/images/$name.sh"))
  done
  [ ${#packages[@]} -eq 0 ] || retry fetch_packages "${packages[@]}" >"$LOGS/download.log" 2>&1
}

fetch_packages() (
  mkdir -p "$WORK/debs" && cd "$WORK/debs" && rm -f ./*.deb
  # apt's sandbox user cannot write to this directory, which belongs to root.
  apt-get download -qq -o APT::Sandbox::User=root "$@" && return 0
  apt-get update -qq || true        # the package lists are missing or outdated
  return 1
)

main "$@"
