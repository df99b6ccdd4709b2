# `make demo` and `make test` set up everything they need in .venv; nothing else on the machine is touched.

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3 2>/dev/null))
BIN := .venv/bin
LEDGER := out/examples.db

.PHONY: demo test lint bench pictures eval peers lock clean

demo: .venv/ready
	@mkdir -p out
	@rm -f $(LEDGER) $(LEDGER)-wal $(LEDGER)-shm
	$(BIN)/sayso read examples --ledger $(LEDGER)
	$(BIN)/sayso dossier --ledger $(LEDGER) --html out/dossier.html
	@echo
	@echo "The dossier of the examples is at $(CURDIR)/out/dossier.html (open it in any browser),"
	@echo "its ledger at $(CURDIR)/$(LEDGER). To read, check and correct it in the browser:"
	@echo
	@echo "    $(BIN)/sayso serve --ledger $(LEDGER)        and open the address that it prints"

test: .venv/ready-dev
	$(BIN)/python -m pytest

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready-dev
	$(BIN)/python bench/extraction.py
	$(BIN)/python bench/ledger.py
	$(BIN)/python bench/web.py
	$(BIN)/python bench/fuzz.py

# Those of the documentation; they need Debian's chromium.
pictures: .venv/ready-dev
	docs/picture.sh
	$(BIN)/python docs/pictures.py

# Both read labelled articles that are not part of this project: make eval DATA=/where/they/lie (docs/accuracy.md says which).
eval: .venv/ready-dev
	@$(BIN)/python evals/gate.py $(if $(DATA),"$(DATA)")

peers: .venv/ready .venv-peers/ready
	@$(BIN)/python evals/peers.py $(if $(DATA),"$(DATA)") --python .venv-peers/bin/python

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "sayso needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }

.venv/ready: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-dev: requirements-dev.lock .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv-peers/ready: evals/peers.requirements.txt
	@$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r evals/peers.requirements.txt
	@touch $@

# The locks are made with uv (pip install uv); commit them together with pyproject.toml.
lock:
	uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .venv-peers out build *.egg-info
