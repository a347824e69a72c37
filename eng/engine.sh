# shellcheck shell=bash
# Starts and stops a Docker Engine for the tests. Source it after lib.sh and settings.sh.

# ---- find --------------------------------------------------------------------------------------

# engine_responds HOST: checks whether an engine responds at HOST. Unix sockets are checked with curl if it is
# installed; all other hosts (ssh, tcp with TLS) need the Docker CLI.
engine_responds() {
  case $1 in
    unix://*) [ -S "${1#unix://}" ] || return 1 ;;
  esac
  if command -v curl >/dev/null && [ "${1#unix://}" != "$1" ]; then
    curl -sf -m 5 -o /dev/null --unix-socket "${1#unix://}" http://engine/_ping
  elif command -v docker >/dev/null; then
    docker -H "$1" version >/dev/null 2>&1
  else
    return 1
  fi
}

# Prints the host that the Docker CLI uses if DOCKER_HOST is not set.
docker_context_host() {
  command -v docker >/dev/null || return 1
  DOCKER_HOST='' docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null
}

# Prints the socket of the engine that these scripts started.
own_socket() { [ -s "$ENGINE/socket" ] && cat "$ENGINE/socket"; }

is_own_engine() { is_running engine && [ "$1" = "unix://$(own_socket)" ]; }

# find_existing_engine: prints the host of a running engine that these scripts did not start. Returns false if there
# is none.
find_existing_engine() {
  local host candidates=("${DOCKER_HOST:-}")
  [ -z "$WANTED_SOCKET" ] || return 1           # a separate engine was requested
  # DOCKER_HOST selects one engine, so no other host is tried.
  [ -n "${DOCKER_HOST:-}" ] || candidates=("$(docker_context_host)" "unix://$DEFAULT_SOCKET")
  for host in "${candidates[@]}"; do
    if [ -z "$host" ] || is_own_engine "$host" || ! engine_responds "$host"; then continue; fi
    printf '%s\n' "$host"
    return 0
  done
  return 1
}

# ---- start -------------------------------------------------------------------------------------

# Returns as soon as the process runs, so that images can be built meanwhile. wait_for_engine waits for the API.
start_engine() {
  is_running engine && return 0
  check_no_other_engine
  mkdir -p "$ENGINE"
  remove_stale_state
  mount_cgroups
  choose_socket > "$ENGINE/socket"
  write_engine_files
  local arguments=(
    --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" --pidfile "$ENGINE/docker.pid"
    --host "unix://$(own_socket)"
    --mtu "$(uplink_mtu)"
    --registry-mirror "http://$MIRROR"
  )
  # The private mount namespace gives the engine its own hosts and resolv.conf files and leaves the host's files
  # unchanged. With rslave, later mounts on the host still propagate to the engine.
  # shellcheck disable=SC2016
  SSL_CERT_FILE=$ENGINE/ca-bundle.crt start_daemon engine unshare --mount sh -c '
    mount --make-rslave / &&
    mount --bind "$0/hosts" /etc/hosts &&
    mount --bind "$0/resolv.conf" /etc/resolv.conf &&
    exec dockerd "$@"' "$ENGINE" "${arguments[@]}"
}

wait_for_engine() {
  local tenths=600
  until engine_responds "unix://$(own_socket)"; do
    if ! is_running engine || [ $((tenths -= 1)) -le 0 ]; then
      tail -n 15 "$LOGS/engine.log" >&2
      die "the engine does not respond on $(own_socket); full log: $LOGS/engine.log"
    fi
    sleep 0.1
  done
}

# Two engines in one network namespace rewrite each other's docker0 bridge and firewall rules.
check_no_other_engine() {
  local pid
  for pid in $(pidof dockerd || true); do
    if is_running tls-engine && [ "$pid" = "$(pid_of tls-engine)" ]; then continue; fi
    [ "$(readlink "/proc/$pid/ns/net")" = "$(readlink /proc/self/ns/net)" ] || continue
    die "dockerd (pid $pid) already runs, but responds neither on $DEFAULT_SOCKET nor at the address in DOCKER_HOST or
the Docker context. Set DOCKER_HOST to its address, or stop it, and try again. To start a second engine, set
CONTAINERKIT_SOCKET=/path/to.sock and CONTAINERKIT_STATE=/path, and run up.sh in a separate network namespace
(with nsenter --net=...; 'ip netns exec' hides the cgroups)."
  done
}

# Prints the socket to listen on: the default socket if it is free, so that the Docker CLI, IDEs and LINQPad find
# the engine without configuration.
choose_socket() {
  if [ -n "$WANTED_SOCKET" ]; then
    printf '%s\n' "$WANTED_SOCKET"
  elif [ ! -e "$DEFAULT_SOCKET" ] || { [ -S "$DEFAULT_SOCKET" ] && ! engine_responds "unix://$DEFAULT_SOCKET"; }; then
    printf '%s\n' "$DEFAULT_SOCKET"
  else
    printf '%s\n' "$STATE/docker.sock"
  fi
}

# Removes what a killed engine leaves behind: stale pid files, which keep dockerd and containerd from starting,
# sockets without a listener, a containerd without its dockerd, and mounts.
remove_stale_state() {
  stop_orphans
  rm -f "$ENGINE/docker.pid" "$ENGINE/exec/containerd/containerd.pid" "$ENGINE"/exec/containerd/*.sock*
  if own_socket >/dev/null && [ -S "$(own_socket)" ] && ! engine_responds "unix://$(own_socket)"; then
    rm -f "$(own_socket)"
  fi
  unmount_stale_mounts
}

# Prints the pids of containerd and its shims. Their command lines contain the state directory, which tells them
# apart from those of another engine.
list_orphans() {
  local cmdline
  for cmdline in /proc/[0-9]*/cmdline; do
    { tr '\0' ' ' < "$cmdline"; } 2>/dev/null | grep -q "^[^ ]*containerd[^ ]* .*$ENGINE/exec/" || continue
    cmdline=${cmdline%/cmdline}
    printf '%s\n' "${cmdline##*/}"
  done
}
has_no_orphans() { [ -z "$(list_orphans)" ]; }

stop_orphans() {
  local pid
  for pid in $(list_orphans); do kill "$pid" 2>/dev/null || true; done
  wait_for 5 has_no_orphans && return 0
  for pid in $(list_orphans); do kill -KILL "$pid" 2>/dev/null || true; done
  wait_for 5 has_no_orphans || true
}

unmount_stale_mounts() {
  local point
  awk -v root="$STATE/" 'index($2, root) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r point; do umount -l "$point" 2>/dev/null || true; done
}

# Without systemd, the cgroups may not be mounted yet.
mount_cgroups() {
  ! grep -q ' /sys/fs/cgroup' /proc/mounts || return 0
  mount -t cgroup2 cgroup2 /sys/fs/cgroup ||
    die 'no cgroups are mounted on /sys/fs/cgroup, and mounting them failed; containers need cgroups'
}

write_engine_files() {
  cp /etc/hosts "$ENGINE/hosts"
  if is_running hub; then
    printf '%s docker.io index.docker.io registry-1.docker.io\n' "${HUB%:*}" >> "$ENGINE/hosts"
  fi
  cat /etc/ssl/certs/ca-certificates.crt "$CA" > "$ENGINE/ca-bundle.crt"
  # Containers inherit this file; see RES_OPTIONS in lib.sh for the reason.
  { grep -v '^options' /etc/resolv.conf || true; echo 'options timeout:1 attempts:5'; } > "$ENGINE/resolv.conf"
}

# Prints the MTU of the host's default route. Containers must not use a larger one: if "packet too big" messages
# are dropped on the way, large transfers hang.
uplink_mtu() {
  local device
  device=$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)
  cat "/sys/class/net/$device/mtu" 2>/dev/null || echo 1500
}

# ---- stop --------------------------------------------------------------------------------------

stop_engine() {
  stop_daemon engine 20          # dockerd gives each container a grace period of ten seconds
  [ -d "$ENGINE" ] || return 0
  remove_stale_state
  rm -f "$ENGINE/socket"
}
