#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL cluster, whose address is in PFORTE_TEST_POSTGRES, and stops it after.
set -euo pipefail
bin=$( (pg_config --bindir 2>/dev/null; ls -d /usr/lib/postgresql/*/bin 2>/dev/null) | while read -r d; do [ -x "$d/initdb" ] && echo "$d"; done | tail -1)
[ -n "$bin" ] || { echo "PostgreSQL's server is missing; run scripts/setup.sh test" >&2; exit 1; }
dir=$(mktemp -d /tmp/pforte-pg.XXXXXX)
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }; else as() { "$@"; }; fi
stop() { as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true; rm -rf "$dir"; }
trap stop EXIT
as "$bin/initdb" -D "$dir/data" -U pforte --auth=trust --locale=C.UTF-8 --encoding=UTF8 --no-sync >/dev/null
as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-k $dir -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300 -c shared_buffers=128MB" start >/dev/null || { cat "$dir/log" >&2; exit 1; }
export PFORTE_TEST_POSTGRES="postgres://pforte@localhost/postgres?host=$dir"
"$@"
