# shellcheck shell=bash
# openldap: Debian's server on top of the debian image, with the settings of osixia/openldap that the tests use.
# repository: osixia/openldap
# packages: slapd ldap-utils libldap-2.5-0 libltdl7 libsasl2-2 libsasl2-modules-db libwrap0 libnsl2 libtirpc3
# packages: libgssapi-krb5-2 libk5crypto3 libkrb5-3 libkrb5support0 libkeyutils1 libssl3
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs openldap)
add_user "$root" openldap 911 /var/lib/ldap
rm -rf "$root/usr/share/perl5" "$root"/var/lib/*
mkdir -p "$root"/etc/ldap/slapd.d "$root"/var/lib/ldap "$root"/run/slapd
install -m 755 "$ENG/images/openldap/run" "$root/usr/local/bin/run-openldap"

pack_layer openldap "$root"
publish_image openldap 'latest 1.5.0' 'debian openldap' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\"],
  \"Entrypoint\": [\"run-openldap\"],
  \"ExposedPorts\": {\"389/tcp\": {}, \"636/tcp\": {}},
  \"Volumes\": {\"/etc/ldap/slapd.d\": {}, \"/var/lib/ldap\": {}}
}"
