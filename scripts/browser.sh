#!/usr/bin/env bash
# Makes sure that there is a Chrome or Chromium for the browser tests; installs one where none is.
set -euo pipefail
cd "$(dirname "$0")/../frontend"
for name in "${CHROMIUM:-}" chromium google-chrome google-chrome-stable chromium-browser; do
  [ -n "$name" ] && command -v "$name" >/dev/null && { echo "Browser tests use $(command -v "$name")"; exit 0; }
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium with apt ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fonts-noto-color-emoji >/dev/null
else
  echo "Installing Playwright's Chromium ..."
  npx playwright install chromium
fi
