# shellcheck shell=bash
# postgres: Debian's server on top of the debian image.
# packages: postgresql-15 postgresql-client-15 libssl3 libpq5 libgssapi-krb5-2 libk5crypto3 libkrb5-3 libkrb5support0
# packages: libkeyutils1 libldap-2.5-0 libsasl2-2 libsasl2-modules-db libicu72 libxml2 libxslt1.1 libreadline8
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs postgres)
# The JIT compiler is left out: it needs LLVM, which is larger than all other files together.
rm -rf "$root"/usr/lib/postgresql/15/lib/bitcode "$root"/usr/lib/postgresql/15/lib/llvmjit* \
  "$root/usr/share/postgresql-common" "$root/usr/share/postgresql/15/man"
add_user "$root" postgres 999 /var/lib/postgresql
mkdir -p "$root"/var/lib/postgresql/data "$root"/run/postgresql "$root"/docker-entrypoint-initdb.d
chown -R 999:999 "$root/var/lib/postgresql" "$root/run/postgresql"
chmod 1777 "$root/var/lib/postgresql/data"
chmod 3777 "$root/run/postgresql"
# initdb copies this sample. The default, localhost, would not be reachable from outside the container.
sed -i "s/^#*listen_addresses = .*/listen_addresses = '*'/" "$root/usr/share/postgresql/15/postgresql.conf.sample"
install -m 755 "$ENG/images/postgres/docker-entrypoint.sh" "$root/usr/local/bin/"

pack_layer postgres "$root"
publish_image postgres 'latest 15' 'debian postgres' "{
  \"Env\": [
    \"PATH=$SYSTEM_PATH:/usr/lib/postgresql/15/bin\",
    \"LANG=C.UTF-8\",
    \"PG_MAJOR=15\",
    \"PGDATA=/var/lib/postgresql/data\"
  ],
  \"Entrypoint\": [\"docker-entrypoint.sh\"],
  \"Cmd\": [\"postgres\"],
  \"ExposedPorts\": {\"5432/tcp\": {}},
  \"Volumes\": {\"/var/lib/postgresql/data\": {}},
  \"StopSignal\": \"SIGINT\"
}"
