# Zvonar: every command a developer or an operator of the product needs. Logic lives in scripts/.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python

.PHONY: help setup lock asterisk

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Create .venv and install the locked requirements
	@python3 -m scripts.setup

lock: setup ## Lock the requirements again after editing requirements*.in
	@$(PY) -m scripts.lock

asterisk: ## Put a real Asterisk under var/, without root
	@python3 -m scripts.install_asterisk
