# Every task, with what it is for. Paths are relative, so that a folder with a space in its name works too.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-22s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: .venv/.run ## serve the demonstration community at http://127.0.0.1:8000 (PORT= changes it)
	@exec $(PY) -m service.kit.supervisor

test: .venv/.development ## run every test, one process a core (they start and stop what they need)
	$(PY) -m pytest -n auto --dist worksteal $(ARGS)

lint: .venv/.development ## formatting, rules and types
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

format: .venv/.development ## format, and mend what can be mended
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: .venv/.development bench/.venv/.installed ## compare with textbook apps and pgbench; writes bench/RESULTS.md
	$(PY) -m bench.run $(ARGS)

bench-people: .venv/.development ## search for people among 10^4 and 10^6; writes bench/PEOPLE.md
	$(PY) -m bench.people $(ARGS)

bench-care: .venv/.development bench/.venv/.installed ## a dispatcher's day and check-ins at 10^4 and 10^6 visits; writes bench/CARE.md
	$(PY) -m bench.care $(ARGS)

bench-notices: .venv/.development bench/.venv/.installed ## publish to 500,000 people, and pages out of 10^6 and 10^7 notices; writes bench/NOTICES.md
	$(PY) -m bench.notices $(ARGS)

bench-settlement: .venv/.development ## settle a month of 10^4 and 10^6 visits; writes bench/SETTLEMENT.md
	$(PY) -m bench.settlement $(ARGS)

bench-planner: .venv/.development bench/.venv/.installed ## plan 50, 200 and 800 visits with both solvers that were tried; writes bench/PLANNER.md
	$(PY) -m bench.planner $(ARGS)

bench-outbox: .venv/.development ## what is told, into inboxes and out, with one and two job processes; writes bench/OUTBOX.md
	$(PY) -m bench.outbox $(ARGS)

fuzz: .venv/.development ## schemathesis against the running app, as each role
	$(PY) -m tests.fuzz.run $(ARGS)

contract: .venv/.development ## rewrite the checked-in OpenAPI document and permission matrix
	$(PY) -m pytest tests/project --rewrite

migration: .venv/.development ## write a migration for changed models: make migration name=rooms_get_photos
	@test -n "$(name)" || { echo "make migration name=what_changes"; exit 1; }
	$(PY) -m flask --app wsgi database migration "$(name)"

lock: .venv/.development ## write the pinned, hashed requirements anew
	$(PY) -m uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade -o requirements/development.txt
	$(PY) -m uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade -c requirements/development.txt \
		-o requirements/run.txt

clean: ## remove what the tasks made (the data of `make run` stays)
	rm -rf .venv bench/.venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@deploy/make-venv .venv

.venv/.run: .venv/bin/python requirements/run.txt
	@echo "正在安装 Python 软件包，只此一次 / installing Python packages, once"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

.venv/.development: .venv/bin/python requirements/development.txt
	@echo "正在安装 Python 软件包，只此一次 / installing Python packages, once"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@ .venv/.run

bench/.venv/.installed: bench/requirements.txt
	@deploy/make-venv bench/.venv
	@bench/.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r bench/requirements.txt
	@touch $@

.PHONY: help run test lint format bench bench-people bench-care bench-notices bench-outbox bench-planner bench-settlement fuzz contract migration lock clean
