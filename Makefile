# make demo   the virtual environment, the seed article into a database, its report
# make test   what tests need, and the tests
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
SEED := seeds/azerbaijan-armenia-clashes.txt

.DEFAULT_GOAL := help
.PHONY: help install demo test lint types docs gate clean

help:  ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Older ones do not know dependency groups.
$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group test
	@touch $@

$(VENV)/linted: $(VENV)/tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group lint
	@touch $@

install: $(VENV)/installed  ## the virtual environment with claimtrack in it

demo: $(VENV)/installed  ## the seed article into demo/claims.db, and its report
	@mkdir -p demo && rm -f demo/claims.db demo/claims.db-wal demo/claims.db-shm
	$(BIN)/claimtrack add $(SEED) --db demo/claims.db --published 2022-09-13 --outlet "The Jerusalem Post"
	$(BIN)/claimtrack report --db demo/claims.db
	$(BIN)/claimtrack report --db demo/claims.db --format html --out demo/report.html

test: $(VENV)/tested  ## the tests
	$(BIN)/python -m pytest

lint: $(VENV)/linted  ## style, spelling and layering
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/codespell

types: $(VENV)/linted  ## both type checkers
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

clean:  ## remove what make made
	rm -rf $(VENV) demo
