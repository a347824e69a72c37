# shellcheck shell=bash
# debian: the essential packages and apt, copied from the files on this machine. apt-get works in the image.
# The package scripts do not run, so their configuration steps are repeated here.
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

# Prints the packages of the image: all packages that Debian marks as essential or required, apt, and their
# dependencies. Of alternatives ("a | b") the first installed one is used. usrmerge is left out because it is no
# longer needed and depends on perl modules; usr-is-merged replaces it, as in Debian's own images.
base_packages() {
  # shellcheck disable=SC2016
  dpkg-query -W -f '${db:Status-Abbrev}\t${Essential}\t${Priority}\t${Package}\t${Pre-Depends},${Depends}\n' |
    awk -F '\t' '
      $1 ~ /^ii/ && $4 != "usrmerge" {
        name = $4
        wanted = $5
        gsub(/\([^)]*\)|:any| /, "", wanted)
        needs[name] = wanted
        if ($2 == "yes" || $3 == "required" || name == "apt" || name == "debian-archive-keyring") queue[++last] = name
      }
      END {
        while (next_one < last) {
          name = queue[++next_one]
          if (seen[name]++) continue
          print name
          count = split(needs[name], groups, ",")
          for (i = 1; i <= count; i++) {
            choices = split(groups[i], choice, "|")
            for (j = 1; j <= choices; j++) if (choice[j] in needs) { queue[++last] = choice[j]; break }
          }
        }
      }' | sort -u
}

copy_files() {
  # shellcheck disable=SC2046
  dpkg-query -L $(cat "$packages") |
    grep -E '^/.' |
    grep -vxE '/(bin|sbin|lib|lib64|lib32|libx32|\.)' |
    grep -vE '^/usr/share/(doc|man|locale|info|lintian|bug|linda)/' |
    sort -u > "$WORK/debian.files"
  # Some files, mostly documentation, may be missing on this machine.
  tar -C / --no-recursion --ignore-failed-read -cf - -T "$WORK/debian.files" 2>/dev/null |
    tar -C "$root" --numeric-owner --keep-directory-symlink -xf -
  mkdir -p "$root"/{dev,home,proc,root,run,sys,tmp,var/tmp}
  chmod 1777 "$root/tmp" "$root/var/tmp"
  chmod 700 "$root/root"
}

# Writes dpkg's database, reduced to the packages of the image.
write_dpkg_database() {
  local dpkg=$root/var/lib/dpkg file
  mkdir -p "$dpkg"/{info,updates,triggers,alternatives,parts}
  touch "$dpkg/available" "$dpkg/diversions" "$dpkg/statoverride"
  awk -v RS= -v ORS='\n\n' '
    NR == FNR { count = split($0, names, "\n"); for (i = 1; i <= count; i++) wanted[names[i]]; next }
    { name = $2; if (name in wanted) print }' "$packages" /var/lib/dpkg/status > "$dpkg/status"
  (
    cd /var/lib/dpkg/info || exit
    shopt -s nullglob
    cp -a format "$dpkg/info/"
    while read -r name; do
      for file in "$name".* "$name:$ARCHITECTURE".*; do cp -a "$file" "$dpkg/info/"; done
    done < "$packages"
  )
  # The triggers of the packages. Without them, ldconfig would not run after the installation of a library.
  for file in /var/lib/dpkg/triggers/*; do
    case ${file##*/} in Lock|Unincorp) continue ;; esac
    awk -v own="$(basename "$file")" '
      NR == FNR { wanted[$1]; next }
      { name = own == "File" ? $2 : $1; sub(/[:\/].*/, "", name); if (name in wanted) print }' \
      "$packages" "$file" > "$dpkg/triggers/${file##*/}"
    [ -s "$dpkg/triggers/${file##*/}" ] || rm "$dpkg/triggers/${file##*/}"
  done
  grep -qx usr-is-merged "$packages" || cat >> "$dpkg/status" <<'STANZA'
Package: usr-is-merged
Status: install ok installed
Priority: optional
Section: oldlibs
Maintainer: eng/images/debian.sh <root@localhost>
Architecture: all
Multi-Arch: foreign
Version: 37~deb12u1
Description: states that /bin, /sbin and /lib are links into /usr

STANZA
  touch "$dpkg/info/usr-is-merged.list"
}

# Writes the accounts that base-passwd and apt create, not those of this machine.
write_accounts() {
  cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
  cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
  sed -i 's/^\([^:]*\):\*:/\1:x:/' "$root/etc/passwd"
  echo '_apt:x:42:65534::/nonexistent:/usr/sbin/nologin' >> "$root/etc/passwd"
  awk -F: '{ print $1 ":*:19000:0:99999:7:::" }' "$root/etc/passwd" > "$root/etc/shadow"
  awk -F: '{ print $1 ":*::" }' "$root/etc/group" > "$root/etc/gshadow"
  touch "$root/etc/subuid" "$root/etc/subgid"
  chown root:42 "$root/etc/shadow" "$root/etc/gshadow"      # 42: the group 'shadow', in every Debian
  chmod 640 "$root/etc/shadow" "$root/etc/gshadow"
  mkdir -p "$WORK/debian-accounts"                          # images based on this one add their accounts
  cp -a "$root"/etc/{passwd,group,shadow,gshadow} "$WORK/debian-accounts/"
}

write_configuration() {
  cp -a /etc/debian_version "$root/etc/"
  [ -e "$root/etc/os-release" ] || ln -s ../usr/lib/os-release "$root/etc/os-release"
  echo 'Etc/UTC' > "$root/etc/timezone"
  ln -sf /usr/share/zoneinfo/Etc/UTC "$root/etc/localtime"
  [ -e "$root/usr/bin/sh" ] || ln -s dash "$root/usr/bin/sh"
  cp "$root/usr/share/base-files/profile" "$root/etc/profile"
  local superuser_home=$root/root
  cp "$root/usr/share/base-files/dot.profile" "$superuser_home/.profile"
  cp "$root/usr/share/base-files/dot.bashrc" "$superuser_home/.bashrc"
  ldconfig -r "$root"
  chroot "$root" update-alternatives --quiet --install /usr/bin/awk awk /usr/bin/mawk 5 --slave /usr/bin/nawk nawk /usr/bin/mawk
  chroot "$root" update-alternatives --quiet --install /usr/bin/which which /usr/bin/which.debianutils 0
  # The PAM configuration is normally written on installation, from debconf's templates. dpkg-reconfigure takes the
  # missing files for a local change and keeps them missing, so pam-auth-update writes them.
  DEBIAN_FRONTEND=noninteractive chroot "$root" sh -c 'dpkg-reconfigure libpam-runtime && pam-auth-update --package --force' \
    >"$LOGS/debian-pam.log" 2>&1 || die "could not set up PAM in the debian image; see $LOGS/debian-pam.log"
}

# Copies only Debian's own sources. Other sources of this machine need keys that are not in the image.
write_apt_configuration() {
  local file
  mkdir -p "$root"/etc/apt/{apt.conf.d,sources.list.d,trusted.gpg.d} "$root"/var/lib/apt/lists/partial \
    "$root"/var/cache/apt/archives/partial "$root"/var/log/apt
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    if [ -s "$file" ] && grep -q '/debian' "$file"; then cp "$file" "$root$file"; fi
  done
  [ ! -e "$root/etc/ssl/certs" ] || cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  # As in Debian's container images: no documentation, and no service starts on installation.
  printf 'path-exclude /usr/share/%s/*\n' doc man locale info > "$root/etc/dpkg/dpkg.cfg.d/docker"
  printf 'force-unsafe-io\n' > "$root/etc/dpkg/dpkg.cfg.d/docker-apt-speedup"
  cat > "$root/etc/apt/apt.conf.d/docker" <<'CONF'
Acquire::Languages "none";
Acquire::GzipIndexes "true";
APT::AutoRemove::SuggestsImportant "false";
CONF
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
}

packages=$WORK/debian.packages
root=$(create_rootfs debian)
base_packages > "$packages"
! grep -rqs 'https://' /etc/apt/sources.list /etc/apt/sources.list.d/debian* || echo ca-certificates >> "$packages"
merge_usr "$root"
copy_files
write_dpkg_database
write_accounts
write_configuration
write_apt_configuration

codename=$(. /etc/os-release; echo "$VERSION_CODENAME")
release=$(. /etc/os-release; echo "$VERSION_ID")
pack_layer debian "$root"
publish_image debian "latest $codename $codename-slim stable stable-slim $release $release-slim" debian \
  "{\"Env\":[\"PATH=$SYSTEM_PATH\"],\"Cmd\":[\"bash\"]}"

# The first example in the README uses ubuntu and should run on a machine that cannot reach Docker Hub. Debian is
# published under that name as well; its /etc/os-release still identifies it as Debian. Tests use only a shell and
# coreutils in it.
publish_image ubuntu latest debian "{\"Env\":[\"PATH=$SYSTEM_PATH\"],\"Cmd\":[\"bash\"]}"
