# Sourced by every script and by the Makefile: where tools and build output live, which compiler is used.
# Everything that is built stays outside the checkout, so that a fresh clone reuses compiled dependencies.
PFORTE_CACHE=${PFORTE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pforte}
export PFORTE_CACHE
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PFORTE_CACHE/target}
export PATH="$PFORTE_CACHE/tools/bin:$PFORTE_CACHE/npm/node_modules/.bin:$HOME/.cargo/bin:$PATH"

CARGO_LEPTOS_VERSION=0.3.11
WASM_BINDGEN_VERSION=0.2.130

# The compiler: one for the server and for the browser part, because an island's identity is derived from its
# source as that compiler sees it. setup.sh records its choice here when the ordinary toolchain has no wasm target.
if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && [ -f "$PFORTE_CACHE/toolchain" ]; then
  RUSTUP_TOOLCHAIN=$(cat "$PFORTE_CACHE/toolchain")
  export RUSTUP_TOOLCHAIN
fi
if [ "${RUSTUP_TOOLCHAIN:-}" = debian ]; then
  # Debian's compiler ships no rust-lld of its own.
  lld=$(ls -d "$HOME"/.rustup/toolchains/*/lib/rustlib/*/bin/rust-lld 2>/dev/null | head -1 || true)
  [ -n "$lld" ] || lld=$(command -v wasm-ld-19 || command -v lld-19 || true)
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$lld"
fi
