# shellcheck shell=bash
# node: Node.js from npm on top of the debian image. Debian's own version is too old for the servers that use it.
# packages: npm
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_rootfs node)
merge_usr "$root"
mkdir -p "$root/usr/local/bin"
install_node
cp "$WORK/node/node/bin/node" "$root/usr/local/bin/node"

pack_layer node "$root"
publish_image node 'latest 24 lts' 'debian node' "{\"Env\": [\"PATH=$SYSTEM_PATH\"], \"Cmd\": [\"node\"]}"
