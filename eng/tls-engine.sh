# shellcheck shell=bash
# A second Docker Engine on a TCP port of loopback with mutual TLS, for the tests of connections. It has its own bridge
# and changes no firewall rules. It must not run with '--bridge none', which removes the docker0 of the first engine: see
# removeDefaultBridgeInterface in https://github.com/moby/moby/blob/v20.10.24/daemon/daemon_unix.go.
# Source it after lib.sh, settings.sh and registries.sh.

TLS_ENGINE=$STATE/tls-engine
TLS_ENGINE_BRIDGE=ck-tls0
TLS_ENGINE_ADDRESS=${CONTAINERKIT_TLS_ENGINE_ADDRESS:-127.0.0.1:2376}
# Containers of the first engine reach this one here, as a service named docker; see docs/engine.md, CI systems.
TLS_ENGINE_SERVICE=10.92.0.1

start_tls_engine() {
  ! is_running tls-engine || return 0
  ! is_listening "$TLS_ENGINE_ADDRESS" || die "$TLS_ENGINE_ADDRESS is in use by another process, so the engine with TLS cannot
listen there. Choose another port, for example: CONTAINERKIT_TLS_ENGINE_ADDRESS=127.0.0.1:12376 eng/up.sh"
  ensure_tls_engine_certificates
  local certificates=$TLS_ENGINE/certificates
  ip link show "$TLS_ENGINE_BRIDGE" >/dev/null 2>&1 || ip link add "$TLS_ENGINE_BRIDGE" type bridge
  # A bridge of an earlier version may have another address, which may be in the subnet of other engines. The engine stores
  # the address in its data, and would set it again.
  rm -rf "$TLS_ENGINE/data/network"
  ip address flush dev "$TLS_ENGINE_BRIDGE"
  ip address add "$TLS_ENGINE_SERVICE/24" dev "$TLS_ENGINE_BRIDGE"
  ip link set "$TLS_ENGINE_BRIDGE" up
  rm -f "$TLS_ENGINE/docker.pid" "$TLS_ENGINE/exec/containerd/containerd.pid" "$TLS_ENGINE"/exec/containerd/*.sock*
  start_daemon tls-engine dockerd --data-root "$TLS_ENGINE/data" --exec-root "$TLS_ENGINE/exec" \
    --pidfile "$TLS_ENGINE/docker.pid" --bridge "$TLS_ENGINE_BRIDGE" --iptables=false --ip6tables=false \
    --host "tcp://$TLS_ENGINE_ADDRESS" --host "tcp://$TLS_ENGINE_SERVICE:2376" --tlsverify --tlscacert "$certificates/ca.pem" \
    --tlscert "$certificates/server/cert.pem" --tlskey "$certificates/server/key.pem"
}

wait_for_tls_engine() {
  wait_for 60 curl -sf -m 5 --cacert "$TLS_ENGINE/certificates/client/ca.pem" --cert "$TLS_ENGINE/certificates/client/cert.pem" \
    --key "$TLS_ENGINE/certificates/client/key.pem" "https://$TLS_ENGINE_ADDRESS/_ping" ||
    die "the engine with TLS does not respond on $TLS_ENGINE_ADDRESS; see $LOGS/tls-engine.log"
}

stop_tls_engine() {
  stop_daemon tls-engine 15
  ! ip link show "$TLS_ENGINE_BRIDGE" >/dev/null 2>&1 || ip link delete "$TLS_ENGINE_BRIDGE"
}

ensure_tls_engine_certificates() { [ -e "$TLS_ENGINE/certificates/complete-2" ] || create_tls_engine_certificates; }

print_tls_engine_env() {
  printf 'export CONTAINERKIT_TLS_ENGINE=%q\n' "tcp://$TLS_ENGINE_ADDRESS"
  printf 'export CONTAINERKIT_TLS_ENGINE_SERVICE=%q\n' "$TLS_ENGINE_SERVICE"
  printf 'export CONTAINERKIT_TLS_ENGINE_CERTIFICATES=%q\n' "$TLS_ENGINE/certificates"
}

# A folder for each client: client, expired, other (of another authority), and without (no client certificate). The
# certificate of the engine has its address and the name docker only, so that localhost is a wrong name.
create_tls_engine_certificates() (
  rm -rf "$TLS_ENGINE/certificates"
  mkdir -p "$TLS_ENGINE/certificates"
  cd "$TLS_ENGINE/certificates" || exit
  create_authority ca
  create_authority other-ca
  sign ca server 3650 "subjectAltName=$(subject_alt_name "${TLS_ENGINE_ADDRESS%:*}"),DNS:docker" serverAuth
  sign ca client 3650 '' clientAuth
  sign ca expired -1 '' clientAuth
  sign other-ca other 3650 '' clientAuth
  local client
  for client in client expired other without; do
    mkdir -p "$client"
    cp ca.pem "$client/ca.pem"
  done
  touch complete-2
) 2>/dev/null

create_authority() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$1-key.pem"
  openssl req -x509 -new -key "$1-key.pem" -days 3650 -subj "/CN=ContainerKit test $1" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out "$1.pem"
}

# sign AUTHORITY NAME DAYS EXTENSION USAGE
sign() {
  mkdir -p "$2"
  openssl ecparam -name prime256v1 -genkey -noout -out "$2/key.pem"
  openssl req -new -key "$2/key.pem" -subj "/CN=$2" -out "$2.csr"
  printf '%s\nextendedKeyUsage=%s\n' "$4" "$5" > "$2.ext"
  openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1-key.pem" -CAcreateserial -days "$3" -extfile "$2.ext" -out "$2/cert.pem"
}
