# shellcheck shell=bash
# redis: Debian's server on top of the debian image.
# packages: redis-server redis-tools libssl3 libatomic1 libjemalloc2 liblzf1
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs redis)
rm -rf "${root:?}/var"                # the service's log and data directories; the container uses /data
add_user "$root" redis 999 /data
mkdir -p "$root/data"
chown 999:999 "$root/data"
install -m 755 "$ENG/images/redis/docker-entrypoint.sh" "$root/usr/local/bin/"

pack_layer redis "$root"
publish_image redis 'latest 7 7.0 7.0.15' 'debian redis' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"REDIS_VERSION=7.0.15\"],
  \"Entrypoint\": [\"docker-entrypoint.sh\"],
  \"Cmd\": [\"redis-server\"],
  \"ExposedPorts\": {\"6379/tcp\": {}},
  \"Volumes\": {\"/data\": {}},
  \"WorkingDir\": \"/data\"
}"
