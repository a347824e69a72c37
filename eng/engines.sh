#!/usr/bin/env bash
# Starts other engines for the tests, next to the one of up.sh. Each engine has its own network, mount and pid
# namespaces. All use the same registries. Needs Debian and root.
#
#   eng/engines.sh list                    prints the names of the engines
#   eng/engines.sh check                   checks the rights; exit code 77 and a reason if one is missing
#   eng/engines.sh up NAME...              starts engines, and downloads them first if necessary; exit code 77 and a reason
#                                          if this machine lacks a right or Debian does not offer the engine
#   eng/engines.sh run NAME COMMAND...     runs a command with the engine's environment and network
#   eng/engines.sh env NAME                prints that environment; CONTAINERKIT_ENTER is the command that enters the network
#   eng/engines.sh version NAME            prints the version that a running engine reports
#   eng/engines.sh down [NAME...]          stops engines; without a name all of them, the swarm of swarm.sh, the registries
#                                          and the network
#
# Published ports of an engine are reachable only in its network. Therefore tests are run with 'run'.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=engines/settings.sh
. "$ENG/engines/settings.sh"
. "$ENG/settings.sh"
. "$ENG/packages.sh"
. "$ENG/registries.sh"
# shellcheck source=engines/network.sh
. "$ENG/engines/network.sh"
# shellcheck source=engines/packages.sh
. "$ENG/engines/packages.sh"
. "$ENG/ssh.sh"
. "$ENG/tls-engine.sh"
# shellcheck source=engines/images.sh
. "$ENG/engines/images.sh"
# shellcheck source=engines/daemon.sh
. "$ENG/engines/daemon.sh"

main() {
  local command=${1:-} name
  [ $# = 0 ] || shift
  case $command in
    list) printf '%s\n' "${ENGINE_NAMES[@]}" ;;
    check) check_rights ;;
    up)
      [ $# -gt 0 ] || die 'the name of an engine is missing; see eng/engines.sh list'
      for name in "$@"; do describe_engine "$name"; done
      check_rights
      up "$@"
      ;;
    run) run_in_engine "$@" ;;
    env) describe_engine "${1:-}"; print_env ;;
    version) describe_engine "${1:-}"; engine_version ;;
    down) down "$@" ;;
    *) die 'usage: eng/engines.sh list | check | up NAME... | run NAME COMMAND... | env NAME | version NAME | down [NAME...]' ;;
  esac
}

check_rights() {
  local reason
  reason=$(missing_right)
  [ -z "$reason" ] || skip "$reason"
  [ -n "$(debian_archive)" ] || skip 'apt has no Debian archive to download engines from'
}

up() {
  local name
  take_lock
  ensure_packages docker:docker.io docker-registry:docker-registry iptables:iptables ip:iproute2 curl:curl openssl:openssl \
    tmux:tmux mmdebstrap:mmdebstrap patchelf:patchelf /etc/ssl/certs/ca-certificates.crt:ca-certificates
  create_bridge
  start_registries_with_images
  for name in "$@"; do
    describe_engine "$name"
    start_engine
    use_ssh_of_engine
    start_ssh "$SOCKET"
    info "$name: version $(engine_version) on $SOCKET"
  done
}

down() {
  local name is_all=false
  [ -d "$STATE" ] || { info 'nothing to stop'; return 0; }
  take_lock
  [ $# -gt 0 ] || { is_all=true; set -- "${ENGINE_NAMES[@]}" "${ALL_SWARM_NODES[@]}"; }
  for name in "$@"; do
    describe_engine "$name"
    use_ssh_of_engine
    stop_ssh
    stop_engine
  done
  ! $is_all || { stop_registries; remove_bridge; }
  info "stopped: $*"
}

run_in_engine() {
  describe_engine "${1:-}"
  shift
  is_responding || die "$NAME does not run; start it with: eng/engines.sh up $NAME"
  # shellcheck source=/dev/null
  . <(print_env)
  exec nsenter --net="/run/netns/$NETNS" "$@"      # without a shell in between that would not pass on signals
}

print_env() {
  # The shell may have the environment of another engine, with more than this engine has.
  # shellcheck disable=SC2016
  echo 'unset ${!CONTAINERKIT_TLS_ENGINE@} ${!CONTAINERKIT_SWARM@} ${!CONTAINERKIT_SSH@}'
  cat <<ENV
export DOCKER_HOST=$(printf %q "unix://$SOCKET")
export CONTAINERKIT_ENTER=$(printf %q "nsenter --net=/run/netns/$NETNS")
ENV
  print_test_env
  use_ssh_of_engine
  print_ssh_env
  ! has_tls || TLS_ENGINE_ADDRESS=$TLS_ADDRESS TLS_ENGINE_SERVICE=$ADDRESS print_tls_engine_env
}

# The library also reaches an engine over ssh. The servers are in its network, so that published ports are on the host of the address.
use_ssh_of_engine() { use_ssh_of_namespace "$NAME" "$ENGINE_DIR/ssh" nsenter --net="/run/netns/$NETNS"; }

main "$@"
