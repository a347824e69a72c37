#!/usr/bin/env bash
# Brings up what the tests need: a Docker Engine, registries, and images. Run it as often as you like.
#
#   eng/up.sh              then: . "${XDG_CACHE_HOME:-$HOME/.cache}/containerkit/env"
#
# Where an engine already answers (DOCKER_HOST, the docker context, or the default socket) that one is
# used as it is and nothing is started. Where none does, on Debian and as root, one is set up with
# everything around it; eng/down.sh takes it away again. Knobs: eng/settings.sh.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
. "$ENG/settings.sh"
. "$ENG/packages.sh"
. "$ENG/registries.sh"
. "$ENG/engine.sh"

main() {
  take_lock
  local foreign
  if foreign=$(foreign_engine); then
    say "using the engine at $foreign; nothing is started"
    write_env_for_foreign_engine
    return
  fi
  refuse_dead_docker_host
  need_packages dockerd:docker.io docker:docker.io iptables:iptables docker-registry:docker-registry \
    tmux:tmux curl:curl openssl:openssl /etc/ssl/certs/ca-certificates.crt:ca-certificates
  refuse_changed_settings
  start_registries
  start_engine
  "$ENG/images.sh"               # straight into the registry, while the engine is still starting
  await_engine
  write_env_for_our_engine
  say "ready: engine on $(our_socket), registries on $MIRROR, $AUTH_REGISTRY, $TLS_REGISTRY; environment in $STATE/env"
}

# Quietly testing against another engine than the one that was named would mislead. (The name of our
# own socket, from an environment file sourced earlier, is no reason to refuse.)
refuse_dead_docker_host() {
  local host=${DOCKER_HOST:-}
  [ -n "$host" ] && [ -z "$WANTED_SOCKET" ] || return 0
  [ "$host" != "unix://$DEFAULT_SOCKET" ] && [ "$host" != "unix://$STATE/docker.sock" ] || return 0
  [ "$host" != "unix://$(our_socket)" ] || return 0
  die "DOCKER_HOST is $host, but no engine answers there. Start it, or unset DOCKER_HOST."
}

# Ports and sockets are fixed when the processes start; moving them takes a down and an up.
refuse_changed_settings() {
  if alive engine || alive mirror; then
    settings_in_use | cmp -s - "$STATE/settings" ||
      die 'the addresses asked for differ from those in use; run eng/down.sh first'
  fi
  settings_in_use > "$STATE/settings"
}

write_env() { cat > "$STATE/env.new" && mv "$STATE/env.new" "$STATE/env"; }

write_env_for_foreign_engine() {
  write_env <<ENV
export CONTAINERKIT_ENGINE=required
ENV
}

write_env_for_our_engine() {
  {
    needs_docker_host && printf 'export DOCKER_HOST=%q\n' "unix://$(our_socket)"
    cat <<ENV
export CONTAINERKIT_ENGINE=required
export CONTAINERKIT_REGISTRY=$MIRROR
export CONTAINERKIT_AUTH_REGISTRY=$AUTH_REGISTRY
export CONTAINERKIT_AUTH_USER=$AUTH_USER
export CONTAINERKIT_AUTH_PASSWORD=$AUTH_PASSWORD
export CONTAINERKIT_TLS_REGISTRY=$TLS_REGISTRY
export CONTAINERKIT_TLS_CA=$(printf %q "$CA")
ENV
  } | write_env
}

# Also when a docker context points elsewhere: DOCKER_HOST is what outranks it.
needs_docker_host() {
  local context
  [ "$(our_socket)" = "$DEFAULT_SOCKET" ] || return 0
  context=$(context_host) || return 1
  [ "$context" != "unix://$DEFAULT_SOCKET" ]
}

main "$@"
