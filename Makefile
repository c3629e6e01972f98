# Zvonar: everything one does with a checkout. Each line calls one script; the logic is in scripts/.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
OPERATORS ?= 0
DAYS ?= 2
MINUTES ?= 10

.PHONY: help setup asterisk chromium sipp ui demo bench bench-pacing bench-floor bench-machines check fmt test lock clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ui asterisk ## Start the product with demo clients (OPERATORS=10 adds simulated operators)
	@exec .venv/bin/zvonar demo --operators $(OPERATORS)

setup: ## Create .venv and install the locked requirements
	@python3 -m scripts.setup

asterisk: ## Put a real Asterisk under var/, without root
	@python3 -m scripts.install_asterisk

ui: setup ## Build the user interface into operator_ui/dist
	@$(PY) -m scripts.build_ui

check: setup ## Lint, types, import contracts, house rules, user interface
	@$(PY) -m scripts.check

test: setup ui asterisk chromium sipp ## Run every tier of the tests (TIERS="unit ui" runs some)
	@$(PY) -m scripts.install_espeak
	@$(PY) -m scripts.test $(TIERS)

bench: setup ui asterisk chromium ## Measure how fast calls, pops and events go
	@$(PY) -m tests.load.bench

bench-pacing: setup ## Simulate days of predictive dialling beside other controllers (DAYS=2)
	@$(PY) -m tests.load.pacing.bench --days $(DAYS)

bench-machines: setup asterisk ## Measure who tells answering machines from people, on a real Asterisk
	@$(PY) -m scripts.install_espeak
	@$(PY) -m tests.load.machines.bench

bench-import: setup ## Measure how long 200,000 leads take to import, on SQLite and PostgreSQL
	@$(PY) -m tests.load.bench imports

bench-floor: setup ui asterisk sipp ## Fifty operators, predictive beside progressive, SIPp the carrier (MINUTES=10)
	@$(PY) -m tests.load.floor.bench --minutes $(MINUTES)

sipp: ## Put a SIPp under var/, without root: the carrier of the tests
	@python3 -m scripts.install_sipp

chromium: setup ## Put a Chromium for the browser tests under var/, without root
	@$(PY) -m scripts.install_chromium

fmt: setup ## Format the code and mend what can be mended by itself
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .
	@cd operator_ui && PATH="$(CURDIR)/.venv/bin:$$PATH" npm run --silent fix

lock: setup ## Lock the requirements again after editing requirements*.in
	@$(PY) -m scripts.lock

clean: ## Remove what was installed and built; the database and the recordings stay
	@rm -rf .venv operator_ui/dist operator_ui/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@rm -rf var/asterisk var/espeak var/chromium var/sipp var/apt var/bootstrap var/stamps var/logs
