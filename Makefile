# The two commands are `make run` and `make test`. Everything they need and everything they build stays outside the
# checkout: see scripts/env.sh.
.PHONY: help run demo build test check bench bench-growth proof

help:
	@echo "make run            build, and start on http://localhost:3000 with the embedded database in ./data"
	@echo "make demo           the same with demo tenants, and print who can sign in"
	@echo "make test           format, lints, all tests on SQLite and PostgreSQL, browser tests"
	@echo "make check          format and lints only"
	@echo "make bench          measure: cost per request, latency, memory (at most 20 minutes)"
	@echo "make bench-growth   measure how cost grows with the number of people"
	@echo "make proof          the long runs: kills, faults, soak, ten million people"

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
	@scripts/bench.sh

bench-growth:
	@scripts/bench-growth.sh

proof:
	@scripts/proof.sh
