# shellcheck shell=bash
# Where things listen, and who may enter. The names that the tests read are also the knobs: set one
# before up.sh to move a registry to another port. Source it after lib.sh.

MIRROR=${CONTAINERKIT_REGISTRY:-127.0.0.1:5000}             # anyone may pull and push
AUTH_REGISTRY=${CONTAINERKIT_AUTH_REGISTRY:-127.0.0.1:5001} # the same, behind a password
TLS_REGISTRY=${CONTAINERKIT_TLS_REGISTRY:-127.0.0.1:5443}   # a password, and TLS from our own CA
HUB=${CONTAINERKIT_HUB-127.0.0.1:443}                       # our engine takes it for Docker Hub; empty: none

AUTH_USER=alice
AUTH_PASSWORD=s3cret

# The engine: by default /var/run/docker.sock when that is free. Name a socket here to get an engine
# of your own next to one that already runs (in a network namespace of its own; see engine.sh).
DEFAULT_SOCKET=/var/run/docker.sock
WANTED_SOCKET=${CONTAINERKIT_SOCKET:-}

REGISTRIES=$STATE/registries
CA=$REGISTRIES/ca.crt
ENGINE=$STATE/engine

settings_in_use() { printf '%s\n' "$MIRROR" "$AUTH_REGISTRY" "$TLS_REGISTRY" "$HUB" "$WANTED_SOCKET"; }
