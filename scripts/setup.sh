#!/usr/bin/env bash
# Installs what building and testing need and is missing. Safe to run again: what is there is left alone.
#   scripts/setup.sh build   compiler target, cargo-leptos, wasm-bindgen, Tailwind, wasm-opt
#   scripts/setup.sh test    the above, cargo-nextest, Chromium, PostgreSQL's server, the browser tests' packages
#   scripts/setup.sh proof   the above, and what moves the clock of a process
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
what=${1:-build}
mkdir -p "$PFORTE_CACHE/tools" "$PFORTE_CACHE/npm"

say() { printf '\033[1m%s\033[0m\n' "setup: $*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
apt_ready=
apt_install() {
  have apt-get || { say "please install: $*"; exit 1; }
  [ -n "$apt_ready" ] || { as_root apt-get update -qq; apt_ready=1; }
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# --- the compiler and its WebAssembly target -------------------------------------------------------------------
have cc || apt_install build-essential pkg-config
get_rustup() { # the ordinary way to a compiler; where it cannot be had, Debian's is installed below
  have curl || apt_install curl ca-certificates
  local installer rc; installer=$(mktemp)
  say "installing rustup"
  curl --proto '=https' --tlsv1.2 -fsS -o "$installer" https://sh.rustup.rs \
    && sh "$installer" -y --quiet --profile minimal --component clippy --component rustfmt --no-modify-path
  rc=$?; rm -f "$installer"; hash -r; return $rc
}
have cargo || get_rustup || say "rustup cannot be had"
wasm_works() { # builds one empty program for the browser: the only proof that counts
  local dir; dir=$(mktemp -d)
  printf 'fn main() {}' > "$dir/a.rs"
  (cd "$dir" && rustc --target wasm32-unknown-unknown ${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER:+-C linker="$CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER"} a.rs >/dev/null 2>&1)
  local rc=$?; rm -rf "$dir"; return $rc
}
new_enough() { # cargo-leptos 0.3.11 needs 1.96
  rustc --version | awk '{split($2,v,"."); exit !(v[1]>1 || v[2]>=96)}'
}
if ! { new_enough && wasm_works; }; then
  if new_enough && rustup target add wasm32-unknown-unknown >/dev/null 2>&1 && wasm_works; then
    say "wasm32 target added by rustup"
  else
    say "no wasm32 target from rustup; building it from Debian's compiler and library source"
    apt_install rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web
    ls "$HOME"/.rustup/toolchains/*/lib/rustlib/*/bin/rust-lld >/dev/null 2>&1 || have wasm-ld-19 || apt_install lld-19
    ! have rustup || rustup toolchain link debian /usr
    echo debian > "$PFORTE_CACHE/toolchain"
    . scripts/env.sh
    if ! wasm_works; then
      dir=$(mktemp -d)
      mkdir "$dir/src"
      printf '[package]\nname="empty"\nversion="0.0.0"\nedition="2024"\n' > "$dir/Cargo.toml"
      : > "$dir/src/lib.rs"
      (cd "$dir" && CARGO_TARGET_DIR="$dir/target" RUSTC_BOOTSTRAP=1 cargo build --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort,proc_macro)
      as_root install -d /usr/lib/rustlib/wasm32-unknown-unknown/lib
      rm -f "$dir"/target/wasm32-unknown-unknown/release/deps/libempty*
      as_root cp "$dir"/target/wasm32-unknown-unknown/release/deps/lib*.rlib /usr/lib/rustlib/wasm32-unknown-unknown/lib/
      rm -rf "$dir"
    fi
    wasm_works || { say "no compiler on this machine builds for wasm32-unknown-unknown"; exit 1; }
  fi
fi

# --- cargo-leptos and what it calls -----------------------------------------------------------------------------
tool_dir="$PFORTE_CACHE/tools-target"
at_version() { have "$1" && "$1" --version 2>/dev/null | grep -qF "$2"; }
if ! at_version wasm-bindgen "$WASM_BINDGEN_VERSION"; then
  say "installing wasm-bindgen-cli $WASM_BINDGEN_VERSION"
  CARGO_TARGET_DIR="$tool_dir" CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --debug --root "$PFORTE_CACHE/tools" wasm-bindgen-cli --version "$WASM_BINDGEN_VERSION"
fi
if ! at_version cargo-leptos "$CARGO_LEPTOS_VERSION"; then
  say "installing cargo-leptos $CARGO_LEPTOS_VERSION (some minutes, once)"
  CARGO_TARGET_DIR="$tool_dir" CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --debug --locked --root "$PFORTE_CACHE/tools" cargo-leptos --version "$CARGO_LEPTOS_VERSION"
fi
have node || apt_install nodejs npm
if ! cmp -s style/package-lock.json "$PFORTE_CACHE/npm/package-lock.json" || ! have tailwindcss || ! have wasm-opt; then
  say "installing Tailwind and wasm-opt"
  cp style/package.json style/package-lock.json "$PFORTE_CACHE/npm/"
  (cd "$PFORTE_CACHE/npm" && npm install --no-save --no-audit --no-fund --silent)
fi

[ "$what" = test ] || [ "$what" = proof ] || exit 0

# --- what the tests need ----------------------------------------------------------------------------------------
have chromium || apt_install chromium
pg_bin=$( (pg_config --bindir 2>/dev/null; ls -d /usr/lib/postgresql/*/bin 2>/dev/null) | while read -r d; do [ -x "$d/initdb" ] && echo "$d"; done | tail -1)
[ -n "$pg_bin" ] || apt_install postgresql
have cargo-nextest || { say "installing cargo-nextest"; CARGO_TARGET_DIR="$tool_dir" cargo install --quiet --debug --locked --root "$PFORTE_CACHE/tools" cargo-nextest; }
if ! cmp -s end2end/package-lock.json end2end/node_modules/.installed-lock; then
  say "installing the browser tests' packages"
  (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-audit --no-fund --silent && cp package-lock.json node_modules/.installed-lock)
fi

# --- what the long proofs need ----------------------------------------------------------------------------------
if [ "$what" = proof ] && ! ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1; then apt_install libfaketime; fi
