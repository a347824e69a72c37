# shellcheck shell=bash
# Engines of other Debian releases, without installing them on this machine. Source it after settings.sh.
#
# Docker's programs run with the C library of this machine, so their packages are only unpacked. Podman and rootless
# Docker need the C library and the helper programs of their release, so they get a root file system.

DOWNLOADS=$STATE/downloads

# Prints the address of the Debian archive that this machine uses; nothing if apt has none.
debian_archive() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/$' || true
}

# ---- unpacked packages ------------------------------------------------------------------------

docker_packages_dir() { printf '%s\n' "$STATE/packages/$SUITE"; }

# get_docker: unpacks the packages of Docker of the release SUITE.
get_docker() {
  local target
  target=$(docker_packages_dir)
  [ ! -e "$target/complete" ] || return 0
  info "downloading Docker of Debian $SUITE"
  rm -rf "$target"
  mkdir -p "$target" "$LOGS"
  retry download_packages docker.io containerd runc libc6 libseccomp2 >"$LOGS/download-$SUITE.log" 2>&1 ||
    skip "could not download the packages of $SUITE; see $LOGS/download-$SUITE.log"
  # docker-cli is a part of docker.io before trixie, as is tini, which is the init process of containers.
  download_packages tini >>"$LOGS/download-$SUITE.log" 2>&1 || true
  download_packages tini-static >>"$LOGS/download-$SUITE.log" 2>&1 || true
  local package
  for package in "$DOWNLOADS/$SUITE/"*.deb; do
    dpkg-deb --fsys-tarfile "$package" |
      tar -C "$target" --keep-directory-symlink --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' -xf -
  done
  bind_runc_to_its_libc "$target"
  rm -rf "${DOWNLOADS:?}/$SUITE"
  touch "$target/complete"
}

# download_packages PACKAGE...: downloads packages of SUITE with a separate apt configuration, so that the sources
# and lists of this machine do not change. The index of sid may be expired on a mirror that is not updated.
download_packages() (
  local dir=$DOWNLOADS/$SUITE
  mkdir -p "$dir/apt/lists/partial" "$dir/apt/cache/archives/partial"
  : > "$dir/apt/status"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$(debian_archive)" "$SUITE" > "$dir/apt/sources.list"
  cat > "$dir/apt/apt.conf" <<APT
Dir::Etc::sourcelist "$dir/apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::State "$dir/apt";
Dir::State::status "$dir/apt/status";
Dir::Cache "$dir/apt/cache";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
APT::Sandbox::User "root";
APT
  export APT_CONFIG=$dir/apt/apt.conf
  apt-get update -qq
  cd "$dir" && apt-get download -qq "$@"
)

# runc needs a newer C library than this machine may have. It gets the loader and the libraries of its Debian release.
bind_runc_to_its_libc() {
  local root=$1 runc loader libraries
  runc=$root/usr/sbin/runc
  loader=$(find "$root" -name 'ld-linux*.so.*' | head -n 1)
  libraries=$(dirname "$(find "$root" -name 'libc.so.6' | head -n 1)")
  patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libraries:$root/usr/lib/$(uname -m)-linux-gnu" "$runc"
}

# ---- root file systems ------------------------------------------------------------------------

PODMAN_PACKAGES=podman,crun,conmon,netavark,aardvark-dns,catatonit
ROOTLESS_PACKAGES=docker.io,docker-cli,rootlesskit,slirp4netns,uidmap,fuse-overlayfs,kmod
COMMON_PACKAGES=procps,mount,iptables,nftables,iproute2,ca-certificates

rootfs_dir() { printf '%s\n' "$STATE/rootfs/$NAME"; }

# get_rootfs PACKAGES: creates the root file system of the engine. A small one takes about half a minute.
get_rootfs() {
  local target
  target=$(rootfs_dir)
  [ ! -e "$target" ] || return 0
  info "creating a root file system of Debian $SUITE for $NAME"
  rm -rf "$target.new"
  mkdir -p "$(dirname "$target")" "$LOGS"
  retry create_rootfs "$1" >"$LOGS/rootfs-$NAME.log" 2>&1 || {
    tail -n 10 "$LOGS/rootfs-$NAME.log" >&2
    skip "could not create the root file system of $NAME; see $LOGS/rootfs-$NAME.log"
  }
  mv "$target.new" "$target"
}

create_rootfs() {
  rm -rf "$(rootfs_dir).new"
  mmdebstrap --mode=root --variant=apt --format=directory --include="$1,$COMMON_PACKAGES" \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Apt::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt=force-unsafe-io \
    "$SUITE" "$(rootfs_dir).new" "$(debian_archive)"
}
