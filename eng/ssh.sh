# shellcheck shell=bash
# Two ssh servers on loopback with their own keys, for the tests of engines over ssh: that of a host with an engine, and a
# jump host, which runs no commands and alone knows the name containerkit-inner of the first one. The server is Debian's,
# unpacked instead of installed. Source it after lib.sh, settings.sh, packages.sh and registries.sh.
#
# An engine in a network namespace has separate servers; use_ssh_of_namespace selects them.

SSH=$STATE/ssh
SSH_SERVER=$STATE/ssh/server
SSH_NAME=sshd                   # the name of the process
SSH_ENTER=()                    # the command that enters the network of the servers
SSH_ADDRESS=${CONTAINERKIT_SSH_ADDRESS:-127.0.0.1:5022}
SSH_JUMP_ADDRESS=${CONTAINERKIT_SSH_JUMP_ADDRESS:-127.0.0.1:5023}
SSH_CONFIG=$SSH/config

# use_ssh_of_namespace NAME FOLDER ENTER...: selects the servers of an engine, with their files in FOLDER.
use_ssh_of_namespace() {
  SSH=$2 SSH_CONFIG=$2/config SSH_NAME=$1-sshd SSH_ENTER=("${@:3}")
  SSH_ADDRESS=127.0.0.1:5022 SSH_JUMP_ADDRESS=127.0.0.1:5023
}

# start_ssh SOCKET: starts the servers for the engine at the socket.
start_ssh() {
  if is_running "$SSH_NAME" && is_running "$SSH_NAME-jump"; then return 0; fi
  ensure_packages ssh:openssh-client
  get_ssh_server
  mkdir -p /run/sshd
  create_ssh_keys
  write_ssh_files "$1"
  start_ssh_server "$SSH_NAME" "$SSH_ADDRESS" "$SSH/sshd_config" /etc/hosts CONTAINERKIT_SSH_ADDRESS
  start_ssh_server "$SSH_NAME-jump" "$SSH_JUMP_ADDRESS" "$SSH/sshd_jump_config" "$SSH/jump_hosts" CONTAINERKIT_SSH_JUMP_ADDRESS
}

# start_ssh_server NAME ADDRESS CONFIG HOSTS VARIABLE
start_ssh_server() {
  ! is_running "$1" || return 0
  ! is_ssh_listening "$2" || die "$2 is in use by another process, so the ssh server cannot listen there.
Choose another port, for example: $5=127.0.0.1:15022 eng/up.sh"
  # The server needs its own user, and the jump host knows another name. Private copies of the files have them, so that
  # the machine's do not change.
  # shellcheck disable=SC2016
  start_daemon "$1" "${SSH_ENTER[@]}" unshare --mount --propagation private sh -c '
    mount --bind "$1" /etc/passwd
    [ "$2" = /etc/hosts ] || mount --bind "$2" /etc/hosts
    export LD_LIBRARY_PATH="$(dirname "$(find "$3" -name "libwrap.so.0" | head -n 1)")"
    exec "$3/usr/sbin/sshd" -D -e -f "$4"' sh "$SSH/passwd" "$4" "$SSH_SERVER" "$3"
  wait_for 10 is_ssh_listening "$2" || die "the ssh server does not listen on $2; see $LOGS/$1.log"
}

# shellcheck disable=SC2016
is_ssh_listening() { "${SSH_ENTER[@]}" bash -c '(exec 3<> "/dev/tcp/$1/$2") 2>/dev/null' bash "${1%:*}" "${1##*:}"; }

stop_ssh() {
  stop_daemon "$SSH_NAME-jump" 5
  stop_daemon "$SSH_NAME" 5
}

print_ssh_env() {
  printf 'export CONTAINERKIT_SSH=%q\n' "ssh://root@$SSH_ADDRESS"
  printf 'export CONTAINERKIT_SSH_CONFIG=%q\n' "$SSH_CONFIG"
  printf 'export CONTAINERKIT_SSH_JUMP=%q\n' "ssh://root@$SSH_JUMP_ADDRESS"
}

get_ssh_server() {
  [ ! -e "$SSH_SERVER/complete" ] || return 0
  info 'downloading the ssh server'
  rm -rf "$SSH_SERVER" "$SSH_SERVER.packages"
  mkdir -p "$SSH_SERVER" "$SSH_SERVER.packages" "$LOGS"
  retry download_ssh_server >"$LOGS/ssh-packages.log" 2>&1 || die "could not download the ssh server; see $LOGS/ssh-packages.log"
  local package
  for package in "$SSH_SERVER.packages/"*.deb; do dpkg-deb --extract "$package" "$SSH_SERVER"; done
  rm -rf "$SSH_SERVER.packages"
  touch "$SSH_SERVER/complete"
}

download_ssh_server() (
  cd "$SSH_SERVER.packages" || exit
  apt-get -o APT::Sandbox::User=root download -qq openssh-server libwrap0 && return 0
  apt-get update -qq
  apt-get -o APT::Sandbox::User=root download -qq openssh-server libwrap0
)

# The second key logs in to a host without the Docker CLI.
create_ssh_keys() {
  local key
  mkdir -p "$SSH"
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

# write_ssh_files SOCKET
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
    printf 'SetEnv DOCKER_HOST=unix://%s\n' "$1"
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
