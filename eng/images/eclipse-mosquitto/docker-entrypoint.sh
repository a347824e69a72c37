#!/bin/sh
# Gives the files of the broker to its user. The broker itself changes to that user after it has read its configuration.
set -e

if [ "$(id -u)" = 0 ] && [ -d /mosquitto ]; then chown -R mosquitto:mosquitto /mosquitto || true; fi
exec "$@"
