#!/usr/bin/env bash
# Builds the images, starts them under a project name of their own, runs the browser's main path against them, removes them.
set -euo pipefail
cd "$(dirname "$0")/.."
export COMPOSE_PROJECT_NAME=masklet-test MASKLET_PORT=${MASKLET_PORT:-3000} MASKLET_BACKEND_PORT=${MASKLET_BACKEND_PORT:-7263}

if ! docker info >/dev/null 2>&1; then
  engine=../shared/tools/docker-engine.sh
  [ -f "$engine" ] || { echo "No Docker engine answers: start one, then run make test-docker again."; exit 1; }
  bash "$engine" all
  eval "$(bash "$engine" env)"
fi
docker compose version >/dev/null 2>&1 || { echo "docker compose (version 2) is missing."; exit 1; }

make .setup/python .setup/browser
finish() { docker compose logs --no-color --tail 40 >docker-test.log 2>&1 || true; docker compose down --volumes --timeout 15; }
trap finish EXIT
docker compose build
docker compose up --detach --wait --wait-timeout 240
curl -fsS "http://127.0.0.1:$MASKLET_PORT/healthy" && echo
curl -fsS "http://127.0.0.1:$MASKLET_BACKEND_PORT/healthy" && echo
curl -fsS "http://127.0.0.1:$MASKLET_PORT/ready"
[ "$(curl -sS -o /dev/null -w '%{http_code}' "http://127.0.0.1:$MASKLET_PORT/metrics")" = 404 ]
curl -fsS "http://127.0.0.1:$MASKLET_BACKEND_PORT/metrics" | grep -c '^masklet_'
for service in backend frontend; do scripts/confined.sh "$service"; done
docker compose exec -T frontend curl -fsS http://backend:7263/metrics | grep -c '^masklet_'  # under the name that Prometheus uses
(cd frontend && MASKLET_URL="http://localhost:$MASKLET_PORT" npx playwright test e2e/main-path.spec.ts)
