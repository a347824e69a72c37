# shellcheck shell=bash
# need_packages: installs what is missing, and only that. Source it after lib.sh.

# need_packages NEED:PACKAGE ...: NEED is a command, or a path when it holds a slash.
need_packages() {
  local pair need missing=()
  for pair in "$@"; do
    need=${pair%%:*}
    case $need in
      */*) [ -e "$need" ] || missing+=("${pair#*:}") ;;
      *) command -v "$need" >/dev/null || missing+=("${pair#*:}") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  can_install || die "missing here: ${missing[*]}.
These scripts can only set up Debian, as root. Anywhere else, install Docker Desktop, or Docker
Engine from your distribution, start it, and run:  dotnet test"
  say "installing ${missing[*]}"
  apt_install "${missing[@]}"
}

can_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -q '^ID=debian' /etc/os-release 2>/dev/null
}

# 'update' may fail for a third-party source that does not matter here: the install decides.
apt_install() {
  mkdir -p "$LOGS"
  retry install_without_starting "$@" >"$LOGS/apt.log" 2>&1 && return 0
  tail -n 20 "$LOGS/apt.log" >&2
  die "apt-get could not install: $* (all of its output: $LOGS/apt.log)"
}

install_without_starting() (
  export DEBIAN_FRONTEND=noninteractive
  forbid_service_starts
  trap allow_service_starts EXIT
  apt-get update -qq || true
  apt-get install -y -qq --no-install-recommends "$@"
)

# Debian's packages start their daemons on installation, with settings that are not ours. This file is
# how an administrator says no. One that is there already is put back afterwards, even when an
# earlier run was killed half-way.
POLICY=/usr/sbin/policy-rc.d
POLICY_MARK='# containerkit: only while packages are being installed'

forbid_service_starts() {
  allow_service_starts
  mkdir -p "$STATE"
  [ ! -e $POLICY ] || mv $POLICY "$STATE/policy-rc.d.before"
  printf '#!/bin/sh\n%s\nexit 101\n' "$POLICY_MARK" > $POLICY
  chmod 755 $POLICY
}

allow_service_starts() {
  ! grep -qsF "$POLICY_MARK" $POLICY || rm -f $POLICY
  [ -e $POLICY ] || [ ! -e "$STATE/policy-rc.d.before" ] || mv "$STATE/policy-rc.d.before" $POLICY
}
