# Every target sets up .venv by itself when it is missing or older than what it is made from.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench clean

help:
	@echo "make demo     world, data, training, evaluation, prediction: one report page, in minutes"
	@echo "make test     all tests"
	@echo "make check    formatting, lint, types"
	@echo "make format   rewrite the formatting"
	@echo "make bench    all benchmarks, each beside the old way"
	@echo "make clean    remove the virtual environment and caches"

$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing. Install Python 3.11, or set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e ".[train,page,code,ray,teacher,dev]"
	@touch $@

demo: $(STAMP)
	$(BIN)/diptych demo --out demo

test: $(STAMP)
	OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=2 $(BIN)/python -m pytest -n 2 --dist loadfile

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP)
	@for script in bench/[a-z]*.py; do \
		echo "== $$script"; $(BIN)/python -m bench.$$(basename $$script .py) || exit 1; \
	done

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
