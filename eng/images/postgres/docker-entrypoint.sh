#!/bin/bash
# Starts PostgreSQL, after making the database on the first start. The settings are those of the image on
# Docker Hub: POSTGRES_PASSWORD, POSTGRES_USER and POSTGRES_DB (each also as ..._FILE),
# POSTGRES_INITDB_ARGS, POSTGRES_HOST_AUTH_METHOD, PGDATA, and the scripts in /docker-entrypoint-initdb.d.
#
# The first start runs a server twice: once on a socket only, for the scripts, and then the real one.
# So "ready to accept connections" is logged twice, and only the second one can be believed.
set -Eeuo pipefail

main() {
  [ "${1:0:1}" != - ] || set -- postgres "$@"
  if [ "$1" != postgres ] || only_asks "$@"; then exec "$@"; fi

  export PGDATA=${PGDATA:-/var/lib/postgresql/data}
  [ "$(id -u)" != 0 ] || become_postgres "$@"

  if [ -s "$PGDATA/PG_VERSION" ]; then
    printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
  else
    read_settings
    make_database "$@"
    printf '\nPostgreSQL init process complete; ready for start up.\n\n'
  fi
  unset POSTGRES_PASSWORD PGPASSWORD
  exec "$@"
}

# only_asks ARGUMENT...: for help or the version, which takes no database.
only_asks() {
  local argument
  for argument in "$@"; do
    case $argument in -\? | --help | --describe-config | -V | --version) return 0 ;; esac
  done
  return 1
}

become_postgres() {
  mkdir -p "$PGDATA" /run/postgresql
  chmod 700 "$PGDATA"
  # Only what is somebody else's: on a layered file system each file whose owner is set is copied, also where that changes nothing.
  find "$PGDATA" /run/postgresql ! -user postgres -exec chown postgres:postgres {} +
  exec setpriv --reuid=postgres --regid=postgres --clear-groups -- "$0" "$@"
}

# setting NAME DEFAULT: from NAME, else from the file that NAME_FILE names, else the default.
setting() {
  local file=${1}_FILE
  if [ -n "${!1:-}" ] && [ -n "${!file:-}" ]; then
    echo >&2 "error: both $1 and $file are set (but are exclusive)"
    exit 1
  fi
  if [ -n "${!file:-}" ]; then
    printf -v "$1" '%s' "$(< "${!file}")"
  elif [ -z "${!1:-}" ]; then
    printf -v "$1" '%s' "$2"
  fi
}

read_settings() {
  setting POSTGRES_PASSWORD ''
  setting POSTGRES_USER postgres
  setting POSTGRES_DB "$POSTGRES_USER"
  setting POSTGRES_INITDB_ARGS ''
  setting POSTGRES_HOST_AUTH_METHOD ''
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
    cat >&2 <<'TEXT'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
TEXT
    exit 1
  fi
}

# make_database SERVER [FLAG...]: the server that runs the scripts has the flags of the one that comes after it.
make_database() {
  # The extra arguments may be quoted, as on a command line, hence eval. The password travels in a pipe
  # and not as an argument, where anybody who lists processes could read it.
  local initdb="initdb --username=\"\$POSTGRES_USER\" $POSTGRES_INITDB_ARGS"
  if [ -n "$POSTGRES_PASSWORD" ]; then
    eval "$initdb --pwfile=<(printf '%s\\n' \"\$POSTGRES_PASSWORD\")"
  else
    eval "$initdb"
  fi
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"

  export PGPASSWORD=$POSTGRES_PASSWORD
  shift
  pg_ctl -D "$PGDATA" -o "$(printf '%q ' "$@" -c listen_addresses= -p 5432)" -w start
  [ "$POSTGRES_DB" = postgres ] || query postgres --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db" ;'
  run_initial_scripts
  pg_ctl -D "$PGDATA" -m fast -w stop
}

query() {
  local database=$1; shift
  psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --username "$POSTGRES_USER" --dbname "$database" "$@"
}

run_initial_scripts() {
  local script
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
      *.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
      *.sql) query "$POSTGRES_DB" -f "$script" ;;
      *.sql.gz) gunzip -c "$script" | query "$POSTGRES_DB" ;;
    esac
  done
}

main "$@"
