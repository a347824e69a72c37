# shellcheck shell=bash
# Three registries (Debian's docker-registry, the reference implementation) and a stand-in for Docker Hub.
# Source it after lib.sh and settings.sh.

start_registries() {
  mkdir -p "$REGISTRIES"
  write_password_file
  [ -s "$REGISTRIES/server.crt" ] || create_certificates
  trust_ca_in_engines

  start_registry mirror "$MIRROR" CONTAINERKIT_REGISTRY
  start_registry auth "$AUTH_REGISTRY" CONTAINERKIT_AUTH_REGISTRY password
  start_registry tls "$TLS_REGISTRY" CONTAINERKIT_TLS_REGISTRY password tls
  start_hub
}

stop_registries() {
  local name
  for name in mirror auth tls hub; do stop_daemon "$name" 5; done
  untrust_ca_in_engines
}

# The registry accepts only bcrypt. This is the hash of the test password in settings.sh. It is stored here because
# computing it needs htpasswd, and bcrypt is slow on purpose.
write_password_file() {
  # shellcheck disable=SC2016
  printf '%s:%s\n' "$AUTH_USER" '$2y$05$CkPlantedPasswordSaltuNQ/JH5ugJ0t3hrx28PI0k81dc0C1bkO' > "$REGISTRIES/htpasswd"
}

# Creates a CA for this machine, and one server certificate for the TLS registry and the Docker Hub stand-in. They
# are generated here so that the repository contains no key.
create_certificates() (
  cd "$REGISTRIES" || exit
  openssl ecparam -name prime256v1 -genkey -noout -out ca.key
  openssl ecparam -name prime256v1 -genkey -noout -out server.key
  openssl req -x509 -new -key ca.key -days 3650 -subj '/CN=ContainerKit test CA' \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out ca.crt
  openssl req -new -key server.key -subj '/CN=ContainerKit test registry' -out server.csr
  {
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1,%s' "$(subject_alt_name "${TLS_REGISTRY%:*}")"
    printf ',DNS:docker.io,DNS:index.docker.io,DNS:registry-1.docker.io\n'
    printf 'extendedKeyUsage=serverAuth\n'
  } > server.ext
  openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 \
    -extfile server.ext -out server.crt.new 2>/dev/null
  mv server.crt.new server.crt      # last and atomic: server.crt exists only if all files are complete
)

subject_alt_name() {
  case $1 in
    *[!0-9.]*) printf 'DNS:%s' "$1" ;;
    *) printf 'IP:%s' "$1" ;;
  esac
}

# Engines read this directory on each pull and trust every .crt file in it. The file name contains the CA's
# checksum, so that several state directories can each have a file there.
engine_ca_file() {
  printf '/etc/docker/certs.d/%s/containerkit-%s.crt' "$TLS_REGISTRY" "$(cksum < "$CA" | cut -d' ' -f1)"
}

trust_ca_in_engines() {
  local file
  file=$(engine_ca_file)
  mkdir -p "$(dirname "$file")"
  cmp -s "$CA" "$file" || cp "$CA" "$file"
}

untrust_ca_in_engines() {
  [ -s "$CA" ] || return 0
  rm -f "$(engine_ca_file)"
  rmdir -p "$(dirname "$(engine_ca_file)")" 2>/dev/null || true    # only empty directories
}

# start_registry NAME ADDRESS VARIABLE [password] [tls]
start_registry() {
  local name=$1 address=$2 variable=$3
  ! is_running "$name" || return 0
  ! is_listening "$address" || die "$address is in use by another process, so the $name registry cannot listen there.
Choose another port, for example: $variable=127.0.0.1:15000 eng/up.sh"
  shift 3
  registry_config "$name" "$address" "$@" > "$REGISTRIES/$name.yml"
  start_daemon "$name" docker-registry serve "$REGISTRIES/$name.yml"
  wait_for 10 is_listening "$address" || die "the $name registry does not listen on $address; see $LOGS/$name.log"
  is_running "$name" || die "the $name registry exited right after its start; see $LOGS/$name.log"
}

# Serves the mirror's storage over TLS under the names of Docker Hub (see the hosts file in engine.sh). Without it,
# pulling an image that the mirror lacks fails with "no such host" on a machine that cannot reach Docker Hub; with
# it, the engine gets "not found" at once. Docker Hub's names imply port 443, so the stand-in is left out if that
# port is in use.
start_hub() {
  [ -n "$HUB" ] || return 0
  if ! is_running hub && is_listening "$HUB"; then
    info "note: $HUB is in use by another process; unknown images are pulled from the real Docker Hub"
    return 0
  fi
  start_registry hub "$HUB" CONTAINERKIT_HUB tls
}

registry_config() {
  local name=$1 address=$2 storage=$1 option
  shift 2
  [ "$name" != hub ] || storage=mirror
  cat <<YAML
version: 0.1
log: { level: warn }
storage:
  filesystem: { rootdirectory: $REGISTRIES/$storage }
  delete: { enabled: true }
http:
  addr: $address
  secret: containerkit-tests
YAML
  for option in "$@"; do
    case $option in
      tls) printf '  tls: { certificate: %s, key: %s }\n' "$REGISTRIES/server.crt" "$REGISTRIES/server.key" ;;
    esac
  done
  for option in "$@"; do
    case $option in
      password) printf 'auth: { htpasswd: { realm: containerkit, path: %s } }\n' "$REGISTRIES/htpasswd" ;;
    esac
  done
}

is_listening() { (exec 3<> "/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null; }
