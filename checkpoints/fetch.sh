#!/usr/bin/env bash
# Fetches the published SAM 2 / 2.1 checkpoints from their official addresses: progress, resume, length check, SHA-256 record.
set -euo pipefail
base=${MASKLET_CHECKPOINT_BASE:-https://dl.fbaipublicfiles.com/segment_anything_2}
here=${MASKLET_CHECKPOINTS_DIR:-$(cd "$(dirname "$0")" && pwd)}
names=(sam2.1_hiera_tiny sam2.1_hiera_small sam2.1_hiera_base_plus sam2.1_hiera_large
       sam2_hiera_tiny sam2_hiera_small sam2_hiera_base_plus sam2_hiera_large)

address() { case $1 in sam2.1_*) echo "$base/092824/$1.pt" ;; *) echo "$base/072824/$1.pt" ;; esac; }
fail() { echo "$*" >&2; exit 1; }

usage() {
  cat <<TEXT
usage: fetch.sh [NAME ... | all]   fetch checkpoints (tiny, small, base_plus, large mean SAM 2.1)
       fetch.sh                    list them, and which are here
       fetch.sh --verify           compare each file here with its recorded SHA-256
       fetch.sh --record           write the SHA-256 of files that you copied here yourself

Offline? Fetch these on a machine with a network and copy them to $here, then run fetch.sh --record:
TEXT
  for name in "${names[@]}"; do echo "  $(address "$name")"; done
}

list() {
  for name in "${names[@]}"; do
    if [ -f "$here/$name.pt" ]; then state="here, $(stat -c %s "$here/$name.pt") bytes"
    elif [ -f "$here/$name.pt.part" ]; then state="begun, $(stat -c %s "$here/$name.pt.part") bytes"
    else state="not here"; fi
    printf '%-26s %s\n' "$name" "$state"
  done
}

full_name() {
  local name
  for name in "${names[@]}"; do
    [ "$1" = "$name" ] || [ "$1" = "$name.pt" ] || [ "sam2.1_hiera_$1" = "$name" ] && { echo "$name"; return; }
  done
  fail "No checkpoint is called '$1'. Run fetch.sh to see their names."
}

announced_length() {  # of the whole file; empty if the server does not say
  curl --silent --show-error --fail --location --head "$1" | tr -d '\r' |
    awk 'tolower($1) == "content-length:" { length_of_last = $2 } END { print length_of_last }'
}

record() { (cd "$here" && sha256sum "$1.pt" >"$1.pt.sha256.new" && mv "$1.pt.sha256.new" "$1.pt.sha256"); }

fetch() {
  local name=$1 url part expected got
  url=$(address "$name"); part=$here/$name.pt.part
  [ -f "$here/$name.pt" ] && { echo "$name is here already."; return; }
  expected=$(announced_length "$url") || fail "$url does not answer. Without a network, see fetch.sh --help."
  [ -n "$expected" ] || fail "The server does not say how long $name is; nothing was fetched."
  got=$(stat -c %s "$part" 2>/dev/null || echo 0)
  [ "$got" -le "$expected" ] || { rm "$part"; got=0; }
  if [ "$got" -lt "$expected" ]; then
    echo "$name: $expected bytes, $got already here"
    curl --fail --location --continue-at - --progress-bar --output "$part" "$url" ||
      fail "$name stopped half-way; what came is kept. Run the same command again to go on."
  fi
  got=$(stat -c %s "$part")
  [ "$got" = "$expected" ] || fail "$name: $got bytes came, $expected were announced. Run the same command again to go on."
  mv "$part" "$here/$name.pt"
  record "$name"
  echo "$name is here: $here/$name.pt"
}

verify() {
  local name bad=0
  for name in "${names[@]}"; do
    [ -f "$here/$name.pt" ] || continue
    if [ ! -f "$here/$name.pt.sha256" ]; then echo "$name: no SHA-256 was recorded"; bad=1
    elif (cd "$here" && sha256sum --check --status "$name.pt.sha256"); then echo "$name: unchanged since it came"
    else echo "$name: DAMAGED, remove it and fetch it again"; bad=1; fi
  done
  return $bad
}

command -v curl >/dev/null || fail "fetch.sh needs curl."
case ${1:-} in
  "") list ;;
  -h | --help) usage ;;
  --verify) verify ;;
  --record) for name in "${names[@]}"; do if [ -f "$here/$name.pt" ]; then record "$name"; echo "recorded $name"; fi; done ;;
  all) for name in "${names[@]}"; do fetch "$name"; done ;;
  *) for word in "$@"; do name=$(full_name "$word"); fetch "$name"; done ;;
esac
