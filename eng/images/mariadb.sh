# shellcheck shell=bash
# mariadb: Debian's server on top of the debian image.
# packages: mariadb-server-core mariadb-client-core mariadb-client libmariadb3 libaio1 libnuma1 liburing2 libncurses6
# packages: libedit2 libbsd0 libssl3
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs mariadb)
# Each tool has about five megabytes, so only those that are commonly run in a container are kept.
for tool in "$root"/usr/bin/*; do
  case ${tool##*/} in
    mariadb | mysql | mariadb-admin | mysqladmin | mariadb-dump | mysqldump | mariadb-install-db | my_print_defaults | resolveip) ;;
    *) rm -f "$tool" ;;
  esac
done
find "$root/usr/share/mysql" -mindepth 1 -maxdepth 1 -type d ! -name english ! -name charsets -exec rm -rf {} +
: > "$root/usr/share/mysql/fill_help_tables.sql"       # two megabytes of HELP texts, which each new database would load
add_user "$root" mysql 999 /var/lib/mysql
mkdir -p "$root"/var/lib/mysql "$root"/run/mysqld "$root"/docker-entrypoint-initdb.d "$root"/etc/mysql/conf.d "$root"/etc/mysql/mariadb.conf.d
chown 999:999 "$root/var/lib/mysql" "$root/run/mysqld"
chmod 1777 "$root/var/lib/mysql" "$root/run/mysqld"
cp "$ENG/images/mariadb/mariadb.cnf" "$root/etc/mysql/mariadb.cnf"
ln -sf mariadb.cnf "$root/etc/mysql/my.cnf"
install -m 755 "$ENG/images/mariadb/docker-entrypoint.sh" "$ENG/images/mariadb/healthcheck.sh" "$root/usr/local/bin/"

pack_layer mariadb "$root"
publish_image mariadb 'latest 10 10.11' 'debian mariadb' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"LANG=C.UTF-8\"],
  \"Entrypoint\": [\"docker-entrypoint.sh\"],
  \"Cmd\": [\"mariadbd\"],
  \"ExposedPorts\": {\"3306/tcp\": {}},
  \"Volumes\": {\"/var/lib/mysql\": {}}
}"
