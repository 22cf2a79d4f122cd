#!/usr/bin/env bash
# A PostgreSQL for measuring: kept between runs, durable as one in production, reachable on this machine only.
#   scripts/bench-postgres.sh start FOLDER   makes the cluster if it is missing, and starts it
#   scripts/bench-postgres.sh stop FOLDER    stops it in order
#   scripts/bench-postgres.sh kill FOLDER    stops it without a word to its clients, as a machine that fails
set -euo pipefail
what=${1:?usage: scripts/bench-postgres.sh start|stop|kill FOLDER} data=${2:?a folder}
bin=$( (pg_config --bindir 2>/dev/null; ls -d /usr/lib/postgresql/*/bin 2>/dev/null) | while read -r d; do [ -x "$d/initdb" ] && echo "$d"; done | tail -1)
[ -n "$bin" ] || { echo "PostgreSQL's server is missing; run scripts/setup.sh test" >&2; exit 1; }
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }; else as() { "$@"; }; fi
case "$what" in
  start)
    # Another version's cluster cannot be used.
    if [ -f "$data/PG_VERSION" ] && [ "$(cat "$data/PG_VERSION")" != "$("$bin/postgres" --version | grep -oE '[0-9]+' | head -1)" ]; then
      rm -rf "$data"
    fi
    if [ ! -f "$data/PG_VERSION" ]; then
      mkdir -p "$data"
      if [ "$(id -u)" = 0 ]; then chown postgres "$data"; fi
      chmod 700 "$data"
      as "$bin/initdb" -D "$data" -U pforte --auth=trust --locale=C.UTF-8 --encoding=UTF8 --no-sync >/dev/null
      cat >> "$data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$data'
shared_buffers = 1GB
max_wal_size = 1GB
max_connections = 100
CONF
    fi
    if ! as "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1; then
      as "$bin/pg_ctl" -D "$data" -w -t 120 -l "$data/log" start >/dev/null || { tail -5 "$data/log" >&2; exit 1; }
    fi
    ;;
  stop) as "$bin/pg_ctl" -D "$data" -m fast -w stop >/dev/null ;;
  kill) as "$bin/pg_ctl" -D "$data" -m immediate -w stop >/dev/null ;;
  *) echo "usage: scripts/bench-postgres.sh start|stop|kill FOLDER" >&2; exit 2 ;;
esac
