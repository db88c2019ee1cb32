# Liên thông. Two commands to begin with: `make demo` and `make test`. Plain `make` lists them all.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.PHONY: help setup setup-test demo up down status doctor test check bench lock docs clean proof scale season

BIN := .venv/bin
DATA := $(if $(data),--data $(data))
PORT := $(if $(port),--port $(port))
TESTS := $(if $(service),tests/$(service),tests)
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --root-user-action=ignore

# Half of a start would be compiling: an editable install does not, and Python may have been told not to.
COMPILE = $(BIN)/python -m compileall -q services shared

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  options: port=8090  data=/some/folder  service=membership (for test)"

setup: .venv/.ready ## make .venv from the hash-pinned requirements.lock
	@$(COMPILE)

setup-test: .venv/.ready-test
	@$(COMPILE)

demo: setup ## start everything, load demo data, print ready-made sign-ins; returns
	@$(BIN)/lienthong demo $(DATA) $(PORT)

up: setup ## start everything in the background, without demo data
	@$(BIN)/lienthong up $(DATA) $(PORT)

down: setup ## stop everything; the data stay
	@$(BIN)/lienthong down $(DATA)

status: setup ## what runs, where it answers
	@$(BIN)/lienthong status $(DATA) || true

doctor: setup ## check everything; each line names the next command
	@$(BIN)/lienthong doctor $(DATA)

test: setup-test ## install what the tests need and run them (service=membership for one)
	@$(BIN)/python -m pytest $(TESTS)

check: setup-test ## style, types, import law
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright --level error
	@$(BIN)/lint-imports

bench: setup-test ## measure, print a table, write build/bench.json
	@$(BIN)/python -m tests.benchmarks

proof: setup-test ## kill everything hundreds of times while transfers run; nothing may be lost or done twice (long)
	@FAULT_KILLS=200 FAULT_TRANSFERS=2000 FAULT_PAUSE=3 FAULT_POINTS=often \
	  $(BIN)/python -m pytest tests/faults/test_kills.py tests/faults/test_failpoints.py
	@COURIER_DAYS=1000 $(BIN)/python -m pytest tests/membership/application/test_courier_day.py
	@CLAIM_ROUNDS=100 MIDYEAR_TRANSFERS=200 \
	  $(BIN)/python -m pytest tests/evaluation/application/test_entering.py tests/evaluation/application/test_midyear.py

season: setup-test ## a year-end season (members=457397 cells=17225 for Hà Nội; smaller by default)
	@$(BIN)/python -m tests.season $(if $(members),--members $(members)) $(if $(cells),--cells $(cells))

scale: setup-test ## imports, steps, lists and reads at the size of a province (long)
	@$(BIN)/python -m tests.scale

docs: setup ## generate the reference pages
	@$(BIN)/lienthong docs

lock: setup-test ## renew both lock files (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  pyproject.toml -o requirements.lock
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  --extra test -c requirements.lock pyproject.toml -o requirements-test.lock

clean: ## take away .venv and build (the data folder stays: see `lienthong reset`)
	@rm -rf .venv build

.venv/bin/python:
	@python=$$(for name in python3.11 python3.12 python3.13 python3; do \
	  "$$name" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done); \
	if [ -z "$$python" ]; then \
	  echo "Cần Python 3.11 trở lên (kèm venv) - Python 3.11 or newer with venv is needed, e.g. apt install python3.11-venv" >&2; \
	  exit 1; fi; \
	echo "→ .venv ($$($$python -V))"; \
	"$$python" -m venv --clear .venv || { rm -rf .venv; exit 1; }

.venv/.ready: requirements.lock pyproject.toml | .venv/bin/python
	@echo "→ requirements.lock"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-test: requirements-test.lock .venv/.ready
	@echo "→ requirements-test.lock"
	@$(PIP) --require-hashes -r requirements-test.lock
	@touch $@
