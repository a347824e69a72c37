# shellcheck shell=bash
# postgis: Debian's extension on top of the postgres image, without rasters, which need another 150 packages.
# repository: postgis/postgis
# packages: postgresql-15-postgis-3 postgresql-15-postgis-3-scripts libgeos-c1v5 libgeos3.11.1 libproj25 proj-data libjson-c5
# packages: libprotobuf-c1 libcurl3-gnutls libsqlite3-0 libtiff6 libdeflate0 libjbig0 libjpeg62-turbo liblerc4 libwebp7
# packages: libbrotli1 libnghttp2-14 libpsl5 librtmp1 libssh2-1
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs postgis)
extensions=$root/usr/share/postgresql/15/extension
# The update scripts of older versions are larger than the extension.
find "$extensions" -name '*--*--*.sql' -delete
find "$extensions" ! -name postgis-3.control ! -name 'postgis--*' -type f -delete
ln -s postgis-3.control "$extensions/postgis.control"    # as update-alternatives does
find "$root/usr/lib/postgresql/15/lib" ! -name postgis-3.so -type f -delete
rm -rf "$root/usr/lib/postgresql/15/lib/bitcode" "$root/etc/passwd" "$root/etc/group" "$root/etc/shadow"
mkdir -p "$root/docker-entrypoint-initdb.d"
cp "$ENG/images/postgis/10_postgis.sql" "$root/docker-entrypoint-initdb.d/"

pack_layer postgis "$root"
publish_image postgis 'latest 15-3.3' 'debian postgres postgis' "{
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
