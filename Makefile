# The two commands are `make run` and `make test`. Everything they need and everything they build stays outside the
# checkout: see scripts/env.sh.
.PHONY: help run demo build test check

help:
	@echo "make run            build, and start on http://localhost:3000 with the embedded database in ./data"
	@echo "make demo           the same with demo tenants, and print who can sign in"
	@echo "make test           format, lints, all tests on SQLite and PostgreSQL, browser tests"
	@echo "make check          format and lints only"

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
