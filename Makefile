# Each target stops with one clear sentence when something is missing.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
CATALOGUES := $(wildcard site/website/locale/*/LC_MESSAGES/django.po)
DEV := DJANGO_SETTINGS_MODULE=website.settings.dev BASE_URL=http://localhost:$(PORT)
# As in production, on a database of its own that is kept; the key signs nothing that outlives the run.
BENCH = DJANGO_SETTINGS_MODULE=website.settings.production BASE_URL=https://localhost ALLOWED_HOSTS=localhost \
	DATABASE_URL=$${BENCH_DATABASE_URL:-postgres:///eit_bench} VAR_DIR=$(CURDIR)/var/bench \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(32))')
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help demo test check fix messages browser bench pictures lock audit report

help: ## what there is to do
	@echo "make demo      the site with its demo content at http://localhost:$(PORT) (PORT=8080 for another)"
	@echo "make test      every test that needs no server"
	@echo "make check     style, layers, templates, migrations, translations, security"
	@echo "make report    how long the files are; it fails on nothing"
	@echo "make audit     known vulnerabilities of the locked packages; fails where they cannot be looked up"
	@echo "make fix       what make check can mend by itself"
	@echo "make messages  the catalogues of site/website/locale, brought up to date with the code"
	@echo "make browser   the four journeys in Debian's chromium"
	@echo "make bench     the figures: statements, p50 and requests per second, on PostgreSQL"
	@echo "make pictures  the pictures of the README"

$(VENV)/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Python 3.11 or newer is needed: name one with PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages…"
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: requirements-dev.txt $(VENV)/ready
	@echo "Installing the locked packages of the tests…"
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements-dev.txt
	@touch $@

$(VENV)/translated: $(VENV)/ready $(CATALOGUES)
	@$(BIN)/pybabel --quiet compile --directory site/website/locale --domain django
	@touch $@

demo: $(VENV)/translated
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || { echo "Port $(PORT) is taken: choose another with make demo PORT=8080."; exit 1; }
	@$(DEV) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEV) $(BIN)/python manage.py demo_content
	@exec env $(DEV) $(BIN)/gunicorn website.wsgi --bind 127.0.0.1:$(PORT) --threads 4 --log-level warning

test: $(VENV)/ready-dev $(VENV)/translated
	@$(BIN)/pytest -q --numprocesses auto --dist worksteal -m "not browser and not postgres and not elasticsearch"

browser: $(VENV)/ready-dev $(VENV)/translated
	@command -v chromium >/dev/null || { echo "Chromium is missing: on Debian, apt-get install chromium."; exit 1; }
	@$(BIN)/pytest -q -m browser

pictures: $(VENV)/ready-dev $(VENV)/translated
	@command -v chromium >/dev/null || { echo "Chromium is missing: on Debian, apt-get install chromium."; exit 1; }
	@$(BIN)/python -m tests.browser.pictures

bench: $(VENV)/translated
	@$(BENCH) $(BIN)/python manage.py bench

check: $(VENV)/ready-dev $(VENV)/translated
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: make fix."; exit 1; }
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml site community experiences
	@$(BIN)/python manage.py check --fail-level WARNING
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0 || { echo "A model has changed without its migration: manage.py makemigrations."; exit 1; }

report: $(VENV)/ready
	@$(BIN)/python -m tests.report

audit: $(VENV)/ready-dev
	@$(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off --requirement requirements.txt \
		|| { echo "A package is known to be vulnerable, or could not be looked up: what nobody looked up is not safe."; exit 1; }

fix: $(VENV)/ready-dev
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

messages: $(VENV)/ready-dev
	@command -v xgettext >/dev/null || { echo "gettext is missing: on Debian, apt-get install gettext."; exit 1; }
	@$(BIN)/python manage.py makemessages --locale fr --locale de --locale nl --no-obsolete --no-location --no-wrap --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'

lock: $(VENV)/ready-dev ## needs uv on the path
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group build pyproject.toml --output-file requirements.txt
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group dev --group build --constraint requirements.txt pyproject.toml --output-file requirements-dev.txt
