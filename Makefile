# On a fresh Debian machine with python3, make and apt, every target sets up what it needs, once.
PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
SETUP := PYTHON=$(PYTHON) bash tests/tools/setup.sh
PROJECT := pyproject.toml constraints.txt tests/tools/setup.sh
DEMO := build/demo/kent_scorecard.xlsx

.PHONY: help demo test lint pictures addin clean
help:
	@echo "make demo      the example scorecard: in a file of its own, and in an officer's workbook (build/demo)"
	@echo "make test      all checks and tests"
	@echo "make lint      the checks that run no code of ours"
	@echo "make pictures  every tab of every example in every style, as PNG in build/pictures"
	@echo "make addin     the Excel add-in and the starter workbook with macros, from macros/"
	@echo "make clean     remove what these made"

demo: .venv/.ready
	@mkdir -p $(dir $(DEMO))
	$(BIN)/scorecard-xl build workbook_templates/kent_2015_02.xlsx --output $(DEMO)
	@echo
	@$(BIN)/python tests/tools/demo.py $(dir $(DEMO))
	@echo "And the scorecard in a file of its own: $(CURDIR)/$(DEMO)"

# The workbooks that the tests produced are judged last, all in one go, whichever worker made them.
test: lint .tools/.ready
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --cov
	$(BIN)/pytest tests/test_every_workbook.py

lint: .venv/.ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

pictures: .venv/.ready .tools/.ready
	$(BIN)/python tests/tools/pictures.py

addin: .venv/.ready
	$(BIN)/python -m macros.build

clean:
	rm -rf .venv .tools build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Stamps: a second run installs nothing again until one of the files named on the right changes.
.venv/.ready: $(PROJECT)
	$(SETUP) venv
	@touch $@

.venv/.ready-test: $(PROJECT)
	$(SETUP) venv test,pandas
	@touch .venv/.ready $@

.tools/.ready: tests/tools/setup.sh tests/tools/validator.py | .venv/.ready-test
	$(SETUP) programs
	$(BIN)/python tests/tools/validator.py
	@touch $@
