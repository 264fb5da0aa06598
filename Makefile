# Ventanilla. `make demo` and `make test` do all the set-up themselves; a second call starts at once.
#
#   make demo     the whole job: with a display the app opens ready to use; HEADLESS=1 plays it off screen
#   make run      the app on this computer's own profile
#   make check    ruff, mypy, import contracts, unit tests (under 2 minutes)
#   make test     every gate
#   make bench    the figures of DESIGN §10 and FORMS §15 into bench-output/bench.json
#   make soak     every test that has a long tail, with all of it: draws, kills, images (hours)
#   make lock     new packaging/locks/*.txt (needs uv; UPGRADE=1 for newer versions)

SHELL := /bin/bash
PYTHON_OF_VENV := .venv/bin/python

.PHONY: demo run test check bench soak lock setup

demo: setup
	@$(PYTHON_OF_VENV) -m tests.demo

run: setup
	@.venv/bin/ventanilla run

test: setup
	@packaging/stages.sh static unit forms journal cash delivery central screens faults reliability conformance

check: setup
	@packaging/stages.sh static unit

bench:
	@packaging/setup.sh bench
	@$(PYTHON_OF_VENV) -m tests.performance

soak: setup
	@HYPOTHESIS_PROFILE=soak VENTANILLA_SOAK=1 packaging/stages.sh unit forms journal cash delivery central screens faults reliability conformance

lock:
	@packaging/lock.sh $(if $(UPGRADE),--upgrade)

setup:
	@packaging/setup.sh
