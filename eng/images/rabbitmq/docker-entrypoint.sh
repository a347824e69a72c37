#!/bin/sh
# Starts RabbitMQ as an unprivileged user. The broker itself reads the settings of the image on Docker Hub:
# RABBITMQ_DEFAULT_USER, RABBITMQ_DEFAULT_PASS, RABBITMQ_DEFAULT_VHOST, RABBITMQ_NODENAME.
set -e

case ${1:-} in
  -*) set -- rabbitmq-server "$@" ;;
esac

if [ "$1" != rabbitmq-server ]; then
  exec "$@"
fi

for name in RABBITMQ_DEFAULT_PASS_FILE RABBITMQ_DEFAULT_USER_FILE RABBITMQ_VM_MEMORY_HIGH_WATERMARK; do
  if eval "[ -n \"\${$name:-}\" ]"; then
    echo >&2 "error: $name is set but deprecated; use a configuration file instead"
    exit 1
  fi
done

if [ "$(id -u)" = 0 ]; then
  find /var/lib/rabbitmq ! -user rabbitmq -exec chown rabbitmq:rabbitmq {} +
  exec setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups -- "$0" "$@"
fi

exec "$@"
