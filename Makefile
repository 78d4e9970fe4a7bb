# mapkit's commands. Each installs what it needs into .venv from the hashed lock files, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
SERVER ?=
BENCH ?=
EVENTS ?= 1000000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test lint bench lock help

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: $(VENV)/.run  ## install, compile the gazetteer, code seeds/ and serve the dashboard
	$(BIN)/mapkit gazetteer build
	-$(BIN)/mapkit ingest seeds
	$(BIN)/streamlit run app.py --server.port $(PORT) $(SERVER)

test: $(VENV)/.browser $(VENV)/.postgresql $(VENV)/.proxy  ## install what the tests need, a Chromium included, and run every test
	$(BIN)/mapkit gazetteer build
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev  ## ruff, mypy and the layers of the imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.browser  ## speed and accuracy beside the peers, one table (BENCH="viewport coding" runs some)
	$(BIN)/mapkit gazetteer build
	$(BIN)/python benchmarks/bench.py $(BENCH) --events $(EVENTS) --write docs/benchmarks-measured.md

lock: $(VENV)/.dev  ## resolve pyproject.toml anew into the hashed lock files
	$(BIN)/python scripts/lock.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mapkit needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.browser: $(VENV)/.dev tests/chromium.py
	$(BIN)/python tests/chromium.py
	@touch $@

$(VENV)/.postgresql: $(VENV)/.dev tests/postgresql.py
	$(BIN)/python tests/postgresql.py
	@touch $@

$(VENV)/.proxy: $(VENV)/.dev tests/proxy.py
	$(BIN)/python tests/proxy.py
	@touch $@
