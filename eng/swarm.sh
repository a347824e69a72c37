#!/usr/bin/env bash
# Starts a swarm of three Docker Engines for the tests, next to the engine of up.sh. The nodes are the Docker that is
# installed on this machine, each with its own host name and its own network, mount and pid namespaces. All three are
# managers. They share the network and the registries with the engines of engines.sh. Needs Debian and root.
#
#   eng/swarm.sh up                    starts the nodes and forms the swarm; exit code 77 and a reason if this machine lacks a
#                                      right. A complete swarm stays as it is, another one is replaced by a new one
#   eng/swarm.sh run COMMAND...        runs a command with the environment of the swarm; DOCKER_HOST is the first node
#   eng/swarm.sh env                   prints that environment; 'up' writes it to a file and prints its name
#   eng/swarm.sh kill-node NUMBER      kills a node and its containers, as a power failure does
#   eng/swarm.sh start-node NUMBER     starts a killed node with its old state, and waits until its engine responds
#   eng/swarm.sh status                prints the nodes, as the first manager that responds sees them
#   eng/swarm.sh down                  stops the nodes; also the registries and the network if no other engine uses them
#
# CONTAINERKIT_SWARM_NAME=swarm2 selects a second swarm, for another test run at the same time. The addresses of the nodes
# are reachable from this machine, and with them the ports that are published in host mode.
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
# shellcheck source=engines/images.sh
. "$ENG/engines/images.sh"
# shellcheck source=engines/daemon.sh
. "$ENG/engines/daemon.sh"

ENV_FILE=$STATE/$SWARM-env
IMAGES=(busybox nginx)        # on each node, so that the tests do not measure pulls

main() {
  local command=${1:-}
  [ $# = 0 ] || shift
  case $command in
    up) up ;;
    run) run_with_swarm "$@" ;;
    env) print_env ;;
    kill-node) describe_node "${1:-}"; kill_node ;;
    start-node) describe_node "${1:-}"; start_engine ;;
    status) print_status ;;
    down) down ;;
    *) die 'usage: eng/swarm.sh up | run COMMAND... | env | kill-node NUMBER | start-node NUMBER | status | down' ;;
  esac
}

up() {
  local reason
  reason=$(missing_right)
  [ -z "$reason" ] || skip "$reason"
  take_lock
  ensure_packages dockerd:docker.io docker:docker.io docker-registry:docker-registry iptables:iptables ip:iproute2 \
    curl:curl openssl:openssl tmux:tmux /etc/ssl/certs/ca-certificates.crt:ca-certificates
  create_bridge
  start_registries_with_images
  if ! is_complete; then
    for_each_node stop_engine
    for_each_node start_new_node
    form_swarm
  fi
  print_env > "$ENV_FILE"
  info "ready: swarm of ${#SWARM_NODES[@]} managers; environment in $ENV_FILE"
}

down() {
  local name
  [ -d "$STATE" ] || { info 'nothing to stop'; return 0; }
  take_lock
  for_each_node stop_engine
  rm -f "$ENV_FILE"
  info "stopped: ${SWARM_NODES[*]}"
  for name in "${ENGINE_NAMES[@]}" "${ALL_SWARM_NODES[@]}"; do ! is_running "$name" || return 0; done
  stop_registries
  remove_bridge
}

run_with_swarm() {
  [ $# -gt 0 ] || die 'the command is missing'
  is_complete || die 'the swarm is not complete; start it with: eng/swarm.sh up'
  # shellcheck source=/dev/null
  . <(print_env)
  exec "$@"
}

# The lists have an item for each node, separated by semicolons. Tests of other engines read the other variables.
print_env() {
  local name endpoints='' addresses=''
  for name in "${SWARM_NODES[@]}"; do
    describe_engine "$name"
    endpoints+=";unix://$SOCKET"
    addresses+=";$ADDRESS"
  done
  describe_engine "${SWARM_NODES[0]}"
  cat <<ENV
export CONTAINERKIT_SWARM=$(printf %q "${endpoints#;}")
export CONTAINERKIT_SWARM_NAME=$SWARM
export CONTAINERKIT_SWARM_ADDRESSES=$(printf %q "${addresses#;}")
export CONTAINERKIT_SWARM_SCRIPT=$(printf %q "$ENG/swarm.sh")
export CONTAINERKIT_SWARM_IPVS=$(has_ipvs && echo yes || echo no)
export DOCKER_HOST=$(printf %q "unix://$SOCKET")
ENV
  print_test_env
}

# Virtual IP addresses and the ingress network need IP_VS in the kernel. The engine would load the module.
has_ipvs() { modprobe ip_vs 2>/dev/null || [ -e /proc/net/ip_vs ]; }

# ---- nodes ------------------------------------------------------------------------------------

describe_node() {
  case $1 in
    [1-3]) describe_engine "$SWARM-$1" ;;
    *) die "a node's number is 1, 2 or 3" ;;
  esac
}

# for_each_node COMMAND: runs a command for all nodes at the same time.
for_each_node() {
  local command=$1 name jobs=() job
  for name in "${SWARM_NODES[@]}"; do
    (describe_engine "$name"; "$command") & jobs+=($!)
  done
  for job in "${jobs[@]}"; do wait "$job" || die "a node could not be started or stopped; the reason is above"; done
}

# Starts a node without the state of an earlier swarm, whose services would return.
start_new_node() {
  rm -rf "$ENGINE_DIR"
  start_engine
  local image
  for image in "${IMAGES[@]}"; do
    retry on_node docker pull --quiet "$image" >/dev/null || die "${NAME:?} could not pull $image"
  done
}

# The kernel ends all processes of the node's namespaces together with the recorded process.
kill_node() {
  is_running "$NAME" || return 0
  kill -KILL "$(pid_of "$NAME")"
  wait_for 10 has_exited "$NAME" || die "$NAME could not be killed"
  rm -f "$RUN/$NAME" "$SOCKET"
}

on_node() { DOCKER_HOST=unix://$SOCKET "$@"; }

# ---- swarm ------------------------------------------------------------------------------------

# The heartbeat is shorter than the default of 5 s, so that the failure of a node is noticed early.
form_swarm() {
  local name token leader
  describe_engine "${SWARM_NODES[0]}"
  leader=$ADDRESS
  on_node docker swarm init --advertise-addr "$ADDRESS" --dispatcher-heartbeat 2s >/dev/null
  token=$(on_node docker swarm join-token --quiet manager)
  for name in "${SWARM_NODES[@]:1}"; do
    describe_engine "$name"
    on_node docker swarm join --advertise-addr "$ADDRESS" --token "$token" "$leader:2377" >/dev/null
  done
  wait_for 30 is_complete || die "the swarm is not complete after 30 s: $(print_status)"
}

# is_complete: checks whether all nodes run, and whether each of them is an active manager that sees all others.
is_complete() {
  local name
  for name in "${SWARM_NODES[@]}"; do
    describe_engine "$name"
    is_responding || return 1
    [ "$(list_nodes | grep -cE '^Ready Active (Leader|Reachable)$')" = "${#SWARM_NODES[@]}" ] || return 1
    [ "$(list_nodes | wc -l)" = "${#SWARM_NODES[@]}" ] || return 1
  done
}

list_nodes() { on_node timeout 10 docker node ls --format '{{.Status}} {{.Availability}} {{.ManagerStatus}}' 2>/dev/null || true; }

print_status() {
  local name
  for name in "${SWARM_NODES[@]}"; do
    describe_engine "$name"
    ! is_responding || ! on_node timeout 10 docker node ls 2>/dev/null || return 0
  done
  info 'no node responds as a manager'
}

main "$@"
