# Two commands on a fresh machine: `make run` and `make test`. Python 3.11 or newer, make and git are all that is assumed.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
COMPILED := $(patsubst %.po,%.mo,$(wildcard localoffer/translations/*/LC_MESSAGES/*.po))
export FLASK_APP := app

.PHONY: help run test check bench assets prepare translations strings clean

help: ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: prepare ## Start the site on http://127.0.0.1:$(PORT)
	@$(BIN)/flask serve --port $(PORT)

prepare: $(VENV)/.installed assets translations
	@$(BIN)/flask db upgrade
	@$(BIN)/flask places build
	@$(BIN)/flask content load
	@$(BIN)/flask search update

test: $(VENV)/.installed-dev assets translations ## Run every test
	@sh tests/run.sh $(BIN)

check: $(VENV)/.installed-dev ## Lint and type-check
	$(BIN)/ruff check localoffer tests app.py
	$(BIN)/ruff format --check localoffer tests app.py
	$(BIN)/mypy localoffer app.py

bench: $(VENV)/.installed-dev assets ## Measure search and pages; writes docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks

translations: $(VENV)/.installed $(COMPILED)

%.mo: %.po
	@$(BIN)/pybabel -q compile -i $< -o $@

strings: $(VENV)/.installed ## Collect new interface texts into every translation
	@$(BIN)/pybabel -q extract -F localoffer/translations/babel.cfg -k lazy_gettext -k _ --no-location -o $(VENV)/messages.pot .
	@$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d localoffer/translations --no-fuzzy-matching

assets: $(VENV)/.installed ## Build the style sheets and scripts
	@sh localoffer/assets/build.sh

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.txt
	@echo "Installing packages …"
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing test packages …"
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean: ## Throw away everything that can be made again (the database in instance/ stays)
	rm -rf $(VENV) localoffer/static/built localoffer/assets/node_modules index/g-* index/CURRENT
