# shellcheck shell=bash
# rabbitmq: Debian's broker and the required parts of Erlang on top of the debian image.
# packages: rabbitmq-server erlang-base erlang-asn1 erlang-crypto erlang-eldap erlang-inets erlang-mnesia erlang-os-mon
# packages: erlang-parsetools erlang-public-key erlang-runtime-tools erlang-ssl erlang-syntax-tools erlang-tools
# packages: erlang-xmerl libssl3
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs rabbitmq)
broker=$root/usr/lib/rabbitmq/lib/rabbitmq_server-3.10.8
# Plugins for cloud platforms, OAuth and LDAP are left out, and so are Erlang's sources and headers.
rm -rf "$broker"/plugins/{*_examples,eetcd,gun,jose,rabbitmq_peer_discovery_,rabbitmq_aws,rabbitmq_auth_backend_{oauth2,ldap}}* \
  "$root"/usr/lib/erlang/lib/*/{src,include,examples} "$root"/usr/lib/erlang/erts-*/{src,include} "$root/usr/bin/rabbitmqadmin"
# Debian's wrapper commands switch the user with tools that are not in the image. The PATH has the broker's own
# commands instead.
rm -rf "$root/usr/sbin"
add_user "$root" rabbitmq 999 /var/lib/rabbitmq
rm -rf "${root:?}/var"
mkdir -p "$root"/var/lib/rabbitmq "$root"/var/log/rabbitmq "$root"/etc/rabbitmq/conf.d
cp "$ENG/images/rabbitmq/10-defaults.conf" "$root/etc/rabbitmq/conf.d/"
chown -R 999:999 "$root"/var/lib/rabbitmq "$root"/var/log/rabbitmq "$root/etc/rabbitmq"
install -m 755 "$ENG/images/rabbitmq/docker-entrypoint.sh" "$root/usr/local/bin/"

pack_layer rabbitmq "$root"
publish_image rabbitmq 'latest 3 3.10 3.10.8' 'debian rabbitmq' "{
  \"Env\": [
    \"PATH=/usr/lib/rabbitmq/lib/rabbitmq_server-3.10.8/sbin:$SYSTEM_PATH\",
    \"LANG=C.UTF-8\",
    \"HOME=/var/lib/rabbitmq\",
    \"RABBITMQ_VERSION=3.10.8\",
    \"RABBITMQ_LOGS=-\"
  ],
  \"Entrypoint\": [\"docker-entrypoint.sh\"],
  \"Cmd\": [\"rabbitmq-server\"],
  \"ExposedPorts\": {\"4369/tcp\": {}, \"5671/tcp\": {}, \"5672/tcp\": {}, \"15691/tcp\": {}, \"15692/tcp\": {}, \"25672/tcp\": {}},
  \"Volumes\": {\"/var/lib/rabbitmq\": {}}
}"
