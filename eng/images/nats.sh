# shellcheck shell=bash
# nats: only Debian's server. Like the image on Docker Hub it has no shell, so it also tests containers without one.
# packages: nats-server
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_rootfs nats)
unpacked=$(create_rootfs nats-package)
unpack_packages "$unpacked" nats-server
cp "$unpacked/usr/sbin/nats-server" "$root/nats-server"
cp "$ENG/images/nats/nats-server.conf" "$root/nats-server.conf"
# The server needs the dynamic loader and the C library, which are copied from this machine.
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
