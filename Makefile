# make demo: set up and run the sample batch. make test: set up and check everything. make quick: the tests under a minute.
.PHONY: demo test quick lint setup setup-tests benchmark

demo: setup
	.venv/bin/proofdesk demo

test: setup-tests lint
	.venv/bin/python -m pytest -n 2 --dist worksteal

quick: setup
	.venv/bin/python -m pytest -n 2 --dist worksteal -m "not slow and not corpus"

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

benchmark: setup
	.venv/bin/python -m tests.benchmarks

setup:
	@tools/set-up.sh

setup-tests:
	@tools/set-up.sh tests
