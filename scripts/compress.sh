#!/usr/bin/env bash
# Puts a Brotli and a gzip form beside every file of a folder for which that saves something.
#   scripts/compress.sh FOLDER
set -euo pipefail
exec node - "${1:?usage: scripts/compress.sh FOLDER}" <<'JS'
const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");
const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants;

// Images but SVG, and fonts, are compressed already.
const worth = new Set([".css", ".html", ".ico", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"]);

for (const entry of fs.readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !worth.has(path.extname(file))) continue;
  const plain = fs.readFileSync(file);
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 22, [BROTLI_PARAM_SIZE_HINT]: plain.length };
  for (const [ending, packed] of [
    [".br", zlib.brotliCompressSync(plain, { params })],
    [".gz", zlib.gzipSync(plain, { level: 9 })],
  ]) {
    fs.rmSync(file + ending, { force: true });
    // Below a twentieth it is not worth what the browser does to unpack it.
    if (packed.length < plain.length * 0.95) fs.writeFileSync(file + ending, packed);
  }
}
JS
