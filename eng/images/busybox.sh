# shellcheck shell=bash
# busybox: Debian's static busybox, and the few files in /etc that programs read.
# packages: busybox-static
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_rootfs busybox)
mkdir -p "$root"/{bin,dev,etc,home,proc,root,sys,tmp,usr,var/spool/mail,var/www}
chmod 1777 "$root/tmp"
chmod 700 "$root/root"

unpacked=$(create_rootfs busybox-package)
unpack_packages "$unpacked" busybox-static
cp "$unpacked/bin/busybox" "$root/bin/busybox"
# Hard links, as in the image on Docker Hub: all commands are the same file.
for applet in $("$root/bin/busybox" --list); do
  [ "$applet" = busybox ] || ln -f "$root/bin/busybox" "$root/bin/$applet"
done
ln -s ../bin "$root/usr/bin"
ln -s ../bin "$root/usr/sbin"
ln -s bin "$root/sbin"

cat > "$root/etc/passwd" <<'PASSWD'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
PASSWD
cat > "$root/etc/group" <<'GROUP'
root:x:0:
daemon:x:1:
www-data:x:33:
nogroup:x:65534:
GROUP
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"

pack_layer busybox "$root"
publish_image busybox 'latest 1.35 1.35.0 stable glibc' busybox "{\"Env\":[\"PATH=$SYSTEM_PATH\"],\"Cmd\":[\"sh\"]}"
