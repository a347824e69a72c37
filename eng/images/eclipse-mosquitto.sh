# shellcheck shell=bash
# eclipse-mosquitto: Debian's broker on top of the debian image.
# packages: mosquitto libcjson1 libdlt2 libwrap0 libnsl2 libtirpc3 libgssapi-krb5-2 libk5crypto3 libkrb5-3 libkrb5support0
# packages: libkeyutils1 libssl3
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs eclipse-mosquitto)
rm -rf "$root/etc/mosquitto" "${root:?}/var"
add_user "$root" mosquitto 1883 /mosquitto
mkdir -p "$root"/mosquitto/{config,data,log}
printf '# Without a listener, the broker accepts only connections from its own container.\n' > "$root/mosquitto/config/mosquitto.conf"
chown -R 1883:1883 "$root/mosquitto"
install -m 755 "$ENG/images/eclipse-mosquitto/docker-entrypoint.sh" "$root/docker-entrypoint.sh"

pack_layer eclipse-mosquitto "$root"
publish_image eclipse-mosquitto 'latest 2 2.0 2.0.11' 'debian eclipse-mosquitto' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"VERSION=2.0.11\"],
  \"Entrypoint\": [\"/docker-entrypoint.sh\"],
  \"Cmd\": [\"/usr/sbin/mosquitto\", \"-c\", \"/mosquitto/config/mosquitto.conf\"],
  \"ExposedPorts\": {\"1883/tcp\": {}},
  \"Volumes\": {\"/mosquitto/data\": {}, \"/mosquitto/log\": {}}
}"
