# shellcheck shell=bash
# nginx: Debian's server on top of the debian image, with the paths of the image on Docker Hub.
# packages: nginx nginx-common libssl3
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs nginx)
rm -rf "$root"/etc/nginx/sites-* "$root"/etc/nginx/modules-* "$root/etc/ufw"
add_user "$root" nginx 101 /nonexistent
mkdir -p "$root"/etc/nginx/conf.d "$root"/var/log/nginx "$root"/var/lib/nginx "$root"/usr/share/nginx/html \
  "$root"/docker-entrypoint.d "$root"/run
ln -sf /dev/stdout "$root/var/log/nginx/access.log"
ln -sf /dev/stderr "$root/var/log/nginx/error.log"
cp "$ENG/images/nginx/nginx.conf" "$root/etc/nginx/nginx.conf"
cp "$ENG/images/nginx/default.conf" "$root/etc/nginx/conf.d/default.conf"
cp "$ENG/images/nginx/index.html" "$root/usr/share/nginx/html/index.html"
install -m 755 "$ENG/images/nginx/docker-entrypoint.sh" "$root/docker-entrypoint.sh"

pack_layer nginx "$root"
publish_image nginx 'latest 1.22 1.22.1 stable' 'debian nginx' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"NGINX_VERSION=1.22.1\"],
  \"Entrypoint\": [\"/docker-entrypoint.sh\"],
  \"Cmd\": [\"nginx\", \"-g\", \"daemon off;\"],
  \"ExposedPorts\": {\"80/tcp\": {}},
  \"StopSignal\": \"SIGQUIT\"
}"
