# shellcheck shell=bash
# sftp: Debian's OpenSSH server on top of the debian image, for file transfer only.
# repository: atmoz/sftp
# packages: openssh-server openssh-client openssh-sftp-server libwrap0 libnsl2 libtirpc3 libgssapi-krb5-2 libk5crypto3
# packages: libkrb5-3 libkrb5support0 libkeyutils1 libssl3
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs sftp)
add_user "$root" sshd 101 /run/sshd
mkdir -p "$root"/etc/ssh "$root"/etc/pam.d "$root"/home "$root"/run/sshd
cp "$ENG/images/sftp/sshd_config" "$root/etc/ssh/sshd_config"
install -m 755 "$ENG/images/sftp/entrypoint" "$root/entrypoint"

pack_layer sftp "$root"
publish_image sftp 'latest debian' 'debian sftp' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\"],
  \"Entrypoint\": [\"/entrypoint\"],
  \"ExposedPorts\": {\"22/tcp\": {}}
}"
