# Set-up and checks. `make demo` and `make test` are all a new machine needs.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin/python
JOBS ?= 2

.PHONY: demo test quick thorough check format lint types schema clean

demo: $(VENV)/.runtime
	$(RUN) -m crawler demo

test: $(VENV)/.dev
	$(RUN) -m pytest -n $(JOBS) --dist worksteal -m "not thorough"

thorough: $(VENV)/.dev
	$(RUN) -m pytest -n $(JOBS) --dist worksteal -m thorough

quick: $(VENV)/.dev
	$(RUN) -m pytest -n $(JOBS) --dist worksteal -m "not slow and not thorough"

check: format lint types

format: $(VENV)/.dev
	$(RUN) -m ruff format --check .

lint: $(VENV)/.dev
	$(RUN) -m ruff check .

types: $(VENV)/.dev
	$(RUN) -m mypy

$(VENV)/.python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is not there or older than 3.11; run: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 2; }
	@"$(PYTHON)" -m venv $(VENV) \
	  || { echo "no environment could be made; on Debian: apt-get install python3-venv"; exit 2; }
	@$(RUN) -m pip install --quiet --upgrade pip
	@touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.python
	$(RUN) -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt requirements-extras.txt $(VENV)/.python
	$(RUN) -m pip install --quiet -r requirements-dev.txt -r requirements-extras.txt
	@touch $@ $(VENV)/.runtime

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
