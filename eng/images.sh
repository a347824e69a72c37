#!/usr/bin/env bash
# Makes the images that the tests use and puts them into the mirror registry, under the names that they
# have on Docker Hub. No engine takes part, so this runs while one is starting. up.sh calls it.
#
# Everything comes from Debian packages: the base image from the files of those installed on this very
# machine (seconds, where debootstrap takes half a minute), the rest from downloaded ones. An image is
# made again only when the registry lacks it or when its description in eng/images/ has changed.
set -euo pipefail
# shellcheck source=images/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/images/lib.sh"

main() {
  local stale=() making=() name
  for name in hello-world busybox debian redis postgres nginx mariadb rabbitmq nats; do
    is_current "$name" || stale+=("$name")
  done
  [ ${#stale[@]} -gt 0 ] || return 0
  say "making images: ${stale[*]}"
  rm -rf "$WORK/rootfs"

  # Downloading waits for the network, the base image for the disk: together they take the time of one.
  download_packages "${stale[@]}" & local download=$!
  for name in hello-world busybox debian; do
    case $name in busybox) wait $download || die "could not download Debian packages; see $LOGS/download.log" ;; esac
    ! contains "$name" "${stale[@]}" || make_image "$name"
  done
  # The others know nothing of each other, and most of each one's time goes into compressing on one core.
  for name in rabbitmq postgres mariadb nats redis nginx; do
    contains "$name" "${stale[@]}" || continue
    make_image "$name" & making+=($!)
  done
  for name in "${making[@]}"; do wait "$name" || die "an image could not be made; what it said is above"; done
  rm -rf "$WORK/rootfs" "$WORK"/*.tar.gz
}

make_image() {
  bash -euo pipefail "$ENG/images/$1.sh"
  mark_current "$1"
}

contains() {
  local wanted=$1 item; shift
  for item in "$@"; do [ "$item" != "$wanted" ] || return 0; done
  return 1
}

# Each description names the packages that it unpacks in a line '# packages: ...'.
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
  # As root we write into a folder of root's, where apt's sandbox user may not.
  apt-get download -qq -o APT::Sandbox::User=root "$@" && return 0
  apt-get update -qq || true        # no lists yet, or lists older than the archive
  return 1
)

main "$@"
