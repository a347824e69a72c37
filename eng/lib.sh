# shellcheck shell=bash
# Shared by all scripts in this directory. Sourcing it has no side effects beyond environment variables.

# Some DNS resolvers drop a query now and then. By default glibc retries after five seconds; retrying after
# one second shortens the delay for apt, curl and dotnet restore.
export RES_OPTIONS='timeout:1 attempts:5'
export LC_ALL=C

# The engines, their helper processes and the Docker CLI are Go programs. Most of these processes end before a garbage collection
# is worth its time: with fewer of them, a container needs a quarter less processor time.
export GOGC=${GOGC:-400}

# Daemons are installed in sbin, which may not be on the PATH.
PATH=$PATH:/usr/sbin:/sbin

ENG=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
REPO=$(dirname -- "$ENG")
STATE=${CONTAINERKIT_STATE:-${XDG_CACHE_HOME:-$HOME/.cache}/containerkit}
RUN=$STATE/run      # one file per process started by these scripts
LOGS=$STATE/log

info() { printf '%s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# wait_for SECONDS COMMAND...: polls until the command succeeds. Returns false on timeout.
wait_for() {
  local tenths=$(($1 * 10)); shift
  while ! "$@" >/dev/null 2>&1; do
    tenths=$((tenths - 1))
    [ "$tenths" -gt 0 ] || return 1
    sleep 0.1
  done
}

# retry COMMAND...: runs a command that uses the network, up to four times with increasing pauses.
retry() {
  local attempt
  for attempt in 1 2 3 4; do
    "$@" && return 0
    [ "$attempt" = 4 ] || sleep $((attempt * 2))
  done
  return 1
}

# ---- processes ---------------------------------------------------------------------------------
# A pid does not identify a process: after a kill -9 or a reboot, the same pid may belong to an unrelated
# process, which must not be killed. A process is therefore recorded by its pid, its start time (field 22 of
# /proc/PID/stat) and the boot id that the start time refers to.

process_identity() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }                       # the command name may contain spaces; it ends at the last ')'
  # shellcheck disable=SC2086             # split into fields on purpose; 'state' is now field 1
  set -- "$1" $stat
  [ "$2" != Z ] || return 1               # a zombie has exited; its parent has not reaped it yet
  printf '%s %s %s\n' "$1" "${21}" "$(cat /proc/sys/kernel/random/boot_id)"
}

# is_running NAME: checks whether the process recorded under NAME still runs.
is_running() {
  local pid
  [ -s "$RUN/$1" ] || return 1
  read -r pid _ < "$RUN/$1"
  [ "$(process_identity "$pid")" = "$(cat "$RUN/$1")" ]
}

pid_of() { cut -d' ' -f1 "$RUN/$1"; }

# start_daemon NAME COMMAND...: runs the command detached, with its output in $LOGS/NAME.log.
# All descriptors above stderr are closed first: a daemon that inherits the lock would hold it until it exits,
# and one that inherits a pipe would keep the reader of that pipe waiting.
start_daemon() {
  local name=$1; shift
  mkdir -p "$RUN" "$LOGS"
  (
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
    exec setsid "$@"
  ) </dev/null >>"$LOGS/$name.log" 2>&1 &
  local pid=$!
  process_identity "$pid" > "$RUN/$name" || die "$name exited right after its start; see $LOGS/$name.log"
}

# stop_daemon NAME SECONDS: sends SIGTERM, waits, and sends SIGKILL on timeout.
stop_daemon() {
  if is_running "$1"; then
    kill "$(pid_of "$1")" 2>/dev/null || true
    if ! wait_for "$2" has_exited "$1"; then
      info "$1 did not stop within $2 s; killing it"
      kill -KILL "$(pid_of "$1")" 2>/dev/null || true
      wait_for 5 has_exited "$1" || true
    fi
  fi
  rm -f "$RUN/$1"
}
has_exited() { ! is_running "$1"; }

# Only one up.sh or down.sh may run at a time: two would race for the ports, the socket and the data root.
# Systems without flock, such as macOS, cannot start an engine with these scripts and need no lock.
take_lock() {
  mkdir -p "$STATE"
  command -v flock >/dev/null || return 0
  exec 9> "$STATE/lock"
  flock -n 9 && return 0
  info 'another up.sh or down.sh is running; waiting for it'
  flock 9
}
