# All that the project does, from nothing: needs Python 3.11+, make and a package registry.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# Clients in JavaScript that tests ask with; without Node those tests skip.
NPM    := tests/clients/node_modules/.ready

.PHONY: serve build test lint audit bench lock clean

serve: $(READY)  ## build the graph and serve it on http://127.0.0.1:8000
	$(BIN)/bouwstenen build
	$(BIN)/bouwstenen serve

build: $(READY)  ## build the graph into a release
	$(BIN)/bouwstenen build

test: lint $(if $(shell command -v npm),$(NPM))  ## lint, types and every test
	$(BIN)/pytest

lint: $(READY)
	$(BIN)/ruff check service tests bench
	$(BIN)/ruff format --check service tests bench
	$(BIN)/mypy

audit: $(READY)  ## ask PyPI whether what requirements.lock pins is known to be vulnerable
	$(BIN)/python .ci/audit.py

bench: $(READY)  ## our endpoint and our build beside others, as ratios (minutes; see python -m bench --help)
	$(BIN)/python -m bench

lock: $(READY)  ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --group dev pyproject.toml -o requirements.lock --upgrade

clean:
	rm -rf $(VENV) .bouwstenen tests/clients/node_modules

# The lock holds every package with its hashes; the project itself is installed editable on top.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(NPM): tests/clients/package-lock.json
	npm ci --prefix tests/clients --quiet --ignore-scripts
	touch $@
