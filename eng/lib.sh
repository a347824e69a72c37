# shellcheck shell=bash
# What every script in this folder shares. Source it; it starts nothing by itself.

# Some resolvers lose a query now and then. glibc's default is to sit still for five seconds before
# it asks again; asking after one second turns that stall into a hiccup (apt, curl, dotnet restore).
export RES_OPTIONS='timeout:1 attempts:5'
export LC_ALL=C

# Daemons live in sbin, which is not on everybody's PATH.
PATH=$PATH:/usr/sbin:/sbin

ENG=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
REPO=$(dirname -- "$ENG")
STATE=${CONTAINERKIT_STATE:-${XDG_CACHE_HOME:-$HOME/.cache}/containerkit}
RUN=$STATE/run      # one file per process that we started
LOGS=$STATE/log

say() { printf '%s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# wait_for SECONDS COMMAND...: polls until the command succeeds; false when the time is up.
wait_for() {
  local tenths=$(($1 * 10)); shift
  while ! "$@" >/dev/null 2>&1; do
    tenths=$((tenths - 1))
    [ "$tenths" -gt 0 ] || return 1
    sleep 0.1
  done
}

# retry COMMAND...: for what goes over the network. Four attempts, a longer pause each time.
retry() {
  local attempt
  for attempt in 1 2 3 4; do
    "$@" && return 0
    [ "$attempt" = 4 ] || sleep $((attempt * 2))
  done
  return 1
}

# ---- processes ---------------------------------------------------------------------------------
# A pid alone does not name a process: after a kill -9 or a reboot the same number may belong to a
# stranger, and that stranger must be neither trusted nor killed. So the record of a process holds
# its pid, the moment it started (field 22 of /proc/PID/stat) and the boot that this counts from.

identity_of() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }                       # the command name may contain spaces; it ends at the last ')'
  # shellcheck disable=SC2086             # split into fields on purpose; 'state' is now field 1
  set -- "$1" $stat
  [ "$2" != Z ] || return 1               # a zombie has ended, only its parent has not noticed
  printf '%s %s %s\n' "$1" "${21}" "$(cat /proc/sys/kernel/random/boot_id)"
}

# alive NAME: the process recorded under NAME is still that process.
alive() {
  local pid
  [ -s "$RUN/$1" ] || return 1
  read -r pid _ < "$RUN/$1"
  [ "$(identity_of "$pid")" = "$(cat "$RUN/$1")" ]
}

pid_of() { cut -d' ' -f1 "$RUN/$1"; }

# start_daemon NAME COMMAND...: runs the command detached, its output in $LOGS/NAME.log.
# Everything above stderr is closed first: a daemon that inherited our lock would hold it for ever,
# and one that inherited a caller's pipe would keep that caller waiting for the end of the stream.
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
  identity_of "$pid" > "$RUN/$name" || die "$name ended at once; see $LOGS/$name.log"
}

# stop_daemon NAME SECONDS: asks it to stop, waits, and insists when the time is up.
stop_daemon() {
  if alive "$1"; then
    kill "$(pid_of "$1")" 2>/dev/null || true
    if ! wait_for "$2" has_ended "$1"; then
      say "$1 did not stop within $2 s; killing it"
      kill -KILL "$(pid_of "$1")" 2>/dev/null || true
      wait_for 5 has_ended "$1" || true
    fi
  fi
  rm -f "$RUN/$1"
}
has_ended() { ! alive "$1"; }

# One up or down at a time: two would race for the ports, the socket and the data root.
# (No flock, as on macOS: then there is nothing of ours to race for either.)
take_lock() {
  mkdir -p "$STATE"
  command -v flock >/dev/null || return 0
  exec 9> "$STATE/lock"
  flock -n 9 && return 0
  say 'another up or down is at work; waiting for it'
  flock 9
}
