#!/bin/sh
# Starts redis-server as an unprivileged user. Options and configuration files are passed to redis-server; any other
# command is run as it is.
set -e

case ${1:-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac

if [ "$1" != redis-server ]; then
  exec "$@"
fi

if [ "$(id -u)" = 0 ]; then
  find . ! -user redis -exec chown redis:redis {} +
  exec setpriv --reuid=redis --regid=redis --clear-groups -- "$0" "$@"
fi

# Protected mode accepts only loopback connections. Clients of a container connect from other addresses.
exec "$@" --protected-mode no
