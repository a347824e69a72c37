# shellcheck shell=bash
# Builds images without an engine: packs a root file system into a layer (a compressed tar), writes the configuration
# and the manifest, and uploads them to a registry over HTTP.
# https://distribution.github.io/distribution/spec/api/  https://github.com/opencontainers/image-spec

. "$(dirname -- "${BASH_SOURCE[0]}")/../lib.sh"
. "$ENG/settings.sh"

WORK=$STATE/images
REGISTRY_URL=http://$MIRROR
ARCHITECTURE=$(dpkg --print-architecture)       # Debian and the image format use the same names for amd64 and arm64
# A fixed time, so that the same input gives the same digest.
IMAGE_TIME=2026-01-01T00:00:00Z
MANIFEST_TYPE=application/vnd.docker.distribution.manifest.v2+json
SYSTEM_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

mkdir -p "$WORK"

# ---- existing images ---------------------------------------------------------------------------

# description_checksum NAME: prints a checksum of the files that an image is built from. These include the scripts of
# its layers.
description_checksum() {
  local layer
  {
    cat "$ENG/images/lib.sh" "$ENG/images/$1.sh"
    [ ! -d "$ENG/images/$1" ] || cat "$ENG/images/$1"/*
    for layer in $(grep -oE "'debian [^']*'" "$ENG/images/$1.sh" | tr -d "'"); do cat "$ENG/images/$layer.sh"; done
  } | cksum
}

is_current() {
  [ "$(cat "$WORK/$1.checksum" 2>/dev/null)" = "$(description_checksum "$1")" ] &&
    curl -sf -o /dev/null --head -H "Accept: $MANIFEST_TYPE" "$REGISTRY_URL/v2/$(repository_of "$1")/manifests/latest"
}
mark_as_current() { description_checksum "$1" > "$WORK/$1.checksum"; }

# repository_of NAME: prints the repository of an image. Default: library/NAME, an official image of Docker Hub. Another
# repository is in a line '# repository: ...'.
repository_of() {
  local repository
  repository=$(sed -n 's/^# repository: //p' "$ENG/images/$1.sh" 2>/dev/null)
  printf '%s\n' "${repository:-library/$1}"
}

# ---- root file systems -------------------------------------------------------------------------

# create_rootfs NAME: creates an empty directory and prints its path.
create_rootfs() {
  rm -rf "$WORK/rootfs/$1"
  mkdir -p "$WORK/rootfs/$1"
  printf '%s\n' "$WORK/rootfs/$1"
}

# merge_usr DIR: creates the links from /bin, /sbin and /lib into /usr. Debian's packages still contain files under
# the old names. Without the links, a real /lib in an upper layer would hide the link in the layer below, and with it
# the C library.
merge_usr() {
  local dir
  for dir in bin sbin lib lib64; do
    mkdir -p "$1/usr/$dir"
    ln -s "usr/$dir" "$1/$dir"
  done
}

# unpack_packages DIR PACKAGE...: unpacks downloaded packages, without documentation and translations.
unpack_packages() {
  local dir=$1 package; shift
  for package in "$@"; do
    dpkg-deb --fsys-tarfile "$WORK/debs/${package}"_*.deb |
      tar -C "$dir" --numeric-owner --keep-directory-symlink \
        --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' \
        --exclude='./usr/share/info/*' --exclude='./usr/share/lintian/*' --exclude='./usr/share/bug/*' -xf -
  done
}

# packages_for NAME: prints the packages that the script of an image lists.
packages_for() { sed -n 's/^# packages: //p' "$ENG/images/$1.sh"; }

# create_debian_rootfs NAME: creates a root file system for a layer on top of the debian image, with the packages of
# NAME unpacked, and prints its path.
create_debian_rootfs() {
  local root
  root=$(create_rootfs "$1")
  merge_usr "$root"
  # shellcheck disable=SC2046
  unpack_packages "$root" $(packages_for "$1")
  rm -rf "$root/usr/lib/systemd" "$root/etc/init.d" "$root/etc/default" "$root/etc/logrotate.d"
  mkdir -p "$root/etc" "$root/usr/local/bin"
  cp -a "$WORK/debian-accounts/." "$root/etc/"
  printf '%s\n' "$root"
}

# add_user DIR NAME ID HOME
add_user() {
  printf '%s:x:%s:%s::%s:/bin/sh\n' "$2" "$3" "$3" "$4" >> "$1/etc/passwd"
  printf '%s:x:%s:\n' "$2" "$3" >> "$1/etc/group"
  printf '%s:*:19000:0:99999:7:::\n' "$2" >> "$1/etc/shadow"
}

# ---- packages of npm and NuGet -----------------------------------------------------------------
# The registries are those of this machine's configuration, by the variables that npm and NuGet mirrors are set with.
# An image that uses the npm registry lists Debian's package npm, which knows npm's default.

RID=linux-x64
[ "$ARCHITECTURE" != arm64 ] || RID=linux-arm64

npm_registry() {
  local url=${npm_config_registry:-}
  [ -n "$url" ] || url=$(sed -n 's/^registry *= *//p' "$HOME/.npmrc" 2>/dev/null | tail -n 1)
  [ -n "$url" ] || url=$(dpkg-deb --fsys-tarfile "$WORK/debs/npm"_*.deb |
    tar -xO ./usr/share/nodejs/npm/lib/utils/config/definitions.js | sed -n "s|^  default: '\(https://.*\)',\$|\1|p")
  printf '%s\n' "${url%/}"
}

# download_npm_package NAME VERSION DIR: unpacks a package without its dependencies.
download_npm_package() {
  mkdir -p "$3"
  curl -sfL --retry 3 "$(npm_registry)/$1/-/$1-$2.tgz" | tar -xz -C "$3" --strip-components=1
}

# Installs Node.js and npm from the npm registry in $WORK/node, because this machine may have none.
install_node() {
  [ ! -e "$WORK/node/done" ] || return 0
  download_npm_package "node-$RID" 24.21.0 "$WORK/node/node"
  download_npm_package npm 12.2.0 "$WORK/node/npm"
  touch "$WORK/node/done"
}

# install_npm_package PREFIX NAME@VERSION: installs a package and its dependencies, without files that only
# developers need. Scripts of packages do not run.
install_npm_package() {
  local prefix=$1 package=$2
  install_node
  PATH=$WORK/node/node/bin:$PATH NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt} \
    node "$WORK/node/npm/bin/npm-cli.js" install --global --prefix "$prefix" --registry "$(npm_registry)" \
    --cache "$WORK/npm-cache" --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund --no-update-notifier \
    "$package" >"$LOGS/npm-${package%@*}.log" 2>&1 || die "npm could not install $package; see $LOGS/npm-${package%@*}.log"
  find "$prefix/lib/node_modules" -type f \( -name '*.map' -o -name '*.ts' -o -name '*.md' \) -delete
}

# download_nuget_package NAME VERSION DIR: unpacks a package. dotnet finds it in the sources of NuGet's configuration.
download_nuget_package() {
  local name=$1 version=$2 dir=$3 project=$WORK/$1.csproj
  cat > "$project" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="$name" Version="[$version]" /></ItemGroup>
</Project>
XML
  NUGET_PACKAGES=$WORK/nuget retry dotnet restore -v quiet "$project" >"$LOGS/nuget-$name.log" 2>&1 ||
    die "dotnet could not download $name; see $LOGS/nuget-$name.log"
  cp -a "$WORK/nuget/${name,,}/$version/." "$dir/"
}

# ---- layers and manifests ----------------------------------------------------------------------

file_sha256() { sha256sum "$1" | cut -d' ' -f1; }

# pack_layer NAME DIR: writes NAME.tar.gz and NAME.layer, which contains "digest size diff-id". The diff id is the
# digest of the uncompressed tar, which the engine verifies after it has unpacked the layer.
pack_layer() {
  local name=$1 dir=$2 tar=$WORK/$1.tar
  tar -C "$dir" --numeric-owner --sort=name --mtime=@1767225600 -cf "$tar" .
  gzip -1 < "$tar" > "$tar.gz"
  printf '%s %s %s\n' "$(file_sha256 "$tar.gz")" "$(stat -c %s "$tar.gz")" "$(file_sha256 "$tar")" > "$WORK/$name.layer"
  rm -f "$tar"
}

# http_status CURL-ARGUMENTS...: sends a request and prints its HTTP status.
http_status() { curl -s -o /dev/null -w '%{http_code}' "$@"; }

# upload_blob REPOSITORY FILE DIGEST [OTHER-REPOSITORY]: uploads a blob. If the other repository has the blob, the
# registry mounts it from there instead.
upload_blob() {
  local repository=$1 file=$2 digest=$3 other=${4:-} uploads location
  uploads=$REGISTRY_URL/v2/$repository/blobs/uploads/
  if [ -n "$other" ] && [ "$(http_status -X POST "$uploads?mount=sha256:$digest&from=$other")" = 201 ]; then return; fi
  location=$(curl -s -D- -o /dev/null -X POST "$uploads" | sed -n 's/^[Ll]ocation: *\([^\r]*\).*/\1/p')
  case $location in
    http*) ;;
    *) location=$REGISTRY_URL$location ;;
  esac
  case $location in
    *\?*) location="$location&digest=sha256:$digest" ;;
    *) location="$location?digest=sha256:$digest" ;;
  esac
  [ "$(http_status -X PUT -H 'Content-Type: application/octet-stream' --data-binary "@$file" "$location")" = 201 ] ||
    die "the registry at $MIRROR did not accept a blob of $repository; see $LOGS/mirror.log"
}

# publish_image NAME 'TAG...' 'LAYER...' CONFIGURATION: uploads an image. Layers are listed lowest first. The
# configuration is the part of the image's JSON that a Dockerfile sets (Env, Cmd, Entrypoint, ...).
publish_image() {
  local name=$1 tags=$2 layers=$3 configuration=$4
  local repository layer tag digest size diff_id diff_ids='' descriptors='' history='' config
  repository=$(repository_of "$name")
  for layer in $layers; do
    read -r digest size diff_id < "$WORK/$layer.layer"
    if [ "$layer" = "$name" ]; then
      upload_blob "$repository" "$WORK/$layer.tar.gz" "$digest"
    else
      upload_blob "$repository" "$WORK/$layer.tar.gz" "$digest" "$(repository_of "$layer")"
    fi
    diff_ids+=",\"sha256:$diff_id\""
    history+=",{\"created\":\"$IMAGE_TIME\",\"created_by\":\"eng/images/$layer.sh\"}"
    descriptors+=",{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"size\":$size,\"digest\":\"sha256:$digest\"}"
  done

  config=$WORK/$name.config.json
  printf '{"architecture":"%s","os":"linux","created":"%s","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}' \
    "$ARCHITECTURE" "$IMAGE_TIME" "$configuration" "${diff_ids#,}" "${history#,}" > "$config"
  digest=$(file_sha256 "$config")
  upload_blob "$repository" "$config" "$digest"

  printf '{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":%s,"digest":"sha256:%s"},"layers":[%s]}' \
    "$MANIFEST_TYPE" "$(stat -c %s "$config")" "$digest" "${descriptors#,}" > "$WORK/$name.manifest.json"
  for tag in $tags; do
    [ "$(http_status -X PUT -H "Content-Type: $MANIFEST_TYPE" --data-binary "@$WORK/$name.manifest.json" \
      "$REGISTRY_URL/v2/$repository/manifests/$tag")" = 201 ] ||
      die "the registry at $MIRROR did not accept the manifest of $name:$tag; see $LOGS/mirror.log"
  done
  info "  $name: $tags"
}
