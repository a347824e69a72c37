#!/bin/sh
# healthcheck.sh [--connect] [--innodb_initialized]: returns 0 if the server responds over TCP. The temporary server of
# the first start listens only on a socket, so it does not count.
set -e

for check in "${@:---connect}"; do
  case $check in
    --connect | --innodb_initialized) mariadb-admin --protocol=tcp --host=127.0.0.1 --connect-timeout=2 --silent ping ;;
    *) echo >&2 "healthcheck: unknown check $check"; exit 1 ;;
  esac
done
