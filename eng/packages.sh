# shellcheck shell=bash
# Installs missing Debian packages. Source it after lib.sh.

# ensure_packages NEED:PACKAGE ...: installs each PACKAGE whose NEED is missing. NEED is a command, or a path if it
# contains a slash.
ensure_packages() {
  local pair need missing=()
  for pair in "$@"; do
    need=${pair%%:*}
    case $need in
      */*) [ -e "$need" ] || missing+=("${pair#*:}") ;;
      *) command -v "$need" >/dev/null || missing+=("${pair#*:}") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  can_install_packages || die "not installed: ${missing[*]}.
These scripts can install packages only on Debian, as root. On other systems, install Docker Desktop, or
Docker Engine from your distribution, start it, and run:  dotnet test"
  info "installing ${missing[*]}"
  apt_install "${missing[@]}"
}

can_install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -q '^ID=debian' /etc/os-release 2>/dev/null
}

# 'apt-get update' may fail because of an unrelated third-party source, so only the install is checked.
apt_install() {
  mkdir -p "$LOGS"
  retry install_without_services "$@" >"$LOGS/apt.log" 2>&1 && return 0
  tail -n 20 "$LOGS/apt.log" >&2
  die "apt-get could not install: $* (full output: $LOGS/apt.log)"
}

install_without_services() (
  export DEBIAN_FRONTEND=noninteractive
  forbid_service_starts
  trap allow_service_starts EXIT
  apt-get update -qq || true
  apt-get install -y -qq --no-install-recommends "$@"
)

# Debian's packages start their daemons on installation, with the default settings. A policy-rc.d file prevents
# that. An existing file is restored afterwards, even if an earlier run was killed before it could restore it.
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
