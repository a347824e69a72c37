#!/bin/sh
# Starts the engine with mutual TLS and certificates in DOCKER_TLS_CERTDIR, like the entrypoint of docker:dind:
# https://github.com/docker-library/docker/blob/master/dockerd-entrypoint.sh
set -eu

certificates=${DOCKER_TLS_CERTDIR:?}

# sign NAME EXTENSION: creates NAME/ca.pem, NAME/key.pem and NAME/cert.pem
sign() {
  mkdir -p "$certificates/$1"
  cd "$certificates/$1"
  openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj "/CN=docker:dind $1"
  printf '%s\n' "$2" >extension.cnf
  openssl x509 -req -in request.pem -CA ../ca/cert.pem -CAkey ../ca/key.pem -CAcreateserial -out cert.pem -days 825 \
    -extfile extension.cnf
  cp ../ca/cert.pem ca.pem
  rm request.pem extension.cnf
}

# The addresses and names of the container, and those that the user adds.
names() {
  ip -oneline address | awk '{ sub("/.*", "", $4); print "IP:" $4 }'
  printf 'DNS:%s\n' "$(hostname)" docker localhost
  [ -z "${DOCKER_TLS_SAN:-}" ] || echo "$DOCKER_TLS_SAN"
}

mkdir -p "$certificates/ca"
openssl req -new -x509 -newkey rsa:2048 -nodes -keyout "$certificates/ca/key.pem" -out "$certificates/ca/cert.pem" \
  -subj '/CN=docker:dind CA' -days 825
sign server "subjectAltName=$(names | sort -u | paste -sd, -)"
sign client 'extendedKeyUsage=clientAuth'
cd /

# For a container that is not privileged, whose control groups are read-only.
if [ -n "${DOCKER_REMOUNT_SYS_RW:-}" ]; then
  awk '$3 ~ /^cgroup/ { print $2 }' /proc/mounts | while read -r folder; do mount -o remount,bind,rw "$folder"; done
fi

# With one hierarchy of control groups, the engine can create groups only if the root has no processes.
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/init
  while read -r process; do echo "$process" >/sys/fs/cgroup/init/cgroup.procs || true; done </sys/fs/cgroup/cgroup.procs
  sed -e 's/ / +/g' -e 's/^/+/' </sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
fi

exec dockerd --host unix:///var/run/docker.sock --host tcp://0.0.0.0:2376 --tlsverify --tlscacert "$certificates/server/ca.pem" \
  --tlscert "$certificates/server/cert.pem" --tlskey "$certificates/server/key.pem" "$@"
