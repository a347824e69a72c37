# shellcheck shell=bash
# An ssh server on loopback with its own keys, for the tests of engines over ssh. The server is Debian's, unpacked
# instead of installed. Source it after lib.sh, settings.sh, packages.sh and registries.sh.

SSH=$STATE/ssh
SSH_ADDRESS=${CONTAINERKIT_SSH_ADDRESS:-127.0.0.1:5022}
SSH_CONFIG=$SSH/config

start_ssh() {
  ! is_running sshd || return 0
  ensure_packages ssh:openssh-client
  ! is_listening "$SSH_ADDRESS" || die "$SSH_ADDRESS is in use by another process, so the ssh server cannot listen there.
Choose another port, for example: CONTAINERKIT_SSH_ADDRESS=127.0.0.1:15022 eng/up.sh"
  get_ssh_server
  mkdir -p /run/sshd
  create_ssh_keys
  write_ssh_files
  # The server needs its own user. A private /etc/passwd has it, so that the machine's does not change.
  # shellcheck disable=SC2016
  start_daemon sshd unshare --mount --propagation private sh -c '
    mount --bind "$1/passwd" /etc/passwd
    export LD_LIBRARY_PATH="$(dirname "$(find "$1/server" -name "libwrap.so.0" | head -n 1)")"
    exec "$1/server/usr/sbin/sshd" -D -e -f "$1/sshd_config"' sh "$SSH"
  wait_for 10 is_listening "$SSH_ADDRESS" || die "the ssh server does not listen on $SSH_ADDRESS; see $LOGS/sshd.log"
}

stop_ssh() { stop_daemon sshd 5; }

print_ssh_env() {
  printf 'export CONTAINERKIT_SSH=%q\n' "ssh://root@$SSH_ADDRESS"
  printf 'export CONTAINERKIT_SSH_CONFIG=%q\n' "$SSH_CONFIG"
}

get_ssh_server() {
  [ ! -e "$SSH/server/complete" ] || return 0
  info 'downloading the ssh server'
  rm -rf "$SSH/server" "$SSH/packages"
  mkdir -p "$SSH/server" "$SSH/packages" "$LOGS"
  retry download_ssh_server >"$LOGS/ssh-packages.log" 2>&1 || die "could not download the ssh server; see $LOGS/ssh-packages.log"
  local package
  for package in "$SSH/packages/"*.deb; do dpkg-deb --extract "$package" "$SSH/server"; done
  rm -rf "$SSH/packages"
  touch "$SSH/server/complete"
}

download_ssh_server() (
  cd "$SSH/packages" || exit
  apt-get -o APT::Sandbox::User=root download -qq openssh-server libwrap0 && return 0
  apt-get update -qq
  apt-get -o APT::Sandbox::User=root download -qq openssh-server libwrap0
)

# The second key logs in to a host without the Docker CLI.
create_ssh_keys() {
  local key
  for key in host_key user_key user_key_without_docker; do
    [ -s "$SSH/$key" ] || ssh-keygen -q -t ed25519 -N '' -C containerkit-test -f "$SSH/$key"
  done
}

write_ssh_files() {
  { grep -v '^sshd:' /etc/passwd || true; echo 'sshd:x:199:65534::/run/sshd:/usr/sbin/nologin'; } > "$SSH/passwd"
  {
    cat "$SSH/user_key.pub"
    # shellcheck disable=SC2016
    printf 'command="PATH=/nonexistent; eval \\"$SSH_ORIGINAL_COMMAND\\"" '
    cat "$SSH/user_key_without_docker.pub"
  } > "$SSH/authorized_keys"
  printf '[%s]:%s %s\n' "${SSH_ADDRESS%:*}" "${SSH_ADDRESS##*:}" "$(cut -d' ' -f1,2 "$SSH/host_key.pub")" > "$SSH/known_hosts"
  cat > "$SSH/sshd_config" <<SSHD
ListenAddress $SSH_ADDRESS
HostKey $SSH/host_key
AuthorizedKeysFile $SSH/authorized_keys
PidFile none
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
SetEnv DOCKER_HOST=unix://$(own_socket)
SSHD
  cat > "$SSH_CONFIG" <<CONFIG
Host containerkit-alias
  HostName ${SSH_ADDRESS%:*}
  Port ${SSH_ADDRESS##*:}
  User root
  HostKeyAlias [${SSH_ADDRESS%:*}]:${SSH_ADDRESS##*:}
Host *
  IdentityFile $SSH/user_key
  IdentitiesOnly yes
  UserKnownHostsFile $SSH/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
CONFIG
}
