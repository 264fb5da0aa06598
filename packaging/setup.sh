#!/usr/bin/env bash
# Makes this folder ready to run: system libraries, .venv, the locked packages, the project itself.
# Called by every target of the Makefile; when nothing changed it is done in a moment.
#
#   PYTHON=python3.12 make test      choose the interpreter (3.11 to 3.14)
#   packaging/setup.sh bench         with what some tests need beside: a C compiler, Chromium
#
# Never guesses: what is missing and cannot be installed from here is printed as the line to type.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8

lock=packaging/locks/dev.txt
stamp=.venv/.ventanilla-ready

say() { printf 'setup: %s\n' "$*"; }
stop() { printf 'setup: %s\n' "$@" >&2; exit 1; }

# ---------------------------------------------------------------- what the desktop needs of the system
# file that must be found by the loader, and the Debian package that brings it
libraries="
libGL.so.1          libgl1
libEGL.so.1         libegl1
libxkbcommon.so.0   libxkbcommon0
libfontconfig.so.1  libfontconfig1
libdbus-1.so.3      libdbus-1-3
libglib-2.0.so.0    libglib2.0-0
"
desktop_libraries="
libxcb-cursor.so.0        libxcb-cursor0
libxcb-icccm.so.4         libxcb-icccm4
libxcb-image.so.0         libxcb-image0
libxcb-keysyms.so.1       libxcb-keysyms1
libxcb-render-util.so.0   libxcb-render-util0
libxcb-shape.so.0         libxcb-shape0
libxcb-xkb.so.1           libxcb-xkb1
libxkbcommon-x11.so.0     libxkbcommon-x11-0
"

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "${HEADLESS:-0}" != 1 ]; }

missing_packages() {
  local table="$libraries" cache file package
  has_display && table="$table$desktop_libraries"
  cache="$( (PATH="$PATH:/sbin:/usr/sbin" ldconfig -p) 2>/dev/null || true)"
  while read -r file package; do
    [ -n "$file" ] || continue
    case "$cache" in *"$file"*) ;; *) printf '%s ' "$package" ;; esac
  done <<<"$table"
}

install_packages() { # the packages to install, by apt, as root or through sudo
  local line="apt-get install -y --no-install-recommends $*"
  command -v apt-get >/dev/null || stop "these system packages are missing: $*" \
    "install them with this system's own package manager, then call make again."
  if [ "$(id -u)" = 0 ]; then
    say "installing by apt: $*"
    { DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive $line; } && return
  elif command -v sudo >/dev/null; then
    say "installing by apt, through sudo: $*"
    local ask=(sudo); [ -t 0 ] || ask=(sudo -n)
    { "${ask[@]}" apt-get update -qq && "${ask[@]}" env DEBIAN_FRONTEND=noninteractive $line; } && return
  fi
  stop "some system packages are missing and could not be installed from here. Type, as root:" \
    "    apt-get update && $line" "then call make again."
}

# ---------------------------------------------------------------- the interpreter
usable_python() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    if usable_python "$candidate"; then command -v "$candidate"; return; fi
  done
  return 1
}

# ---------------------------------------------------------------- is there anything to do?
# The stamp names everything the environment was made from. A moved folder makes another one.
wanted() { cat packaging/setup.sh "$lock" pyproject.toml <(pwd) | sha256sum | cut -d' ' -f1; }

case "$(uname -s)" in
  Linux) packages="$(missing_packages)"; [ -z "$packages" ] || install_packages $packages ;;
esac
if [ "${1:-}" = bench ]; then
  command -v cc >/dev/null || install_packages gcc libc6-dev
  command -v chromium >/dev/null || install_packages chromium
fi

if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(wanted)" ] && usable_python .venv/bin/python; then
  exit 0
fi

python="$(find_python)" || {
  [ -z "${PYTHON:-}" ] || stop "PYTHON=$PYTHON is not a Python from 3.11 to 3.14."
  install_packages python3 python3-venv
  python="$(find_python)" || stop "no Python from 3.11 to 3.14 was found; set PYTHON=/its/path."
}
"$python" -c 'import venv, ensurepip' 2>/dev/null || install_packages python3-venv

say "making .venv with $("$python" --version) and the packages of $lock"
rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
.venv/bin/python -m pip check >/dev/null || { .venv/bin/python -m pip check; exit 1; }
wanted >"$stamp"
say "ready"
