#!/bin/bash
# Starts MariaDB. On the first start it creates the database. The settings are those of the image on Docker Hub:
# MARIADB_ROOT_PASSWORD (or MARIADB_RANDOM_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD), MARIADB_ROOT_HOST,
# MARIADB_DATABASE, MARIADB_USER and MARIADB_PASSWORD, each also as MYSQL_... and as ..._FILE, and the scripts in
# /docker-entrypoint-initdb.d. Named time zones are not loaded (as with MARIADB_INITDB_SKIP_TZINFO).
#
# The first start runs the server twice: a temporary one, only on a socket, for the scripts, and then the final one.
set -Eeuo pipefail

DATA=/var/lib/mysql
SOCKET=/run/mysqld/mysqld.sock

main() {
  [ "${1:0:1}" != - ] || set -- mariadbd "$@"
  [ "$1" != mysqld ] || set -- mariadbd "${@:2}"
  if [ "$1" != mariadbd ] || is_info_command "$@"; then exec "$@"; fi
  [ "$(id -u)" != 0 ] || run_as_mysql "$@"

  note "Entrypoint script for MariaDB Server started."
  if [ ! -d "$DATA/mysql" ]; then
    read_settings
    create_database "${@:2}"
    note 'MariaDB init process done. Ready for start up.'
  fi
  unset MARIADB_ROOT_PASSWORD MARIADB_PASSWORD MYSQL_ROOT_PASSWORD MYSQL_PASSWORD
  exec "$@"
}

write_log() { printf '%s [%s] [Entrypoint]: %s\n' "$(date --rfc-3339=seconds)" "$1" "$2"; }
note() { write_log Note "$1"; }
fail() { write_log ERROR "$1" >&2; exit 1; }

# is_info_command ARGUMENT...: checks for options that print help or the version and need no database.
is_info_command() {
  local argument
  for argument in "$@"; do
    case $argument in -\? | --help | --print-defaults | -V | --version) return 0 ;; esac
  done
  return 1
}

run_as_mysql() {
  mkdir -p "$DATA" /run/mysqld
  find "$DATA" /run/mysqld ! -user mysql -exec chown mysql:mysql {} +
  exec setpriv --reuid=mysql --regid=mysql --clear-groups -- "$0" "$@"
}

# read_setting NAME DEFAULT: reads MARIADB_NAME or MYSQL_NAME, or the file named by either of them with _FILE.
read_setting() {
  local name=MARIADB_$1 prefix variable file value=''
  for prefix in MYSQL MARIADB; do
    variable=${prefix}_$1 file=${prefix}_$1_FILE
    if [ -n "${!variable:-}" ] && [ -n "${!file:-}" ]; then fail "Both $variable and $file are set (but are exclusive)"; fi
    if [ -n "${!file:-}" ]; then value=$(< "${!file}"); elif [ -n "${!variable:-}" ]; then value=${!variable}; fi
  done
  printf -v "$name" '%s' "${value:-$2}"
}

read_settings() {
  local name
  for name in ROOT_PASSWORD RANDOM_ROOT_PASSWORD ALLOW_EMPTY_ROOT_PASSWORD DATABASE USER PASSWORD; do read_setting "$name" ''; done
  read_setting ROOT_HOST %
  if [ -z "$MARIADB_ROOT_PASSWORD$MARIADB_RANDOM_ROOT_PASSWORD$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD" ]; then
    fail $'Database is uninitialized and password option is not specified\n\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD'
  fi
  if [ "$MARIADB_USER" = root ]; then fail 'MARIADB_USER="root", MARIADB_USER and MARIADB_PASSWORD are for configuring a regular user and cannot be used for the root user'; fi
  if [ -n "$MARIADB_RANDOM_ROOT_PASSWORD" ]; then
    MARIADB_ROOT_PASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    note "GENERATED ROOT PASSWORD: $MARIADB_ROOT_PASSWORD"
  fi
}

# create_database OPTION...: the options are those of the final server.
create_database() {
  local attempt server
  note 'Initializing database files'
  mariadb-install-db --datadir="$DATA" --auth-root-authentication-method=normal --skip-test-db --skip-log-bin "$@" > /dev/null
  note 'Database files initialized'

  note 'Starting temporary server'
  mariadbd "$@" --skip-networking --socket="$SOCKET" --skip-log-bin & server=$!
  for ((attempt = 0; attempt < 300; attempt++)); do
    if mariadb-admin --socket="$SOCKET" --user=root --silent ping > /dev/null 2>&1; then break; fi
    if ! kill -0 "$server" 2> /dev/null; then fail 'Unable to start server.'; fi
    sleep 0.1
  done
  note 'Temporary server started.'
  create_users
  run_init_scripts
  kill "$server" && wait "$server"
  note 'Temporary server stopped'
}

# sql_literal TEXT: prints TEXT as an SQL string.
sql_literal() {
  local text=$1 backslash='\' quote="'"
  text=${text//"$backslash"/"$backslash$backslash"}
  printf "'%s'" "${text//"$quote"/"$backslash$quote"}"
}

create_users() {
  local root_password user
  root_password=$(sql_literal "$MARIADB_ROOT_PASSWORD")
  {
    # A new database has administrators without a password for other host names.
    printf "DELETE FROM mysql.global_priv WHERE host NOT IN ('localhost');\n"
    printf "DELETE FROM mysql.proxies_priv WHERE host NOT IN ('localhost');\nFLUSH PRIVILEGES;\n"
    if [ "$MARIADB_ROOT_HOST" != localhost ]; then
      printf 'CREATE USER root@%s IDENTIFIED BY %s;\n' "$(sql_literal "$MARIADB_ROOT_HOST")" "$root_password"
      printf 'GRANT ALL ON *.* TO root@%s WITH GRANT OPTION;\n' "$(sql_literal "$MARIADB_ROOT_HOST")"
    fi
    [ -z "$MARIADB_DATABASE" ] || printf 'CREATE DATABASE IF NOT EXISTS `%s`;\n' "$MARIADB_DATABASE"
    if [ -n "$MARIADB_USER" ] && [ -n "$MARIADB_PASSWORD" ]; then
      user="$(sql_literal "$MARIADB_USER")@'%'"
      printf 'CREATE USER %s IDENTIFIED BY %s;\n' "$user" "$(sql_literal "$MARIADB_PASSWORD")"
      [ -z "$MARIADB_DATABASE" ] || printf 'GRANT ALL ON `%s`.* TO %s;\n' "${MARIADB_DATABASE//_/\\_}" "$user"
    fi
    printf 'ALTER USER root@localhost IDENTIFIED BY %s;\n' "$root_password"
  } | mariadb --socket="$SOCKET" --user=root --batch
}

query() { MYSQL_PWD=$MARIADB_ROOT_PASSWORD mariadb --socket="$SOCKET" --user=root ${MARIADB_DATABASE:+--database="$MARIADB_DATABASE"} "$@"; }

run_init_scripts() {
  local script
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
      *.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
      *.sql) query < "$script" ;;
      *.sql.gz) gunzip -c "$script" | query ;;
    esac
  done
}

main "$@"
