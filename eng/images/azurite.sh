# shellcheck shell=bash
# azurite: the npm package on top of the node image. Microsoft publishes the image on mcr.microsoft.com.
# repository: azure-storage/azurite
# packages: npm
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

version=3.37.0
root=$(create_rootfs azurite)
merge_usr "$root"
install_npm_package "$root/usr/local" "azurite@$version"
mkdir -p "$root/opt/azurite" "$root/data"

pack_layer azurite "$root"
publish_image azurite "latest $version" 'debian node azurite' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"NODE_ENV=production\"],
  \"Cmd\": [\"azurite\", \"-l\", \"/data\", \"--blobHost\", \"0.0.0.0\", \"--queueHost\", \"0.0.0.0\", \"--tableHost\", \"0.0.0.0\"],
  \"ExposedPorts\": {\"10000/tcp\": {}, \"10001/tcp\": {}, \"10002/tcp\": {}},
  \"Volumes\": {\"/data\": {}},
  \"WorkingDir\": \"/opt/azurite\"
}"
