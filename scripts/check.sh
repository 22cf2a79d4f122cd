#!/usr/bin/env bash
# Format and lints of everything, for the server and for the browser.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
cargo fmt --all --check
cargo clippy --quiet --workspace --all-targets -- --deny warnings
cargo clippy --quiet --package frontend --lib --target wasm32-unknown-unknown --no-default-features --features hydrate -- --deny warnings
