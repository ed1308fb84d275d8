# The commands of the project. Python 3.11 or newer and make are all they need; everything else goes into .venv.
.DEFAULT_GOAL := help
.PHONY: help install run chat test tests lint evaluate learn bench torture pins clean

PYTHON ?= $(shell for p in python3 python3.12 python3.11 python3.13 python3.14 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
# Tests wait now and then for a server or a clock: on two cores three keep both busy.
WORKERS ?= 3
# What is compiled is kept, whatever the machine is set to: the tests start some hundred processes.
unexport PYTHONDONTWRITEBYTECODE
ROOMS := app.py bench bot commands console evaluation handlers knowledge ledger scheduler simulator tests

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

install: .venv/.runtime .venv/.tools  ## create .venv and install the pinned packages

run: .venv/.runtime  ## start the assistant with a stand-in for WeChat and made-up people
	@exec $(PY) app.py demo

chat: .venv/.runtime  ## talk to it in the terminal: make chat AS=grid_worker ON=2022-12-01
	@exec $(PY) app.py chat $(if $(AS),--as $(AS)) $(if $(ON),--at $(ON))

# The checks use one core for most of a minute: beside the tests, not before them.
test: .venv/.runtime .venv/.tools  ## every check and every test, on a real Redis and a real PostgreSQL
	@$(MAKE) --no-print-directory --jobs=2 tests lint

tests: .venv/.runtime .venv/.tools
	@exec $(PY) -m pytest -q -n $(WORKERS) --dist worksteal

lint: .venv/.runtime .venv/.tools  ## ruff, mypy --strict, yamllint, and the check of plan and rules
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy $(ROOMS)
	@$(PY) -m yamllint --strict .
	@$(PY) app.py plan check

evaluate: .venv/.runtime .venv/.tools  ## how well people are understood, on texts written apart from the rules, and how fast
	@$(PY) -m evaluation

learn: .venv/.runtime .venv/.tools  ## what the open texts teach about intents, anew
	@$(PY) -m evaluation.learning

bench: .venv/.runtime .venv/.tools  ## speed as ratios to a bare echo and to a bare client, and where the time goes
	@$(PY) -m bench
	@$(PY) -m bench.broadcast

torture: .venv/.runtime .venv/.tools  ## kill -9 for some minutes, a mutant that loses messages and must be caught, a notice whose sender is killed
	@$(PY) -m bench.kill_run
	@$(PY) -m bench.kill_run --mutant --seconds 20
	@$(PY) -m bench.broadcast_kills

pins: .venv/.runtime  ## resolve requirements*.txt anew from requirements*.in
	@test -x .venv/pins/bin/pip-compile || { $(PY) -m venv .venv/pins && \
		.venv/pins/bin/python -m pip --disable-pip-version-check --quiet install 'pip-tools~=7.6'; }
	@for name in requirements requirements-dev; do \
		.venv/pins/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
			--no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o $$name.txt $$name.in || exit 1; done

clean:  ## remove caches and data/demo (the made-up people's folder): make run starts anew; .venv and all other data stay
	@if [ -e data/demo/MADE-UP ]; then rm -rf data/demo; fi
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# The stamps make the second time quick; a .venv whose Python is gone is made anew. Of the packages only what is used gets
# compiled, when it is first used.
.venv/.runtime: requirements.txt
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed: install it, or name it: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) cannot make a .venv: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || "$(PYTHON)" -m venv --clear .venv
	$(PIP) install --no-compile --require-hashes -r requirements.txt
	@touch $@

.venv/.tools: requirements-dev.txt .venv/.runtime
	$(PIP) install --no-compile --require-hashes -r requirements-dev.txt
	@touch $@
