# shellcheck shell=bash
# The engines that eng/engines.sh can start, and the addresses of their network. Source it after ../lib.sh.
#
# The engines have a separate state directory and separate registries, so that they can run next to the engine of
# up.sh. The variables are those that ../settings.sh reads.

ENGINE_NAMES=(
  docker-20.10 docker-26.1 docker-28.5 docker-28.5-containerd docker-26.1-rootless
  podman-4.3 podman-5.4 podman-newest
)
# The nodes of ../swarm.sh. They are not in the list, because each of them alone is no further engine. Two test runs at the
# same time need a swarm each, so there is a second one.
SWARM=${CONTAINERKIT_SWARM_NAME:-swarm}
SWARM_NODES=("$SWARM-1" "$SWARM-2" "$SWARM-3")
ALL_SWARM_NODES=(swarm-{1,2,3} swarm2-{1,2,3})

BRIDGE=containerkit0          # at most 15 characters
SUBNET=10.91.0
GATEWAY=$SUBNET.1             # the host's address on the bridge; the registries listen there

MAIN_STATE=$STATE
STATE=$STATE/engines
RUN=$STATE/run
LOGS=$STATE/log
export CONTAINERKIT_REGISTRY=$GATEWAY:5000
export CONTAINERKIT_AUTH_REGISTRY=$GATEWAY:5001
export CONTAINERKIT_TLS_REGISTRY=$GATEWAY:5443
export CONTAINERKIT_HUB=$GATEWAY:443

# skip REASON: ends the script, because the engine cannot be used here.
skip() { info "skipped: $*"; exit 77; }

# describe_engine NAME: sets the properties of an engine.
#   KIND      docker, rootless, podman, or installed: the Docker that is installed on this machine
#   SUITE     the Debian release whose packages are used
#   VERSION   the version that the engine must report; empty: any
#   HOST      the last number of its address on the bridge
# Debian's sid moves on. If it has a newer Docker than 28.5, the engine is skipped with both versions in the reason.
describe_engine() {
  case $1 in
    docker-20.10)           KIND=docker SUITE=bookworm VERSION=20.10. HOST=11 ;;
    docker-26.1)            KIND=docker SUITE=trixie VERSION=26.1. HOST=12 ;;
    docker-28.5)            KIND=docker SUITE=sid VERSION=28.5. HOST=13 ;;
    docker-28.5-containerd) KIND=docker SUITE=sid VERSION=28.5. HOST=14 ;;
    docker-26.1-rootless)   KIND=rootless SUITE=trixie VERSION=26.1. HOST=15 ;;
    podman-4.3)             KIND=podman SUITE=bookworm VERSION=4.3. HOST=16 ;;
    podman-5.4)             KIND=podman SUITE=trixie VERSION=5.4. HOST=17 ;;
    podman-newest)          KIND=podman SUITE=sid VERSION='' HOST=18 ;;
    swarm-[123])            KIND=installed SUITE='' VERSION='' HOST=2${1#swarm-} ;;
    swarm2-[123])           KIND=installed SUITE='' VERSION='' HOST=3${1#swarm2-} ;;
    *) die "unknown engine $1; known are: ${ENGINE_NAMES[*]}" ;;
  esac
  NAME=$1
  ADDRESS=$SUBNET.$HOST
  ENGINE_DIR=$STATE/$NAME               # storage, socket and configuration
  SOCKET=$ENGINE_DIR/engine.sock
  NETNS=containerkit-$NAME
}
