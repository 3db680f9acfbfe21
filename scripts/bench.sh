#!/usr/bin/env bash
# Measures what docs/benchmarks.md reports and prints one line a figure. BENCH=workbench,server chooses;
# sam2 and memory, which take long and need PyTorch and transformers in .bench, run only when they are asked for.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${BENCH:-workbench,server}
if [[ $what == *workbench* ]]; then (cd frontend && npm run --silent bench); fi
if [[ $what == *server* ]]; then
  # threads as the engine worker has them, so that the engine alone is measured as it runs there
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OPENCV_FOR_THREADS_NUM=1 .venv/bin/python backend/bench/bench_server.py
fi
if [[ $what == *sam2* || $what == *memory* ]]; then make --no-print-directory .setup/bench; fi
if [[ $what == *sam2* ]]; then .bench/bin/python backend/bench/bench_sam2.py; fi
if [[ $what == *memory* ]]; then .bench/bin/python backend/bench/bench_sam2_memory.py --svg docs/sam2-memory.svg; fi
