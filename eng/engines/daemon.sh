# shellcheck shell=bash
# Starts and stops the engines. Source it after settings.sh, network.sh, packages.sh and ../tls-engine.sh.

start_engine() {
  is_running "$NAME" && is_responding && return 0
  stop_engine                       # a part of an interrupted start
  mkdir -p "$ENGINE_DIR"
  write_engine_files
  "get_$KIND"
  create_namespace
  rm -f "$SOCKET"
  "start_$KIND"
  if ! wait_for 60 is_responding; then
    tail -n 15 "$LOGS/$NAME.log" >&2
    stop_engine
    die "$NAME does not respond on $SOCKET; full log: $LOGS/$NAME.log"
  fi
  check_version
}

is_responding() { is_running "$NAME" && curl -sf -m 5 -o /dev/null --unix-socket "$SOCKET" http://engine/_ping; }

engine_version() { curl -sf -m 5 --unix-socket "$SOCKET" http://engine/version | grep -o '"Version":"[^"]*"' | head -n 1 | cut -d'"' -f4; }

check_version() {
  local version
  version=$(engine_version)
  case $version in "$VERSION"*) return 0 ;; esac
  stop_engine
  skip "Debian $SUITE has version $version, but $NAME needs $VERSION*"
}

# The process that is recorded is the parent of init.sh, the first process of the engine's namespaces.
stop_engine() {
  local init
  if is_running "$NAME"; then
    init=$(child_of "$(pid_of "$NAME")")
    [ -z "$init" ] || kill "$init" 2>/dev/null || true
    wait_for 15 has_exited "$NAME" || true
  fi
  stop_daemon "$NAME" 1             # SIGTERM is blocked in the parent, and SIGKILL ends the namespaces with it
  remove_namespace
  rm -f "$SOCKET"
}

# child_of PID: prints the pid of a child process. /proc/PID/stat is: pid (command) state parent ...
child_of() {
  local file stat
  for file in /proc/[0-9]*/stat; do
    stat=$(cat "$file" 2>/dev/null) || continue
    # shellcheck disable=SC2086
    set -- "$1" ${stat##*) }
    [ "${3:-}" = "$1" ] || continue
    file=${file%/stat}
    printf '%s\n' "${file##*/}"
    return 0
  done
}

# The names of Docker Hub lead to the stand-in of registries.sh. Containers inherit resolv.conf; see RES_OPTIONS.
write_engine_files() {
  {
    printf '127.0.0.1 localhost\n::1 localhost\n%s %s\n' "$ADDRESS" "$NAME"
    printf '%s docker.io index.docker.io registry-1.docker.io\n' "${HUB%:*}"
  } > "$ENGINE_DIR/hosts"
  { grep -v '^options' /etc/resolv.conf || true; echo 'options timeout:1 attempts:5'; } > "$ENGINE_DIR/resolv.conf"
  cat /etc/ssl/certs/ca-certificates.crt "$CA" > "$ENGINE_DIR/ca-bundle.crt"
  local containerd_store=false
  [ "$NAME" != docker-28.5-containerd ] || containerd_store=true
  cat > "$ENGINE_DIR/daemon.json" <<JSON
{
  "registry-mirrors": ["http://$MIRROR"],
  "insecure-registries": ["$MIRROR", "$AUTH_REGISTRY"],
  "mtu": $(uplink_mtu),
  "features": { "containerd-snapshotter": $containerd_store }
}
JSON
}

# start_init ROOTFS COMMAND...: starts init.sh in the namespaces of the engine.
start_init() {
  local rootfs=$1 propagation=private; shift
  # Mounts that the host makes later are visible to an engine that shares its root.
  [ -n "$rootfs" ] || propagation=slave
  start_daemon "$NAME" nsenter --net="/run/netns/$NETNS" \
    unshare --uts --ipc --mount --propagation "$propagation" --pid --fork --kill-child --mount-proc \
    "$ENG/engines/init.sh" "$NAME" "$ENGINE_DIR" "$rootfs" "$@"
}

# ---- Docker -----------------------------------------------------------------------------------

# The address of the TCP port with mutual TLS in the network of the engine. Containers reach the port at the engine's own address.
TLS_ADDRESS=127.0.0.1:2376

# The other engines cannot listen on their socket and with TLS at the same time.
has_tls() { [ "$KIND" = docker ]; }

start_docker() {
  local packages certificates=$TLS_ENGINE/certificates
  packages=$(docker_packages_dir)
  TLS_ENGINE_ADDRESS=$TLS_ADDRESS ensure_tls_engine_certificates
  start_dockerd "$packages/usr/sbin:$packages/usr/bin:$PATH" --host "tcp://$TLS_ADDRESS" --host "tcp://$ADDRESS:${TLS_ADDRESS##*:}" \
    --tlsverify --tlscacert "$certificates/ca.pem" --tlscert "$certificates/server/cert.pem" --tlskey "$certificates/server/key.pem"
}

get_installed() { :; }

start_installed() { start_dockerd "$PATH"; }

# start_dockerd PATH OPTION...: starts the dockerd that is first in the path.
start_dockerd() {
  local path=$1; shift
  rm -f "$ENGINE_DIR/docker.pid" "$ENGINE_DIR/exec/containerd/containerd.pid" "$ENGINE_DIR"/exec/containerd/*.sock*
  start_init '' env PATH="$path" SSL_CERT_FILE="$ENGINE_DIR/ca-bundle.crt" \
    dockerd --config-file "$ENGINE_DIR/daemon.json" --host "unix://$SOCKET" \
    --data-root "$ENGINE_DIR/data" --exec-root "$ENGINE_DIR/exec" --pidfile "$ENGINE_DIR/docker.pid" "$@"
}

# ---- rootless Docker --------------------------------------------------------------------------

ROOTLESS_UID=2001

get_rootless() { get_rootfs "$ROOTLESS_PACKAGES"; }

start_rootless() {
  local root config
  root=$(rootfs_dir)
  config=$root/home/rootless/.config/docker
  grep -q '^rootless:' "$root/etc/passwd" || {
    printf 'rootless:x:%s:%s::/home/rootless:/bin/sh\n' "$ROOTLESS_UID" "$ROOTLESS_UID" >> "$root/etc/passwd"
    printf 'rootless:x:%s:\n' "$ROOTLESS_UID" >> "$root/etc/group"
    printf 'rootless:100000:65536\n' | tee "$root/etc/subuid" > "$root/etc/subgid"
  }
  mkdir -p "$config/certs.d/$TLS_REGISTRY" "$ENGINE_DIR/data"
  cp "$ENGINE_DIR/daemon.json" "$config/daemon.json"
  cp "$CA" "$config/certs.d/$TLS_REGISTRY/ca.crt"
  chown -R "$ROOTLESS_UID:$ROOTLESS_UID" "$root/home/rootless"
  chown "$ROOTLESS_UID:$ROOTLESS_UID" "$ENGINE_DIR" "$ENGINE_DIR/data"
  # slirp4netns opens /dev/net/tun as an ordinary user. The device of the host stays as it is.
  # shellcheck disable=SC2016
  start_init "$root" bash -c '
    mount -t tmpfs tmpfs /dev/net
    mknod -m 666 /dev/net/tun c 10 200
    mount --make-rshared /
    mkdir -p "/run/user/$0"
    chown "$0:$0" "/run/user/$0"
    exec setpriv --reuid="$0" --regid="$0" --init-groups --reset-env env PATH="$PATH" "$@"' "$ROOTLESS_UID" \
    HOME=/home/rootless XDG_RUNTIME_DIR="/run/user/$ROOTLESS_UID" SSL_CERT_FILE=/engine/ca-bundle.crt \
    DOCKERD_ROOTLESS_ROOTLESSKIT_NET=slirp4netns DOCKERD_ROOTLESS_ROOTLESSKIT_MTU="$(uplink_mtu)" \
    /usr/share/docker.io/contrib/dockerd-rootless.sh --host unix:///engine/engine.sock --data-root /engine/data
}

# ---- Podman -----------------------------------------------------------------------------------

get_podman() { get_rootfs "$PODMAN_PACKAGES"; }

start_podman() {
  local root
  root=$(rootfs_dir)
  write_podman_files "$root/etc/containers"
  start_init "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root SSL_CERT_FILE=/engine/ca-bundle.crt \
    PODMAN_IGNORE_CGROUPSV1_WARNING=1 podman system service --time 0 unix:///engine/engine.sock
}

write_podman_files() {
  local config=$1 runtime=/usr/bin/crun
  if ! can_raise_limits; then
    runtime=/usr/local/bin/crun
    cp "$ENG/engines/crun-without-high-rlimits" "$(rootfs_dir)$runtime"
  fi
  mkdir -p "$config/certs.d/$TLS_REGISTRY"
  cp "$CA" "$config/certs.d/$TLS_REGISTRY/ca.crt"
  cat > "$config/registries.conf" <<TOML
unqualified-search-registries = ["docker.io"]

[[registry]]
location = "docker.io"
[[registry.mirror]]
location = "$MIRROR"
insecure = true

[[registry]]
location = "$MIRROR"
insecure = true

[[registry]]
location = "$AUTH_REGISTRY"
insecure = true
TOML
  # Debian's package for Podman 4.3 has no policy.
  [ -s "$config/policy.json" ] || echo '{ "default": [{ "type": "insecureAcceptAnything" }] }' > "$config/policy.json"
  # Without systemd there is neither its cgroup manager nor its journal. Podman 4.3 would choose CNI.
  cat > "$config/containers.conf" <<TOML
[containers]
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
[engine.runtimes]
crun = ["$runtime"]
[network]
network_backend = "netavark"
TOML
  cat > "$config/storage.conf" <<TOML
[storage]
driver = "overlay"
graphroot = "/engine/data"
runroot = "/run/containers/storage"
TOML
}

# Raising a resource limit needs CAP_SYS_RESOURCE, which root lacks in some sandboxes. It is bit 24.
can_raise_limits() {
  local capabilities
  capabilities=$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status)
  [ $((0x$capabilities >> 24 & 1)) = 1 ]
}
