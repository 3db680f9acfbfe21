#!/usr/bin/env bash
# Measures what docs/benchmarks.md reports and prints one line a figure. BENCH=server,page,playback chooses.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${BENCH:-page,playback,server}
[[ $what == *page* ]] && .venv/bin/python backend/bench/bench_page.py
[[ $what == *playback* ]] && (cd frontend && npx playwright test --config bench/playwright.bench.config.ts)
[[ $what == *server* ]] && .venv/bin/python backend/bench/bench_server.py
exit 0
