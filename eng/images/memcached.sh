# shellcheck shell=bash
# memcached: Debian's server on top of the debian image.
# packages: memcached libevent-2.1-7 libsasl2-2 libsasl2-modules-db libssl3
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs memcached)
add_user "$root" memcache 11211 /nonexistent

pack_layer memcached "$root"
publish_image memcached 'latest 1 1.6 1.6.18' 'debian memcached' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"MEMCACHED_VERSION=1.6.18\"],
  \"User\": \"memcache\",
  \"Cmd\": [\"memcached\"],
  \"ExposedPorts\": {\"11211/tcp\": {}}
}"
