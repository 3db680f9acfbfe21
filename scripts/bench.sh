#!/usr/bin/env bash
# Measures what docs/benchmarks.md reports and prints one line a figure. BENCH=page,playback,server chooses.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${BENCH:-page,playback,server}
if [[ $what == *page* ]]; then .venv/bin/python backend/bench/bench_page.py; fi
if [[ $what == *playback* ]]; then (cd frontend && npx playwright test e2e/player/figures); fi
if [[ $what == *server* ]]; then
  # threads as the engine worker has them, so that the engine alone is measured as it runs there
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OPENCV_FOR_THREADS_NUM=1 .venv/bin/python backend/bench/bench_server.py
fi
