# shellcheck shell=bash
# Addresses and credentials of the registries and the engine. The tests read the same environment variables.
# To move a registry to another port, set its variable before you run up.sh. Source this after lib.sh.

MIRROR=${CONTAINERKIT_REGISTRY:-127.0.0.1:5000}             # anonymous pull and push
AUTH_REGISTRY=${CONTAINERKIT_AUTH_REGISTRY:-127.0.0.1:5001} # password required
TLS_REGISTRY=${CONTAINERKIT_TLS_REGISTRY:-127.0.0.1:5443}   # password required, TLS from our own CA
HUB=${CONTAINERKIT_HUB-127.0.0.1:443}                       # stands in for Docker Hub; empty: disabled

# The tests search their output for this password, so it must be long and occur nowhere else. registries.sh has its hash.
AUTH_USER=tester
AUTH_PASSWORD=planted-registry-password-Vw3kQz7R

# The engine listens on /var/run/docker.sock if that is free. Set CONTAINERKIT_SOCKET to start a second engine
# next to one that already runs. It needs a separate network namespace; see engine.sh.
DEFAULT_SOCKET=/var/run/docker.sock
WANTED_SOCKET=${CONTAINERKIT_SOCKET:-}

REGISTRIES=$STATE/registries
CA=$REGISTRIES/ca.crt
ENGINE=$STATE/engine

print_settings() { printf '%s\n' "$MIRROR" "$AUTH_REGISTRY" "$TLS_REGISTRY" "$HUB" "$WANTED_SOCKET"; }

# The variables of the tests that are the same for every engine.
print_test_env() {
  cat <<ENV
export CONTAINERKIT_ENGINE=required
export CONTAINERKIT_REGISTRY=$MIRROR
export CONTAINERKIT_AUTH_REGISTRY=$AUTH_REGISTRY
export CONTAINERKIT_AUTH_USER=$AUTH_USER
export CONTAINERKIT_AUTH_PASSWORD=$AUTH_PASSWORD
export CONTAINERKIT_TLS_REGISTRY=$TLS_REGISTRY
export CONTAINERKIT_TLS_CA=$(printf %q "$CA")
ENV
}
