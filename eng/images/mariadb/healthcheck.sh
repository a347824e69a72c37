#!/bin/sh
# healthcheck.sh [--connect] [--innodb_initialized]: 0 when the server that others can reach answers. The one that runs
# during the first start listens on a socket only, and is not reached.
set -e

for check in "${@:---connect}"; do
  case $check in
    --connect | --innodb_initialized) mariadb-admin --protocol=tcp --host=127.0.0.1 --connect-timeout=2 --silent ping ;;
    *) echo >&2 "healthcheck: unknown check $check"; exit 1 ;;
  esac
done
