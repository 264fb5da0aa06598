#!/usr/bin/env bash
# Rewrites packaging/locks/*.txt from pyproject.toml: every version pinned, every file by its hash,
# for Linux, Windows and macOS at once, and no host named. Needs `uv` on the PATH (or UV=/its/path).
# The three agree because the two smaller ones are resolved under the largest as a constraint.
set -euo pipefail
cd "$(dirname "$0")/.."
uv="${UV:-uv}"
options=(--quiet --universal --python-version 3.11 --generate-hashes
         --no-emit-index-url --no-emit-find-links --no-header --no-annotate)
[ "${1:-}" = "--upgrade" ] && options+=(--upgrade)
locks=packaging/locks
mkdir -p "$locks"
"$uv" pip compile "${options[@]}" --extra central --extra dev pyproject.toml -o "$locks/dev.txt"
"$uv" pip compile "${options[@]}" --extra central -c "$locks/dev.txt" pyproject.toml -o "$locks/central.txt"
"$uv" pip compile "${options[@]}" -c "$locks/dev.txt" pyproject.toml -o "$locks/run.txt"
wc -l "$locks"/*.txt
