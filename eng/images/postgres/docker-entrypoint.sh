#!/bin/bash
# Starts PostgreSQL. On the first start it creates the database. The settings are those of the image on Docker Hub:
# POSTGRES_PASSWORD, POSTGRES_USER and POSTGRES_DB (each also as ..._FILE), POSTGRES_INITDB_ARGS,
# POSTGRES_HOST_AUTH_METHOD, PGDATA, and the scripts in /docker-entrypoint-initdb.d.
#
# The first start runs the server twice: a temporary one, only on a socket, for the scripts, and then the final one.
# So "ready to accept connections" is logged twice, and clients can connect only after the second one.
set -Eeuo pipefail

main() {
  [ "${1:0:1}" != - ] || set -- postgres "$@"
  if [ "$1" != postgres ] || is_info_command "$@"; then exec "$@"; fi

  export PGDATA=${PGDATA:-/var/lib/postgresql/data}
  [ "$(id -u)" != 0 ] || run_as_postgres "$@"

  if [ -s "$PGDATA/PG_VERSION" ]; then
    printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
  else
    read_settings
    create_database "$@"
    printf '\nPostgreSQL init process complete; ready for start up.\n\n'
  fi
  unset POSTGRES_PASSWORD PGPASSWORD
  exec "$@"
}

# is_info_command ARGUMENT...: checks for options that print help or the version and need no database.
is_info_command() {
  local argument
  for argument in "$@"; do
    case $argument in -\? | --help | --describe-config | -V | --version) return 0 ;; esac
  done
  return 1
}

run_as_postgres() {
  mkdir -p "$PGDATA" /run/postgresql
  chmod 700 "$PGDATA"
  # Only files of other users: on a layered file system, chown copies a file even if its owner does not change.
  find "$PGDATA" /run/postgresql ! -user postgres -exec chown postgres:postgres {} +
  exec setpriv --reuid=postgres --regid=postgres --clear-groups -- "$0" "$@"
}

# read_setting NAME DEFAULT: reads NAME, or the file named by NAME_FILE, or uses the default.
read_setting() {
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
  read_setting POSTGRES_PASSWORD ''
  read_setting POSTGRES_USER postgres
  read_setting POSTGRES_DB "$POSTGRES_USER"
  read_setting POSTGRES_INITDB_ARGS ''
  read_setting POSTGRES_HOST_AUTH_METHOD ''
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
    cat >&2 <<'TEXT'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
TEXT
    exit 1
  fi
}

# create_database SERVER [FLAG...]: the temporary server gets the same flags as the final one.
create_database() {
  # POSTGRES_INITDB_ARGS may contain quotes, as on a command line, hence eval. The password is passed through a pipe
  # because arguments are visible in the process list.
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
  run_init_scripts
  pg_ctl -D "$PGDATA" -m fast -w stop
}

query() {
  local database=$1; shift
  psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --username "$POSTGRES_USER" --dbname "$database" "$@"
}

run_init_scripts() {
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
