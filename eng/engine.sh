# shellcheck shell=bash
# A Docker Engine of our own, where none answers. Source it after lib.sh and settings.sh.

# ---- which engine is there? --------------------------------------------------------------------

# answers HOST: an engine talks back there. The docker command knows every kind of host (ssh, tcp with
# TLS, contexts); where it is not installed curl can at least try a unix socket.
answers() {
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

# The host that the docker command would use when DOCKER_HOST does not say.
context_host() {
  command -v docker >/dev/null || return 1
  DOCKER_HOST='' docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null
}

# Where an engine of ours was last seen listening.
our_socket() { [ -s "$ENGINE/socket" ] && cat "$ENGINE/socket"; }

is_ours() { alive engine && [ "$1" = "unix://$(our_socket)" ]; }

# foreign_engine: prints the host of an engine that answers and that we did not start; else false.
foreign_engine() {
  local host candidates=("${DOCKER_HOST:-}")
  [ -z "$WANTED_SOCKET" ] || return 1           # asked for one of our own
  # Whoever set DOCKER_HOST means that engine and no other.
  [ -n "${DOCKER_HOST:-}" ] || candidates=("$(context_host)" "unix://$DEFAULT_SOCKET")
  for host in "${candidates[@]}"; do
    if [ -z "$host" ] || is_ours "$host" || ! answers "$host"; then continue; fi
    printf '%s\n' "$host"
    return 0
  done
  return 1
}

# ---- start -------------------------------------------------------------------------------------

# Returns as soon as the engine's process runs, so that images can be made meanwhile; await_engine waits.
start_engine() {
  alive engine && return 0
  refuse_second_engine
  mkdir -p "$ENGINE"
  clear_remains
  mount_cgroups
  choose_socket > "$ENGINE/socket"
  write_engine_files
  local arguments=(
    --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" --pidfile "$ENGINE/docker.pid"
    --host "unix://$(our_socket)"
    --mtu "$(uplink_mtu)"
    --registry-mirror "http://$MIRROR"
  )
  # The private mount namespace gives the engine hosts and resolv.conf files of its own while those of
  # the machine stay as they are. rslave: what is mounted on the machine later still reaches the engine.
  # shellcheck disable=SC2016
  SSL_CERT_FILE=$ENGINE/ca-bundle.crt start_daemon engine unshare --mount sh -c '
    mount --make-rslave / &&
    mount --bind "$0/hosts" /etc/hosts &&
    mount --bind "$0/resolv.conf" /etc/resolv.conf &&
    exec dockerd "$@"' "$ENGINE" "${arguments[@]}"
}

await_engine() {
  local tenths=600
  until answers "unix://$(our_socket)"; do
    if ! alive engine || [ $((tenths -= 1)) -le 0 ]; then
      tail -n 15 "$LOGS/engine.log" >&2
      die "the engine does not answer on $(our_socket); all of its log: $LOGS/engine.log"
    fi
    sleep 0.1
  done
}

# Two engines in one network namespace rewrite each other's docker0 bridge and firewall rules.
refuse_second_engine() {
  local pid
  for pid in $(pidof dockerd || true); do
    [ "$(readlink "/proc/$pid/ns/net")" = "$(readlink /proc/self/ns/net)" ] || continue
    die "dockerd (pid $pid) already runs here but answers neither on $DEFAULT_SOCKET nor where DOCKER_HOST
or the docker context point. Point DOCKER_HOST at it, or stop it, and try again. To have an engine of
your own beside it: CONTAINERKIT_SOCKET=/path/to.sock, CONTAINERKIT_STATE=/path, in a network namespace
of its own (nsenter --net=..., not 'ip netns exec', which hides the cgroups)."
  done
}

# The default socket when nobody answers on it, as then the docker command, IDEs and LINQPad find the
# engine without being told. (An engine that answers there was found before we got here.)
choose_socket() {
  if [ -n "$WANTED_SOCKET" ]; then
    printf '%s\n' "$WANTED_SOCKET"
  elif [ ! -e "$DEFAULT_SOCKET" ] || { [ -S "$DEFAULT_SOCKET" ] && ! answers "unix://$DEFAULT_SOCKET"; }; then
    printf '%s\n' "$DEFAULT_SOCKET"
  else
    printf '%s\n' "$STATE/docker.sock"
  fi
}

# What a kill -9 leaves behind: pid files that make dockerd or containerd believe that they already
# run, sockets that nobody answers on, a containerd without its dockerd, and mounts.
clear_remains() {
  end_orphans
  rm -f "$ENGINE/docker.pid" "$ENGINE/exec/containerd/containerd.pid" "$ENGINE"/exec/containerd/*.sock*
  if our_socket >/dev/null && [ -S "$(our_socket)" ] && ! answers "unix://$(our_socket)"; then
    rm -f "$(our_socket)"
  fi
  unmount_remains
}

# containerd and its shims carry our state folder in their command line, so they cannot be confused
# with those of another engine.
orphans() {
  local cmdline
  for cmdline in /proc/[0-9]*/cmdline; do
    { tr '\0' ' ' < "$cmdline"; } 2>/dev/null | grep -q "^[^ ]*containerd[^ ]* .*$ENGINE/exec/" || continue
    cmdline=${cmdline%/cmdline}
    printf '%s\n' "${cmdline##*/}"
  done
}
no_orphans() { [ -z "$(orphans)" ]; }

end_orphans() {
  local pid
  for pid in $(orphans); do kill "$pid" 2>/dev/null || true; done
  wait_for 5 no_orphans && return 0
  for pid in $(orphans); do kill -KILL "$pid" 2>/dev/null || true; done
  wait_for 5 no_orphans || true
}

unmount_remains() {
  local point
  awk -v root="$STATE/" 'index($2, root) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r point; do umount -l "$point" 2>/dev/null || true; done
}

# On a machine without systemd nobody may have mounted them yet.
mount_cgroups() {
  ! grep -q ' /sys/fs/cgroup' /proc/mounts || return 0
  mount -t cgroup2 cgroup2 /sys/fs/cgroup ||
    die 'there are no cgroups mounted on /sys/fs/cgroup, and mounting them failed; containers need them'
}

write_engine_files() {
  cp /etc/hosts "$ENGINE/hosts"
  if alive hub; then
    printf '%s docker.io index.docker.io registry-1.docker.io\n' "${HUB%:*}" >> "$ENGINE/hosts"
  fi
  cat /etc/ssl/certs/ca-certificates.crt "$CA" > "$ENGINE/ca-bundle.crt"
  # Containers inherit this one; see RES_OPTIONS in lib.sh for the reason.
  { grep -v '^options' /etc/resolv.conf || true; echo 'options timeout:1 attempts:5'; } > "$ENGINE/resolv.conf"
}

# Containers must not send packets larger than the machine's own way out can carry: where "packet
# too big" messages get lost, large transfers would just hang.
uplink_mtu() {
  local device
  device=$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)
  cat "/sys/class/net/$device/mtu" 2>/dev/null || echo 1500
}

# ---- stop --------------------------------------------------------------------------------------

stop_engine() {
  stop_daemon engine 20          # dockerd gives each container ten seconds of its own
  [ -d "$ENGINE" ] || return 0
  clear_remains
  rm -f "$ENGINE/socket"
}
