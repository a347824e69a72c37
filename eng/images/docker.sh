# shellcheck shell=bash
# docker: Debian's engine on top of the debian image, with the entrypoint and the certificates of docker:dind on Docker Hub.
# packages: docker.io containerd runc tini iptables iproute2 openssl libssl3 libdevmapper1.02.1 dmsetup libseccomp2 libsystemd0
# packages: libnftnl11 libxtables12 libip4tc2 libip6tc2 libnfnetlink0 libmnl0 libnetfilter-conntrack3 libbpf1 libelf1 libbsd0 libmd0
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs docker)
rm -rf "${root:?}/var" "$root"/etc/{docker,init,udev} "$root"/usr/lib/{udev,tmpfiles.d}
mkdir -p "$root"/var/lib/docker "$root"/certs/client
for name in iptables ip6tables; do ln -sf "xtables-nft-multi" "$root/usr/sbin/$name"; done
install -m 755 "$ENG/images/docker/dockerd-entrypoint.sh" "$root/usr/local/bin/dockerd-entrypoint.sh"

pack_layer docker "$root"
publish_image docker 'latest dind 20-dind 20.10-dind' 'debian docker' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"DOCKER_TLS_CERTDIR=/certs\"],
  \"Entrypoint\": [\"dockerd-entrypoint.sh\"],
  \"ExposedPorts\": {\"2375/tcp\": {}, \"2376/tcp\": {}},
  \"Volumes\": {\"/var/lib/docker\": {}}
}"
