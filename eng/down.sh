#!/usr/bin/env bash
# Stops only what up.sh started. Images and packages are kept, so the next up.sh is fast.
#
#   eng/down.sh [--purge]      --purge also removes the state directory: images, certificates, logs
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
. "$ENG/settings.sh"
. "$ENG/registries.sh"
. "$ENG/engine.sh"
. "$ENG/ssh.sh"
. "$ENG/tls-engine.sh"

[ -d "$STATE" ] || { info 'nothing to stop'; exit 0; }
take_lock
stop_ssh
stop_tls_engine
stop_engine
stop_registries
rm -f "$STATE/env" "$STATE/settings"
info 'stopped'
if [ "${1:-}" = --purge ]; then
  rm -rf "$STATE"
  info "removed $STATE"
fi
