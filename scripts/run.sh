#!/usr/bin/env bash
# Installs what is missing, builds, and starts the server in the current checkout.
#   scripts/run.sh [serve|demo] [options of that command]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
scripts/setup.sh build
. scripts/env.sh
scripts/build.sh
export PFORTE_SITE_ROOT=${PFORTE_SITE_ROOT:-$CARGO_TARGET_DIR/site}
# For a person who watches; a configuration file says for itself what it wants.
if [ ! -f pforte.toml ] && [ -z "${PFORTE_CONFIG:-}" ]; then export PFORTE_LOG_FORMAT=${PFORTE_LOG_FORMAT:-text}; fi
exec "$CARGO_TARGET_DIR/release/pforte" "$@"
