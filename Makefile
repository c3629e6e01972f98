# Zvonar: every command a developer or an operator of the product needs. Logic lives in scripts/.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python

.PHONY: help setup lock asterisk ui check fmt clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Create .venv and install the locked requirements
	@python3 -m scripts.setup

lock: setup ## Lock the requirements again after editing requirements*.in
	@$(PY) -m scripts.lock

asterisk: ## Put a real Asterisk under var/, without root
	@python3 -m scripts.install_asterisk

ui: setup ## Build the user interface into operator_ui/dist
	@$(PY) -m scripts.build_ui

check: setup ## Lint, types, import contracts, house rules, user interface
	@$(PY) -m scripts.check

fmt: setup ## Format the code and mend what can be mended by itself
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .
	@cd operator_ui && PATH="$(CURDIR)/.venv/bin:$$PATH" npm run --silent --if-present fmt

clean: ## Remove everything made here: .venv, var/, the built user interface
	@rm -rf .venv var operator_ui/dist operator_ui/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
