# run · test · check · bench · package — everything a newcomer needs; see README.md
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench package catalogues clean
.DELETE_ON_ERROR:

$(VENV)/installed: requirements.txt requirements-documents.txt requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11, 3.12 or 3.13 is needed, and '$(PYTHON)' was not found. Install it or say make PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "Python 3.11, 3.12 or 3.13 is needed; '$(PYTHON)' is $$($(PYTHON) -V 2>&1)."; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

catalogues: $(VENV)/installed
	@$(BIN)/python -m infra.catalogues

run: $(VENV)/installed catalogues
	@PORT='$(PORT)' $(BIN)/python -m infra.local

# The demo is told once, before many processes need it. The package's tests create stacks in a mock of their
# own, so they get processes of their own.
test: $(VENV)/installed catalogues
	$(BIN)/python -m infra.local.demo
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore=tests/infra/package
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/infra/package

check: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m infra.shape

bench: $(VENV)/installed catalogues
	$(BIN)/python -m bench

package: $(VENV)/installed catalogues
	AWS_DEFAULT_REGION=$${AWS_DEFAULT_REGION:-us-east-1} $(BIN)/python -m infra.package

clean:
	rm -rf build .local .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
