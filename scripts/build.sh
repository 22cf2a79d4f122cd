#!/usr/bin/env bash
# Builds what `make run` starts, outside the checkout.
#   scripts/build.sh site     styles, the browser part and public files, compressed: $CARGO_TARGET_DIR/site
#   scripts/build.sh server   the program, optimised: $CARGO_TARGET_DIR/release/pforte
#   scripts/build.sh          both
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
site="$CARGO_TARGET_DIR/site"
sheets="pforte front-door"

# Everything the site is made of, as one word. cargo-leptos and the compression do not notice that nothing changed.
state() {
  { rustc --version; cargo leptos --version; tailwindcss --help 2>/dev/null | head -1
    find app/src frontend style public crates/language/locales Cargo.toml Cargo.lock .cargo scripts/build.sh scripts/compress.sh \
      -name node_modules -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
  } | sha256sum
}

build_site() {
  local now; now=$(state)
  if [ -f "$site.state" ] && [ "$(cat "$site.state")" = "$now" ]; then return; fi
  rm -f "$site.state"
  # A folder of its own until it is whole: a server that starts meanwhile finds the one before.
  rm -rf "$site.next"
  LEPTOS_SITE_ROOT="$site.next" cargo leptos build --release --frontend-only
  # cargo-leptos makes one sheet; both are made here, alike.
  for sheet in $sheets; do
    tailwindcss --input "style/$sheet.css" --output "$site.next/pkg/$sheet.css" --minify
  done
  rm -f "$site.next"/pkg/*.d.ts
  scripts/compress.sh "$site.next"
  rm -rf "$site.before"
  if [ -d "$site" ]; then mv "$site" "$site.before"; fi
  mv "$site.next" "$site"
  rm -rf "$site.before"
  echo "$now" > "$site.state"
}

case "${1:-both}" in
  site) build_site ;;
  server) cargo build --release --package server --bin pforte ;;
  both) build_site; cargo build --release --package server --bin pforte ;;
  *) echo "usage: scripts/build.sh [site|server]" >&2; exit 2 ;;
esac
