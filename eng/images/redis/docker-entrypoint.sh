#!/bin/sh
# Starts redis-server as an ordinary user. Arguments that look like options or like a configuration
# file go to redis-server; anything else is a command of its own.
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

# Protected mode refuses everybody but the loopback, and in a container everybody is somebody else.
exec "$@" --protected-mode no
