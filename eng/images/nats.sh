# shellcheck shell=bash
# nats: Debian's server and nothing else. As in the image on Docker Hub there is no shell in it, which makes
# it a good test for whoever believes that every container has one.
# packages: nats-server
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(rootfs nats)
unpacked=$(rootfs nats-package)
unpack_packages "$unpacked" nats-server
cp "$unpacked/usr/sbin/nats-server" "$root/nats-server"
cp "$ENG/images/nats/nats-server.conf" "$root/nats-server.conf"
# It is linked against the C library: the loader and that one library come along, from this machine.
mkdir -p "$root/etc" "$root/tmp"
chmod 1777 "$root/tmp"
for library in $(ldd "$root/nats-server" | grep -o '/[^ ]*'); do
  mkdir -p "$root${library%/*}"
  cp -L "$library" "$root$library"
done

pack_layer nats "$root"
publish_image nats 'latest 2 2.9 2.9.10' nats "{
  \"Env\": [\"PATH=$SYSTEM_PATH\"],
  \"Entrypoint\": [\"/nats-server\"],
  \"Cmd\": [\"--config\", \"nats-server.conf\"],
  \"ExposedPorts\": {\"4222/tcp\": {}, \"6222/tcp\": {}, \"8222/tcp\": {}}
}"
