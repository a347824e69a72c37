#!/usr/bin/env bash
# Builds the images for the tests and pushes them to the mirror registry, under the names that they have on Docker
# Hub. It needs no engine, so up.sh runs it while the engine is starting.
#
# The files come from Debian packages, and those of a few servers from npm or NuGet. The base image consists of the files of packages installed on this machine
# (a few seconds; debootstrap takes half a minute), the others of downloaded packages. An image is rebuilt only if
# the registry lacks it or its script in eng/images/ has changed.
set -euo pipefail
# shellcheck source=images/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/images/lib.sh"

REQUIRED=(rabbitmq postgres mariadb nats redis nginx)
# These images are optional: if one cannot be built, for instance because a package is not available, the tests of its
# service are skipped. A group is built in this order, because its first image is a layer of the others.
OPTIONAL_GROUPS=('node azurite oauth2-mock-server' 'aspnet smtp4dev garnet wiremock-net' 'memcached eclipse-mosquitto sftp registry etcd openldap aspire-dashboard' 'docker selenium-chromium')

# Optional images on top of a required one.
declare -A BASED_ON_REQUIRED=([postgres]=postgis)

main() {
  local stale=() jobs=() name group
  # shellcheck disable=SC2068
  for name in hello-world busybox debian "${REQUIRED[@]}" ${OPTIONAL_GROUPS[@]} ${BASED_ON_REQUIRED[@]}; do
    is_current "$name" || stale+=("$name")
  done
  [ ${#stale[@]} -gt 0 ] || return 0
  info "building images: ${stale[*]}"
  rm -rf "$WORK/rootfs" "$WORK/debs"

  # The download is limited by the network and the base image by the disk, so both run at the same time.
  download_packages "${stale[@]}" & local download=$!
  for name in hello-world busybox debian; do
    case $name in busybox) wait $download || die "could not download Debian packages; see $LOGS/download.log" ;; esac
    ! contains "$name" "${stale[@]}" || build_image "$name"
  done
  # The other images are independent of each other, and compression uses one core each, so they are built in parallel.
  for group in "${OPTIONAL_GROUPS[@]}"; do
    build_optional_images "$group" "${stale[@]}" & jobs+=($!)
  done
  for name in "${REQUIRED[@]}"; do
    { ! contains "$name" "${stale[@]}" || build_image "$name"; } &&
      build_optional_images "${BASED_ON_REQUIRED[$name]:-}" "${stale[@]}" & jobs+=($!)
  done
  for name in "${jobs[@]}"; do wait "$name" || die "could not build an image; its output is above"; done
  rm -rf "$WORK"/{rootfs,debs,node,npm-cache,nuget} "$WORK"/*.tar.gz
}

# build_optional_images 'NAME...' STALE...: builds those of the images that are stale.
build_optional_images() {
  local name group=$1; shift
  for name in $group; do
    contains "$name" "$@" || continue
    (build_image "$name") || info "  $name: not built, so the tests of its service are skipped"
  done
}

build_image() {
  bash -euo pipefail "$ENG/images/$1.sh" && mark_as_current "$1"
}

contains() {
  local wanted=$1 item; shift
  for item in "$@"; do [ "$item" != "$wanted" ] || return 0; done
  return 1
}

# Each script lists the packages that it unpacks in lines of the form '# packages: ...'.
download_packages() {
  local name packages=()
  # shellcheck disable=SC2207
  for name in "$@"; do packages+=($(packages_for "$name")); done
  [ ${#packages[@]} -gt 0 ] || return 0
  fetch_packages "${packages[@]}" >"$LOGS/download.log" 2>&1 && return 0
  # A package of an optional image may be missing, so the images are downloaded one after the other.
  for name in "$@"; do
    # shellcheck disable=SC2046
    retry fetch_packages $(packages_for "$name") >>"$LOGS/download.log" 2>&1 || ! contains "$name" busybox "${REQUIRED[@]}" || return 1
  done
}

fetch_packages() (
  [ $# -gt 0 ] || return 0
  mkdir -p "$WORK/debs" && cd "$WORK/debs"
  # apt's sandbox user cannot write to this directory, which belongs to root.
  apt-get download -qq -o APT::Sandbox::User=root "$@" && return 0
  apt-get update -qq || true        # the package lists are missing or outdated
  return 1
)

main "$@"
