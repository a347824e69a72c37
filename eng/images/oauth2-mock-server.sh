# shellcheck shell=bash
# oauth2-mock-server: the npm package on top of the node image. The project publishes its image on ghcr.io.
# repository: axa-group/oauth2-mock-server
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

version=9.3.0
root=$(create_rootfs oauth2-mock-server)
merge_usr "$root"
install_npm_package "$root/usr/local" "oauth2-mock-server@$version"

pack_layer oauth2-mock-server "$root"
publish_image oauth2-mock-server "latest $version" 'debian node oauth2-mock-server' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\"],
  \"Entrypoint\": [\"oauth2-mock-server\"],
  \"ExposedPorts\": {\"8080/tcp\": {}}
}"
