# shellcheck shell=bash
# The network of the engines: a bridge on the host, and a network namespace for each engine. Two engines in one
# namespace would rewrite each other's bridges and firewall rules. Source it after settings.sh.

# The rules of this network, as arguments for iptables without the command. They are removed as they were added.
FORWARD_IN=(FORWARD -i "$BRIDGE" -j ACCEPT)
FORWARD_OUT=(FORWARD -o "$BRIDGE" -j ACCEPT)
MASQUERADE=(POSTROUTING -s "$SUBNET.0/24" ! -o "$BRIDGE" -j MASQUERADE)

# missing_right: prints the reason why this machine cannot have network namespaces; nothing if it can.
missing_right() {
  if [ "$(uname -s)" != Linux ]; then
    echo 'the engines need Linux'
  elif ! can_install_packages; then
    echo 'the engines come from Debian packages, and installing packages needs Debian and root'
  elif ! unshare --net --mount --pid --fork true 2>/dev/null; then
    echo 'this machine does not permit network, mount and pid namespaces'
  elif ! command -v ip >/dev/null || ! command -v iptables >/dev/null; then
    :                                     # they are installed later
  elif ! ip link add "$BRIDGE-t" type bridge 2>/dev/null; then
    echo 'this machine does not permit a network bridge'
  else
    ip link delete "$BRIDGE-t"
    iptables -S >/dev/null 2>&1 || echo 'this machine does not permit firewall rules'
  fi
}

create_bridge() {
  if ! ip link show "$BRIDGE" >/dev/null 2>&1; then
    ip link add "$BRIDGE" type bridge
    ip address add "$GATEWAY/24" dev "$BRIDGE"
  fi
  ip link set "$BRIDGE" up
  # Docker sets the policy of FORWARD to DROP, so its own rules must not come first.
  iptables -C "${FORWARD_IN[@]}" 2>/dev/null || iptables -I "${FORWARD_IN[@]}"
  iptables -C "${FORWARD_OUT[@]}" 2>/dev/null || iptables -I "${FORWARD_OUT[@]}"
  iptables -t nat -C "${MASQUERADE[@]}" 2>/dev/null || iptables -t nat -A "${MASQUERADE[@]}"
  echo 1 > /proc/sys/net/ipv4/ip_forward
}

remove_bridge() {
  ip link show "$BRIDGE" >/dev/null 2>&1 || return 0
  iptables -D "${FORWARD_IN[@]}" 2>/dev/null || true
  iptables -D "${FORWARD_OUT[@]}" 2>/dev/null || true
  iptables -t nat -D "${MASQUERADE[@]}" 2>/dev/null || true
  ip link delete "$BRIDGE"
}

# Connects a new namespace to the bridge. A namespace that an interrupted run left behind is replaced.
create_namespace() {
  remove_namespace
  ip netns add "$NETNS"
  ip link add "$(veth)" type veth peer name eth0 netns "$NETNS"
  ip link set "$(veth)" master "$BRIDGE" mtu "$(uplink_mtu)" up
  ip -n "$NETNS" address add "$ADDRESS/24" dev eth0
  ip -n "$NETNS" link set eth0 mtu "$(uplink_mtu)" up
  ip -n "$NETNS" link set lo up
  ip -n "$NETNS" route add default via "$GATEWAY"
  in_namespace sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
}

remove_namespace() {
  ip link delete "$(veth)" 2>/dev/null || true
  [ ! -e "/run/netns/$NETNS" ] || ip netns delete "$NETNS"
}

veth() { printf 'containerkit-%s\n' "$HOST"; }

# 'ip netns exec' is not used: it mounts a new /sys without the cgroups, and an engine cannot start without them.
in_namespace() { nsenter --net="/run/netns/$NETNS" "$@"; }

# Prints the MTU of the host's default route. A larger one inside would make large transfers hang.
uplink_mtu() {
  local device
  device=$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)
  cat "/sys/class/net/$device/mtu" 2>/dev/null || echo 1500
}
