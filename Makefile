# The two commands are `make run` and `make test`. Everything they need and everything they build stays outside the
# checkout: see scripts/env.sh.
.PHONY: help run demo build test check bench bench-growth proof

help:
	@echo "make run            build, and start on http://localhost:3000 with the embedded database in ./data"
	@echo "make demo           the same with demo tenants, and print who can sign in"
	@echo "make test           format, lints, all tests on SQLite and PostgreSQL, browser tests"
	@echo "make check          format and lints only"
	@echo "make bench          every figure at a million people, on both databases (about 20 minutes)"
	@echo "make bench-growth   how cost grows with people and tenants"
	@echo "make proof          kills, faults, a soak, ten million people (hours)"

run:
	@scripts/run.sh serve

demo:
	@scripts/run.sh demo

build:
	@scripts/setup.sh build
	@scripts/build.sh

test:
	@scripts/test.sh

check:
	@scripts/setup.sh build
	@scripts/check.sh

bench:
	@scripts/bench.sh figures

bench-growth:
	@scripts/bench.sh growth

proof:
	@scripts/bench.sh proof
