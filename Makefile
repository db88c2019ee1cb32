# Liên thông. Two commands to begin with: `make demo` and `make test`. Plain `make` lists them all.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PARTS := kills points postgres nats power away streams fork tampering order model million courier season-claims \
  restructuring gateway
.PHONY: help setup setup-test demo up down status doctor test check bench lock docs clean proof scale season $(PARTS:%=proof-%)

BIN := .venv/bin
DATA := $(if $(data),--data $(data))
PORT := $(if $(port),--port $(port))
TESTS := $(if $(service),tests/$(service),tests)
WORKERS := $(if $(workers),$(workers),2)
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --root-user-action=ignore

# Half of a start would be compiling: an editable install does not, and Python may have been told not to.
COMPILE = $(BIN)/python -m compileall -q services shared

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  options: port=8090  data=/some/folder  service=membership workers=1 (for test)"

setup: .venv/.ready ## make .venv from the hash-pinned requirements.lock
	@$(COMPILE)
	@$(BIN)/lienthong prepare

setup-test: .venv/.ready-test
	@$(COMPILE)
	@$(BIN)/lienthong prepare

demo: setup ## start everything, load demo data, print ready-made sign-ins; returns
	@$(BIN)/lienthong demo $(DATA) $(PORT)

up: setup ## start everything in the background, without demo data
	@$(BIN)/lienthong up $(DATA) $(PORT)

down: .venv/.ready ## stop everything; the data stay
	@$(BIN)/lienthong down $(DATA)

status: .venv/.ready ## what runs, where it answers
	@$(BIN)/lienthong status $(DATA) || true

doctor: .venv/.ready ## check everything; each line names the next command
	@$(BIN)/lienthong doctor $(DATA)

test: setup-test ## install what the tests need and run them (service=membership for one)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

check: setup-test ## style, types, import law
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright --level error
	@$(BIN)/lint-imports

bench: setup-test ## measure, print a table, write build/bench.json
	@$(BIN)/python -m tests.benchmarks

proof: setup-test ## prove everything in full: kills, power cuts, forks, lost streams, tampering, a million facts (about an hour)
	@$(foreach part,$(PARTS),$(MAKE) --no-print-directory proof-$(part) &&) echo "✓ make proof"

PROVE := $(BIN)/python -m pytest -q -rP -p no:cacheprovider

proof-kills: setup-test # 200 SIGKILLs of services while 2,000 members travel
	@FAULT_KILLS=200 FAULT_TRANSFERS=2000 FAULT_PAUSE=2 FAULT_TARGETS=membership,organization,evaluation,gateway \
	  $(PROVE) tests/faults/test_kills.py

proof-postgres: setup-test # 50 SIGKILLs of PostgreSQL
	@FAULT_KILLS=50 FAULT_TRANSFERS=100 FAULT_PAUSE=12 FAULT_TARGETS=postgres $(PROVE) tests/faults/test_kills.py

proof-nats: setup-test # 30 SIGKILLs of nats-server
	@FAULT_KILLS=30 FAULT_TRANSFERS=100 FAULT_PAUSE=3 FAULT_TARGETS=nats $(PROVE) tests/faults/test_kills.py

proof-points: setup-test # 20 kills at every named point
	@FAULT_POINTS=20 FAULT_PAUSE=4 $(PROVE) tests/faults/test_failpoints.py

proof-power: setup-test # 30 power cuts, 3 controls that have to lose
	@FAULT_CUTS=30 FAULT_CONTROLS=3 $(PROVE) tests/faults/test_power_cut.py

proof-away: setup-test # NATS away for three minutes, a backlog of 10,000 facts
	@FAULT_AWAY=180 FAULT_BACKLOG=10000 $(PROVE) tests/faults/test_broker_away.py tests/faults/test_without_nats.py -k away

proof-streams: setup-test # every stream lost, three times
	@FAULT_STREAMS=3 FAULT_TRAVELLERS=24 $(PROVE) tests/faults/test_without_nats.py -k stream

proof-fork: setup-test # an older database behind its stream, written past it, noticed or not; a fork that meets a running deployment
	@FAULT_FORKED=24 $(PROVE) tests/faults/test_fork.py

proof-tampering: setup-test # 500 tamperings
	@LIENTHONG_TEST_TAMPERS=500 $(PROVE) tests/shared/eventlog/test_verifying.py

proof-order: setup-test # 10,000 interleaved commits
	@LIENTHONG_TEST_COMMITS=10000 $(PROVE) tests/shared/eventlog/test_skipping.py tests/shared/eventlog/test_order.py

proof-model: setup-test # the log against its model, 1,000 examples
	@LIENTHONG_TEST_EXAMPLES=1000 $(PROVE) tests/shared/eventlog/test_model.py

proof-million: setup-test # a million facts verified within a minute
	@FAULT_FACTS=1000000 $(PROVE) tests/faults/test_million.py

proof-courier: setup-test # a courier's day offline, a thousand times
	@COURIER_DAYS=1000 $(PROVE) tests/membership/application/test_courier_day.py

proof-season-claims: setup-test # many claims for the last place, transfers in the middle of a year
	@CLAIM_ROUNDS=100 MIDYEAR_TRANSFERS=200 \
	  $(PROVE) tests/evaluation/application/test_entering.py tests/evaluation/application/test_midyear.py

proof-gateway: setup-test # 2,000 generated documents, 10,000 evil queries, slow clients, key rotations, outsiders' tools, all of the table of acts
	@GATEWAY_CASES=2000 $(PROVE) tests/journeys/test_fuzz.py
	@EVIL_QUERIES=10000 GATEWAY_SLOW=long KEY_ROTATIONS=5 GATEWAY_TOOLS=1 $(PROVE) tests/journeys/test_evil_queries.py \
	  tests/journeys/test_slow_clients.py tests/journeys/test_key_rotation.py tests/journeys/test_outside_tools.py \
	  tests/journeys/test_wrong_keys.py
	@AUTHORITY_MATRIX=whole $(PROVE) tests/authority/test_handlers.py

proof-restructuring: setup-test # races, undos and interleavings with plans, the enterprise bloc, a ledger of 60,000, kills at every step
	@RESTRUCTURING_ROUNDS=100 RESTRUCTURING_UNDOS=500 RESTRUCTURING_INTERLEAVINGS=1000 RESTRUCTURING_EXAMPLES=2000 \
	  RESTRUCTURING_LONG=1 $(PROVE) tests/organization/application/test_plan_races.py \
	  tests/organization/domain/restructuring/test_sequences.py tests/gateway/test_hanoi_census.py \
	  tests/membership/application/test_admission_races_with_a_plan.py
	@BLOC_SIZE=real $(PROVE) tests/journeys/test_bloc_from_2021_to_2023.py
	@LEDGER_MEMBERS=60000 $(PROVE) tests/gateway/test_big_ledger.py
	@RESTRUCTURING_KILLS=56 $(PROVE) tests/faults/test_restructuring_kills.py

season: setup-test ## a year-end season (members=457397 cells=17225 for Hà Nội; smaller by default)
	@$(BIN)/python -m tests.season $(if $(members),--members $(members)) $(if $(cells),--cells $(cells))

scale: setup-test ## imports, steps, lists, reads and a year-end season at the size of a province (long)
	@$(BIN)/python -m tests.scale
	@$(BIN)/python -m tests.season

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
