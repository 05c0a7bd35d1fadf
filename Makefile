# Needs git, make and Python 3.11 or newer; everything else is installed into .venv, from locked hashes.
.DEFAULT_GOAL := help
.PHONY: help setup demo test bench bench-large lint format lock

# Zone data comes from the locked tzdata package, whatever the machine's own says.
export PYTHONTZPATH =
export PIP_DISABLE_PIP_VERSION_CHECK = 1

PYTHON ?= python3
BIN = .venv/bin
INSTALL = $(BIN)/python -m pip install -qq --no-input --progress-bar off
COMPILE = uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header --quiet

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## Install everything into .venv (the other commands do it when it is due)

demo: .venv/.ready ## Try the bot in a local workspace, without Slack
	@$(BIN)/usagebot demo

test: .venv/.ready ## Run the tests; ARGS="-k period" runs some
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal $(ARGS)

bench: .venv/.ready ## Measure 10 million events on both databases; takes about half an hour
	@$(BIN)/python -m tests.bench $(ARGS)

bench-large: .venv/.ready ## Compare a store of 30 million events with one of 10 million
	@$(BIN)/python -m tests.bench --large 30000000 $(ARGS)

lint: .venv/.ready ## Check style and types
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy

format: .venv/.ready ## Put the code into the house style
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

lock: ## Compile the requirements again after pyproject.toml changed (needs uv)
	@command -v uv >/dev/null || { echo "uv is missing. Install it: python3 -m pip install uv"; exit 1; }
	@$(COMPILE) -o requirements.txt >/dev/null
	@$(COMPILE) --extra dev -o requirements-dev.txt >/dev/null

# A set-up that was interrupted leaves .unfinished, and begins again from nothing.
.venv/.ready: requirements-dev.txt pyproject.toml
	@set -eu; $(FIND_PYTHON); \
	clear=--clear; \
	if test ! -e .venv/.unfinished && .venv/bin/python -c '$(NEW_ENOUGH); import pip' 2>/dev/null; then clear=; fi; \
	echo "Setting up .venv with $$python; the first time takes about a minute."; \
	"$$python" -m venv $$clear .venv; \
	touch .venv/.unfinished; \
	{ $(INSTALL) --require-hashes -r requirements-dev.txt && $(INSTALL) --no-deps --no-build-isolation -e .; } || \
		{ echo "The set-up did not finish. If the lines above speak of the network, check it, then run make again."; exit 1; }; \
	rm .venv/.unfinished; \
	touch $@

NEW_ENOUGH = import sys; assert sys.version_info >= (3, 11)
CAN_MAKE_VENV = import venv, ensurepip

define FIND_PYTHON
python=; old=; \
for candidate in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	"$$candidate" -c '$(NEW_ENOUGH)' 2>/dev/null || continue; \
	old=$$candidate; \
	"$$candidate" -c '$(CAN_MAKE_VENV)' 2>/dev/null || continue; \
	python=$$candidate; break; \
done; \
if test -z "$$python" && test -n "$$old"; then \
	echo "$$old lacks the venv module. Install it (Debian, Ubuntu: sudo apt install python3-venv), then run make again."; exit 1; \
elif test -z "$$python"; then \
	echo "Python 3.11 or newer is needed. Install it from python.org, or name one: make setup PYTHON=/path/to/python3"; exit 1; \
fi
endef
