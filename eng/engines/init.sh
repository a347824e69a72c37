#!/usr/bin/env bash
# The first process of an engine. It runs in new mount and pid namespaces: when it ends, the kernel ends all processes
# of the engine and of its containers and removes their mounts, so that nothing has to be searched for.
#
#   init.sh NAME DIRECTORY ROOTFS COMMAND...
#
# DIRECTORY has the engine's hosts and resolv.conf files. With a ROOTFS (empty: the host's) the command runs in that
# root file system, and DIRECTORY is /engine there.
set -euo pipefail

main() {
  local name=$1 directory=$2 rootfs=$3
  shift 3
  hostname "$name"
  if [ -n "$rootfs" ]; then
    mount_rootfs "$rootfs" "$directory"
    enter_rootfs "$rootfs"
  else
    mount --bind "$directory/hosts" /etc/hosts
    mount --bind "$directory/resolv.conf" /etc/resolv.conf
  fi
  run "$@"
}

mount_rootfs() {
  local root=$1 directory=$2
  mount --bind "$root" "$root"            # pivot_root needs a mount point
  mount --rbind /sys "$root/sys"
  # crun uses no version 1 controller if a version 2 hierarchy is mounted next to them.
  umount "$root/sys/fs/cgroup/unified" 2>/dev/null || true
  mount --rbind /dev "$root/dev"
  mount -t proc proc "$root/proc"
  mount -t tmpfs tmpfs "$root/run"
  mount --bind /tmp "$root/tmp"           # tests bind-mount temporary folders
  mkdir -p "$root/engine"
  mount --bind "$directory" "$root/engine"
  cp "$directory/hosts" "$root/etc/hosts"
  cp --remove-destination "$directory/resolv.conf" "$root/etc/resolv.conf"
}

# chroot is not enough: crun enters the root of the mount namespace, so that a container could see this machine's files.
enter_rootfs() {
  mkdir -p "$1/old-root"
  cd "$1"
  pivot_root . old-root
  export PATH=/usr/sbin:/usr/bin:/sbin:/bin
  hash -r
  umount -l /old-root
}

# Passes SIGTERM on and reaps the processes that the engine leaves. Bash starts background commands with SIGINT ignored,
# which containers would inherit.
run() {
  local daemon code=0
  env --default-signal "$@" &
  daemon=$!
  trap 'kill -TERM "$daemon" 2>/dev/null || true' TERM
  while kill -0 "$daemon" 2>/dev/null; do
    code=0
    wait "$daemon" || code=$?
  done
  exit "$code"
}

main "$@"
