#!/usr/bin/env bash
# Makes .venv at the top with the program `masklet` in it, every version pinned by backend/constraints.txt.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${PYTHON:=python3}"
say() { echo "$*" >&2; }

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  say "Masklet Studio needs Python 3.11 or newer (found: $("$PYTHON" --version 2>&1 || echo none)). Set PYTHON=/path/to/python3.11."
  exit 1
}
"$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing python3-venv ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
  else
    say "Python's venv is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"
    exit 1
  fi
}
say "Installing the backend's packages into .venv ..."
[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check -c backend/constraints.txt -e "backend[dev]"
