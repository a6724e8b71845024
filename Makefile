# Every target sets up .venv by itself when it is missing or older than what it is made from.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
KERNELS := $(VENV)/.kernels
WORK := runs/weights
# tests/conftest.py says which file comes first.
SPREAD := --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-fast check format bench docs wheel weights weights-data weights-fast weights-best weights-plate clean

help:
	@echo "make demo     world, data, training, evaluation, prediction: one report page, in minutes"
	@echo "make serve    the page for both nets, on 127.0.0.1"
	@echo "make test     all tests"
	@echo "make test-fast  the quick ones, for work in progress"
	@echo "make check    formatting, lint, types"
	@echo "make format   rewrite the formatting"
	@echo "make bench    all benchmarks, each beside the old way"
	@echo "make docs     API pages from the docstrings, in site/"
	@echo "make wheel    the package, built and tried in an empty environment"
	@echo "make weights  make the shipped weights anew, from the built-in worlds alone; hours; goes on where it stopped"
	@echo "make clean    remove the virtual environment and caches"

$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing. Install Python 3.11, or set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e ".[train,page,code,ray,teacher,formats,dev]"
	@touch $@

# Numba's kernels are compiled once, by two processes; otherwise each process of the tests would compile its own.
$(KERNELS): $(STAMP)
	OMP_NUM_THREADS=1 $(BIN)/python -m tools.kernels
	@touch $@

demo: $(KERNELS)
	$(BIN)/diptych demo --out demo

serve: $(STAMP)
	$(BIN)/diptych serve

# More processes than cores: those that test a page or a command wait for others most of the time. Bytecode is kept,
# whatever the shell says.
test test-fast: export PYTHONDONTWRITEBYTECODE =
test: $(KERNELS)
	OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=2 $(BIN)/python -m pytest -n 3 $(SPREAD)

# What starts no browser, no other process and no training.
test-fast: $(KERNELS)
	OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=2 $(BIN)/python -m pytest -n 2 $(SPREAD) -m "not slow"

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

docs: $(STAMP)
	$(BIN)/python -m tools.docs site

wheel: $(STAMP)
	rm -rf dist
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .
	$(PYTHON) -m venv dist/venv
	dist/venv/bin/pip install --quiet -c constraints.txt dist/*.whl
	dist/venv/bin/diptych --version
	rm -rf dist/venv

# Training prepares batches in threads of its own: more than one thread an operator would only get in their way.
weights: export OMP_NUM_THREADS = 1
weights: weights-plate weights-best
	$(BIN)/diptych code train $(WORK)/code --preset laptop --accelerator cpu
	$(BIN)/diptych code onnx $(WORK)/code src/diptych/weights

# What both scene nets are trained on: things where they stand in life, and things anywhere.
weights-data: $(STAMP)
	$(BIN)/diptych scene world $(WORK)/assets --plates 1200 --cutouts 2400 --size 384 --seed 11
	test -e $(WORK)/scaled/dataset.json || \
		$(BIN)/diptych scene compose $(WORK)/assets $(WORK)/scaled --policy scaled --visible 0.25 --per-pair 1
	test -e $(WORK)/perspective/dataset.json || \
		$(BIN)/diptych scene compose $(WORK)/assets $(WORK)/perspective --policy perspective --near 0.25 --far 0.2 --no-mirror --per-pair 1

weights-fast: export OMP_NUM_THREADS = 1
weights-fast: weights-data
	$(BIN)/diptych scene train $(WORK)/scaled $(WORK)/slim --preset full --mix $(WORK)/perspective --workers 1 --accelerator cpu
	$(BIN)/diptych scene onnx $(WORK)/slim src/diptych/weights

weights-best: export OMP_NUM_THREADS = 1
weights-best: weights-fast
	$(BIN)/diptych scene train $(WORK)/perspective $(WORK)/wide --net wide --preset long --mix $(WORK)/scaled --workers 1 --accelerator cpu
	$(BIN)/diptych scene onnx $(WORK)/wide src/diptych/weights --beside $(WORK)/slim

weights-plate: export OMP_NUM_THREADS = 1
weights-plate: $(STAMP)
	$(BIN)/diptych scene plate train $(WORK)/plate --preset full --seed 21 --workers 1 --accelerator cpu
	$(BIN)/diptych scene plate onnx $(WORK)/plate src/diptych/weights

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
