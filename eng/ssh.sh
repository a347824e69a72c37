# shellcheck shell=bash
# Two ssh servers on loopback with their own keys, for the tests of engines over ssh: that of a host with an engine, and a
# jump host, which runs no commands and alone knows the name containerkit-inner of the first one. The server is Debian's,
# unpacked instead of installed. Source it after lib.sh, settings.sh, packages.sh and registries.sh.

SSH=$STATE/ssh
SSH_ADDRESS=${CONTAINERKIT_SSH_ADDRESS:-127.0.0.1:5022}
SSH_JUMP_ADDRESS=${CONTAINERKIT_SSH_JUMP_ADDRESS:-127.0.0.1:5023}
SSH_CONFIG=$SSH/config

start_ssh() {
  if is_running sshd && is_running sshd-jump; then return 0; fi
  ensure_packages ssh:openssh-client
  get_ssh_server
  mkdir -p /run/sshd
  create_ssh_keys
  write_ssh_files
  start_ssh_server sshd "$SSH_ADDRESS" "$SSH/sshd_config" CONTAINERKIT_SSH_ADDRESS
  start_ssh_server sshd-jump "$SSH_JUMP_ADDRESS" "$SSH/sshd_jump_config" CONTAINERKIT_SSH_JUMP_ADDRESS
}

# start_ssh_server NAME ADDRESS CONFIG VARIABLE
start_ssh_server() {
  ! is_running "$1" || return 0
  ! is_listening "$2" || die "$2 is in use by another process, so the ssh server cannot listen there.
Choose another port, for example: $4=127.0.0.1:15022 eng/up.sh"
  # The server needs its own user, and the jump host knows another name. Private copies of the files have them, so that
  # the machine's do not change.
  # shellcheck disable=SC2016
  start_daemon "$1" unshare --mount --propagation private sh -c '
    mount --bind "$1/passwd" /etc/passwd
    [ "$3" != sshd-jump ] || mount --bind "$1/jump_hosts" /etc/hosts
    export LD_LIBRARY_PATH="$(dirname "$(find "$1/server" -name "libwrap.so.0" | head -n 1)")"
    exec "$1/server/usr/sbin/sshd" -D -e -f "$2"' sh "$SSH" "$3" "$1"
  wait_for 10 is_listening "$2" || die "the ssh server does not listen on $2; see $LOGS/$1.log"
}

stop_ssh() {
  stop_daemon sshd-jump 5
  stop_daemon sshd 5
}

print_ssh_env() {
  printf 'export CONTAINERKIT_SSH=%q\n' "ssh://root@$SSH_ADDRESS"
  printf 'export CONTAINERKIT_SSH_CONFIG=%q\n' "$SSH_CONFIG"
  printf 'export CONTAINERKIT_SSH_JUMP=%q\n' "ssh://root@$SSH_JUMP_ADDRESS"
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

# print_sshd_config ADDRESS: prints the settings that both servers have.
print_sshd_config() {
  cat <<SSHD
ListenAddress $1
HostKey $SSH/host_key
AuthorizedKeysFile $SSH/authorized_keys
PidFile none
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
SSHD
}

write_ssh_files() {
  { grep -v '^sshd:' /etc/passwd || true; echo 'sshd:x:199:65534::/run/sshd:/usr/sbin/nologin'; } > "$SSH/passwd"
  {
    cat "$SSH/user_key.pub"
    # shellcheck disable=SC2016
    printf 'command="PATH=/nonexistent; eval \\"$SSH_ORIGINAL_COMMAND\\"" '
    cat "$SSH/user_key_without_docker.pub"
  } > "$SSH/authorized_keys"
  local port=${SSH_ADDRESS##*:} jump_port=${SSH_JUMP_ADDRESS##*:}
  printf '[%s]:%s,[containerkit-inner]:%s,[%s]:%s %s\n' "${SSH_ADDRESS%:*}" "$port" "$port" "${SSH_JUMP_ADDRESS%:*}" "$jump_port" \
    "$(cut -d' ' -f1,2 "$SSH/host_key.pub")" > "$SSH/known_hosts"
  printf '%s containerkit-inner\n' "${SSH_ADDRESS%:*}" | cat /etc/hosts - > "$SSH/jump_hosts"
  {
    print_sshd_config "$SSH_ADDRESS"
    printf 'SetEnv DOCKER_HOST=unix://%s\n' "$(own_socket)"
  } > "$SSH/sshd_config"
  {
    print_sshd_config "$SSH_JUMP_ADDRESS"
    printf 'ForceCommand /bin/false\nPermitOpen containerkit-inner:%s\n' "$port"
  } > "$SSH/sshd_jump_config"
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
