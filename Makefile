# `make` alone lists the targets. An environment elsewhere: make test VENV=/tmp/venv
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALLED := $(VENV)/.installed
TOOLS := $(VENV)/.tools

.PHONY: help install demo test check format messages bench bench-reading bench-linking bench-lists bench-desk soak lock clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

install: $(INSTALLED) ## create .venv with .venv/bin/firsthand in it

demo: $(INSTALLED) ## build the example archive and open the desk on it
	@$(BIN)/firsthand demo

test: check ## check, then all tests (installs what they need)
	@tools/postgresql >/dev/null || true
	@tools/chromium >/dev/null || true
	$(BIN)/pytest -rs -n 2 --dist loadfile --no-loadscope-reorder

check: $(TOOLS) ## style, types, and the order of the stages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(TOOLS) ## mend what a machine can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(TOOLS) ## bring the desk's translations up to date, and print what has still to be translated
	@$(BIN)/python tools/messages

bench: bench-reading bench-linking ## measure quality, speed, start-up and what keeping costs
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.keeping

bench-reading: $(TOOLS) ## how well and how fast both readers read, beside what others reach
	$(BIN)/python -m benchmarks.reading --reader grammar --reader tagger

bench-linking: $(TOOLS) ## how well names, echoes and trails are found, and what linking costs
	$(BIN)/python -m benchmarks.names
	$(BIN)/python -m benchmarks.echoes --read
	$(BIN)/python -m benchmarks.trails
	$(BIN)/python -m benchmarks.linking

bench-desk: $(TOOLS) ## what the desk costs with 100 000 documents, and whether it bears 55 people at once
	$(BIN)/python -m benchmarks.desk

bench-lists: $(TOOLS) ## what the lists of the desk cost on 100 000 documents; builds them first, which takes minutes
	$(BIN)/python -m benchmarks.desk_lists

soak: $(TOOLS) ## 100 000 hostile inputs, 200 kills of add, every byte changed once; takes long
	$(BIN)/python -m benchmarks.fuzz
	$(BIN)/python -m benchmarks.crash
	$(BIN)/pytest -m soak tests/archive

lock: $(TOOLS) ## write the versions in this environment to constraints.txt
	@{ sed '/^#/!d' constraints.txt; \
	$(PIP) freeze --exclude-editable | sed 's/$$/ ; python_version < "3.15"/'; } > $(VENV)/locked
	@mv $(VENV)/locked constraints.txt

clean: ## remove the environment and everything built
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@tools/venv $(VENV)

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(TOOLS): $(INSTALLED)
	$(PIP) install --constraint constraints.txt --group dev
	@touch $@
