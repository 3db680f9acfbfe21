# The project's commands. `make start` and `make test` set themselves up; the stamps in .setup/ say what is done.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
TORCH_SPEC ?=
BIN := .venv/bin
CLIENT_SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/vite.config.ts contract/schema.graphql -type f 2>/dev/null)

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .setup/python .setup/client ## .venv with the program masklet, and the built client

.setup/python: backend/pyproject.toml backend/constraints.txt scripts/setup-python.sh
	@PYTHON="$(PYTHON)" scripts/setup-python.sh
	@mkdir -p .setup && touch $@

sam2: .setup/sam2 ## PyTorch and what else SAM 2 needs, into .venv; TORCH_SPEC chooses the build

.setup/sam2: .setup/python
	@echo "Installing PyTorch and what else SAM 2 needs into .venv ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -c backend/constraints.txt \
	   "$(or $(TORCH_SPEC),torch==2.13.0)" -e "backend[sam2]"
	@touch $@

.setup/node: frontend/package.json frontend/package-lock.json
	@echo "Installing the client's packages ..."
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p .setup && touch $@

.setup/client: .setup/node $(CLIENT_SOURCES)
	@echo "Building the client ..."
	@cd frontend && npm run --silent build -- --logLevel warn
	@mkdir -p .setup && touch $@

.setup/browser: .setup/node scripts/browser.sh
	@scripts/browser.sh
	@mkdir -p .setup && touch $@

start: setup ## the product on http://localhost:3000
	@exec $(BIN)/masklet start

check: .setup/sam2 .setup/node ## linters, types, layers, generated files
	@cd backend && ../$(BIN)/ruff format --check . && ../$(BIN)/ruff check . && ../$(BIN)/mypy
	@cd backend && ../$(BIN)/lint-imports
	@cd frontend && npm run --silent lint

fix: .setup/python .setup/node ## format, and mend what can be mended
	@cd backend && ../$(BIN)/ruff format . && ../$(BIN)/ruff check --fix .
	@cd frontend && npm run --silent fix

generate: .setup/python .setup/node ## what clients need to know of the server in contract/, and the client's types
	@$(BIN)/masklet schema > contract/schema.graphql.new && mv contract/schema.graphql.new contract/schema.graphql
	@$(BIN)/masklet errors > contract/errors.json.new && mv contract/errors.json.new contract/errors.json
	@$(BIN)/masklet formats --json > contract/formats.json.new && mv contract/formats.json.new contract/formats.json
	@$(BIN)/masklet formats --imports --json > contract/imports.json.new && mv contract/imports.json.new contract/imports.json
	@$(BIN)/masklet errors --imports > contract/import_problems.json.new && mv contract/import_problems.json.new contract/import_problems.json
	@cd frontend && npm run --silent codegen

# Tests run on both cores: numpy and torch would have two threads in each process, and threads that spin while they wait for
# one another's core make a test of two seconds one of thirty. Those that torch was told to have all the same sleep while they wait.
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=passive

test: setup .setup/sam2 .setup/browser check ## every test, the browser's included
	@cd frontend && npx vitest run
	@cd frontend && npx playwright test
	@cd backend && $(ONE_THREAD) ../$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone"
	@cd backend && ../$(BIN)/pytest -m alone

test-interop: .setup/python ## exports read by the programs they are for, each in an environment of its own
	@cd backend && ../$(BIN)/pytest -p no:cacheprovider interop

backup: .setup/python ## everything in the data folder into backups/masklet-<time>.tar, also while the product runs
	@$(BIN)/masklet backup backups/

fuzz: .setup/python ## generated GraphQL operations against a real server; ROUNDS=20000, SEED=0, MINUTES=600
	@cd backend && ../$(BIN)/python bench/fuzz_graphql.py --rounds $(or $(ROUNDS),20000) --seed $(or $(SEED),0) --minutes $(or $(MINUTES),600)

fuzz-media: .setup/python ## damaged and hostile clips uploaded to a real server; ROUNDS=1000, SEED=0
	@cd backend && ../$(BIN)/python bench/fuzz_media.py --rounds $(or $(ROUNDS),1000) --seed $(or $(SEED),0) $(if $(KEEP),--keep $(KEEP))

test-docker: ## build the images, run the main path against them, take them down
	@scripts/test-docker.sh

bench: setup .setup/browser ## the figures of docs/benchmarks.md
	@scripts/bench.sh

chaos: .setup/python ## kill -9 at random moments of a scripted session: what was acknowledged is there. ROUNDS, SEED, LIMIT_S
	@cd backend && ../$(BIN)/python bench/chaos.py

soak: .setup/python ## people at random for MINUTES=60, memory of every process: docs/soak.svg, its trend, errors. PEOPLE, SEED, OUT
	@cd backend && ../$(BIN)/python bench/soak.py

bench-many: .setup/python ## one session tracked alone, then eight with clicks beside, then one: ratios of one run
	@cd backend && ../$(BIN)/python bench/bench_many.py $(ARGS)

ENGINE_BENCH := cd backend && $(ONE_THREAD) ../$(BIN)/python bench

bench-clicks: .setup/python ## CPU of a click on 720p frames with the built-in engine, beside GrabCut
	@$(ENGINE_BENCH)/bench_clicks.py $(ARGS)

bench-davis: .setup/python ## the built-in engine on DAVIS sequences beside plain baselines
	@$(ENGINE_BENCH)/bench_davis.py $(ARGS)

bench-ablation: .setup/python ## what each stage of the built-in engine brings and costs
	@$(ENGINE_BENCH)/bench_ablation.py $(ARGS)

bench-ranking: .setup/python ## what the choice among a click's proposals owes to the sequences it was fitted on
	@$(ENGINE_BENCH)/fit_click_ranking.py

bench-failures: .setup/python ## draw docs/engine-failures.png, where the built-in engine fails
	@$(ENGINE_BENCH)/davis_failures.py $(ARGS)

bench-proposals: .setup/sam2 ## the proposal network alone on DAVIS sequences; ARGS names its weights
	@cd backend && PYTHONPATH=bench ../$(BIN)/python bench/bench_proposals.py $(abspath $(ARGS))

bench-proposals-failures: .setup/sam2 ## draw docs/proposals-failures.png, where the proposal network fails; ARGS names its weights
	@cd backend && PYTHONPATH=bench ../$(BIN)/python bench/proposals_failures.py $(abspath $(ARGS))

bench-families: .setup/sam2 ## what each family of textures brings to the proposal network; ARGS="--steps 200"
	@cd backend && PYTHONPATH=bench ../$(BIN)/python bench/bench_families.py $(ARGS)

bench-generator: .setup/sam2 ## clips a second that training's generator makes here, and one forward of its network
	@nice -n 10 $(BIN)/python backend/bench/bench_generator.py

bench-gpu: .setup/bench ## SAM 2 on a GPU with CUDA, beside transformers' implementation
	@.bench/bin/python backend/bench/bench_sam2_gpu.py

.setup/bench: backend/pyproject.toml backend/constraints.txt backend/bench/constraints.txt
	@echo "Installing PyTorch, transformers and matplotlib into .bench ..."
	@[ -x .bench/bin/python ] || $(PYTHON) -m venv .bench
	@.bench/bin/python -m pip install --quiet --quiet --disable-pip-version-check -c backend/constraints.txt \
	   -c backend/bench/constraints.txt "$(or $(TORCH_SPEC),torch==2.13.0)" -e "backend[sam2]" transformers matplotlib psutil
	@mkdir -p .setup && touch $@

audit: .setup/python .setup/node .setup/audit ## packages against the locked list of hashes, and against advisories where they answer
	@$(BIN)/python scripts/audit.py .audit/bin/pip-audit

.setup/audit:
	@[ -x .audit/bin/python ] || $(PYTHON) -m venv .audit
	@.audit/bin/python -m pip install --quiet --quiet --disable-pip-version-check pip-audit==2.10.1
	@mkdir -p .setup && touch $@

lock: ## write backend/constraints.txt from what is installed, and the hashes of the files behind it
	@{ echo "# Exact versions of everything that make setup and the images install. Written by: make lock"; \
	   $(BIN)/pip freeze --exclude-editable --exclude torch; echo "torch==2.13.0"; } > backend/constraints.txt.new
	@mv backend/constraints.txt.new backend/constraints.txt
	@$(BIN)/python scripts/lock_hashes.py

clean: ## remove what setup and the tests made (never data/)
	@rm -rf .venv .audit .bench .interop .setup frontend/node_modules frontend/dist frontend/test-results frontend/playwright-report

.PHONY: $(shell grep -ohE '^[a-z0-9-]+:' Makefile | tr -d :)
