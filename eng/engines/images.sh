# shellcheck shell=bash
# The registries of the engines, with their images. Source it after settings.sh and ../registries.sh.

start_registries_with_images() {
  adopt_images
  start_registries
  CONTAINERKIT_STATE=$STATE "$ENG/images.sh"
}

# Takes the images that up.sh has built, instead of building them again. Blobs never change, so they are linked; the names are copied.
adopt_images() {
  local source=$MAIN_STATE/registries/mirror/docker/registry/v2 target=$REGISTRIES/mirror/docker/registry/v2
  [ -d "$source/blobs" ] && [ ! -e "$target" ] || return 0
  mkdir -p "$target" "$STATE/images"
  cp -al "$source/blobs" "$target/" || { rm -rf "$target"; return 0; }      # another file system
  cp -a "$source/repositories" "$target/"
  find "$MAIN_STATE/images" -maxdepth 1 -type f -exec cp -a -t "$STATE/images" {} +
}
