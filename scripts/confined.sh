#!/usr/bin/env bash
# Looks into a running service of docker-compose.yaml: no root, nothing to write to but /tmp, no capabilities, no new privileges.
set -euo pipefail
service=$1
inside() { docker compose exec -T "$service" sh -c "$1"; }
fail() { echo "$service: $1"; exit 1; }
[ "$(inside 'id -u')" != 0 ] || fail "runs as root"
for place in / /etc /usr/bin /home; do
  if inside "touch $place/masklet-was-here 2>/dev/null"; then fail "$place can be written to"; fi
done
inside 'touch /tmp/masklet-was-here && rm /tmp/masklet-was-here' || fail "/tmp cannot be written to"
inside "grep -q ' / .*\\bro\\b' /proc/mounts" || fail "its root is not mounted read-only"
for set in CapInh CapPrm CapEff CapBnd CapAmb; do
  [ "$(inside "sed -n 's/^$set:\t//p' /proc/1/status")" = 0000000000000000 ] || fail "$set holds capabilities"
done
[ "$(inside "sed -n 's/^NoNewPrivs:\t//p' /proc/1/status")" = 1 ] || fail "new privileges can be had"
echo "$service: confined"
