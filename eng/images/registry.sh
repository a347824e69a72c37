# shellcheck shell=bash
# registry: Debian's docker-registry on top of the debian image, with the paths of the image on Docker Hub.
# packages: docker-registry
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs registry)
rm -rf "${root:?}/var" "$root"/etc/docker
mkdir -p "$root"/etc/docker/registry "$root"/var/lib/registry
mv "$root/usr/bin/docker-registry" "$root/usr/bin/registry"
printf '#!/bin/sh\ncase $1 in *.yaml | *.yml) set -- registry serve "$@" ;; serve | garbage-collect | help | -*) set -- registry "$@" ;; esac\nexec "$@"\n' \
  > "$root/entrypoint.sh"
chmod 755 "$root/entrypoint.sh"
cat > "$root/etc/docker/registry/config.yml" <<'YAML'
version: 0.1
log: { fields: { service: registry } }
storage:
  cache: { blobdescriptor: inmemory }
  filesystem: { rootdirectory: /var/lib/registry }
http:
  addr: :5000
  headers: { X-Content-Type-Options: [nosniff] }
YAML

pack_layer registry "$root"
publish_image registry 'latest 2 2.8 2.8.2' 'debian registry' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\"],
  \"Entrypoint\": [\"/entrypoint.sh\"],
  \"Cmd\": [\"/etc/docker/registry/config.yml\"],
  \"ExposedPorts\": {\"5000/tcp\": {}},
  \"Volumes\": {\"/var/lib/registry\": {}}
}"
