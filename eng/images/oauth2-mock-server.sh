# shellcheck shell=bash
# oauth2-mock-server: the npm package in the working folder of the node image, where npx finds it without a download. There is no
# published image; with the node image of Docker Hub, npx downloads the package.
# repository: containerkit/oauth2-mock-server
# packages: npm
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

version=9.3.0
root=$(create_rootfs oauth2-mock-server)
merge_usr "$root"
mkdir -p "$root/usr/local/lib/node_modules" "$root/srv"
install_npm_package "$root/usr/local" "oauth2-mock-server@$version"
mv "$root/usr/local/lib/node_modules" "$root/srv/node_modules"
rm -rf "${root:?}/usr/local/bin"/*
mkdir -p "$root/usr/local/lib/node_modules" "$root/srv/node_modules/.bin"
cp -a "$WORK/node/npm" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
ln -s ../oauth2-mock-server/dist/oauth2-mock-server.js "$root/srv/node_modules/.bin/oauth2-mock-server"
printf '{ "dependencies": { "oauth2-mock-server": "%s" } }\n' "$version" >"$root/srv/package.json"

pack_layer oauth2-mock-server "$root"
publish_image oauth2-mock-server "latest $version" 'debian node oauth2-mock-server' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\"],
  \"Cmd\": [\"node\"],
  \"WorkingDir\": \"/srv\"
}"
