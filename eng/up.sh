#!/usr/bin/env bash
# Starts what the tests need: a Docker Engine, registries and images. It can be run repeatedly.
#
#   eng/up.sh              then: . "${XDG_CACHE_HOME:-$HOME/.cache}/containerkit/env"
#
# If an engine already runs (at DOCKER_HOST, the Docker context or the default socket), it is used as it is and
# nothing is started. Otherwise, on Debian and as root, the packages are installed and an engine is started.
# eng/down.sh stops it. Settings: eng/settings.sh.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
. "$ENG/settings.sh"
. "$ENG/packages.sh"
. "$ENG/registries.sh"
. "$ENG/engine.sh"
. "$ENG/ssh.sh"
. "$ENG/tls-engine.sh"

main() {
  take_lock
  local existing
  if existing=$(find_existing_engine); then
    info "using the engine at $existing; nothing is started"
    write_env_for_existing_engine
    return
  fi
  check_docker_host
  ensure_packages dockerd:docker.io docker:docker.io iptables:iptables ip:iproute2 docker-registry:docker-registry \
    tmux:tmux curl:curl openssl:openssl /etc/ssl/certs/ca-certificates.crt:ca-certificates
  check_settings_unchanged
  start_registries
  start_engine
  "$ENG/images.sh"               # pushes to the registry while the engine is starting
  wait_for_engine
  start_tls_engine
  start_ssh "$(own_socket)"
  wait_for_tls_engine
  write_env_for_own_engine
  info "ready: engine on $(own_socket), registries on $MIRROR, $AUTH_REGISTRY, $TLS_REGISTRY; environment in $STATE/env"
}

# Fails if DOCKER_HOST names an engine that does not respond, because testing with another engine would be
# misleading. Our own socket, from an environment file that was sourced earlier, is accepted.
check_docker_host() {
  local host=${DOCKER_HOST:-}
  [ -n "$host" ] && [ -z "$WANTED_SOCKET" ] || return 0
  [ "$host" != "unix://$DEFAULT_SOCKET" ] && [ "$host" != "unix://$STATE/docker.sock" ] || return 0
  [ "$host" != "unix://$(own_socket)" ] || return 0
  die "DOCKER_HOST is $host, but no engine responds there. Start it, or unset DOCKER_HOST."
}

# Ports and sockets are fixed when the processes start. Changing them requires down.sh and up.sh.
check_settings_unchanged() {
  if is_running engine || is_running mirror; then
    print_settings | cmp -s - "$STATE/settings" ||
      die 'the requested addresses differ from those in use; run eng/down.sh first'
  fi
  print_settings > "$STATE/settings"
}

write_env() { cat > "$STATE/env.new" && mv "$STATE/env.new" "$STATE/env"; }

write_env_for_existing_engine() {
  write_env <<ENV
export CONTAINERKIT_ENGINE=required
ENV
}

write_env_for_own_engine() {
  {
    needs_docker_host && printf 'export DOCKER_HOST=%q\n' "unix://$(own_socket)"
    print_test_env
    print_ssh_env
    print_tls_engine_env
  } | write_env
}

# DOCKER_HOST is also needed if the Docker context points to another engine, because it takes precedence.
needs_docker_host() {
  local context
  [ "$(own_socket)" = "$DEFAULT_SOCKET" ] || return 0
  context=$(docker_context_host) || return 1
  [ "$context" != "unix://$DEFAULT_SOCKET" ]
}

main "$@"
