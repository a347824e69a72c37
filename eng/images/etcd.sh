# shellcheck shell=bash
# etcd: Debian's server on top of the debian image. The project publishes its image on quay.io.
# repository: coreos/etcd
# packages: etcd-server
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs etcd)
rm -rf "${root:?}/var"
mkdir -p "$root/usr/local/bin" "$root/var/etcd" "$root/var/lib/etcd"
mv "$root/usr/bin/etcd" "$root/usr/local/bin/etcd"

pack_layer etcd "$root"
publish_image etcd 'latest v3.4.23' 'debian etcd' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\"],
  \"Cmd\": [\"/usr/local/bin/etcd\"],
  \"ExposedPorts\": {\"2379/tcp\": {}, \"2380/tcp\": {}}
}"
