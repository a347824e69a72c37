#!/usr/bin/env bash
# Stops what up.sh started, and nothing else. Images and packages stay, so the next up is quick.
#
#   eng/down.sh [--purge]      --purge also removes the state folder: images, certificates, logs
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
. "$ENG/settings.sh"
. "$ENG/registries.sh"
. "$ENG/engine.sh"

[ -d "$STATE" ] || { say 'nothing to stop'; exit 0; }
take_lock
stop_engine
stop_registries
rm -f "$STATE/env" "$STATE/settings"
say 'stopped'
if [ "${1:-}" = --purge ]; then
  rm -rf "$STATE"
  say "removed $STATE"
fi
