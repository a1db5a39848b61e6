#!/bin/sh
# Makes .venv with the pinned dependencies, and sees to it that Tesseract and its languages are there.
# Run again, it does only what is missing. Where it may not install system packages it says which ones to install.
# "tools/set-up.sh tests" also sees to what only the tests need: a browser for the desk, a PostgreSQL, a mail server and bubblewrap.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-use}

# What is missing is found by what works, not by package names, which differ between releases.
missing_packages() {
    python3 -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv '
    command -v tesseract >/dev/null 2>&1 || printf 'tesseract-ocr '
    for language in eng swe deu fra osd; do
        tesseract --list-langs 2>/dev/null | grep -qx "$language" || printf 'tesseract-ocr-%s ' "$language"
    done
    /sbin/ldconfig -p | grep -q 'libGL\.so\.1' || printf 'libgl1 '
    /sbin/ldconfig -p | grep -q 'libgthread-2\.0\.so\.0' || printf 'libglib2.0-0 '
    [ "$purpose" != tests ] || missing_for_tests
}

missing_for_tests() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || printf 'chromium '
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || printf 'postgresql '
    command -v dovecot >/dev/null 2>&1 || [ -x /usr/sbin/dovecot ] || printf 'dovecot-imapd '
    command -v bwrap >/dev/null 2>&1 || printf 'bubblewrap '
}

install_packages() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else return 1; fi
    # shellcheck disable=SC2086
    $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $1
}

missing=$(missing_packages)
if [ -n "$missing" ] && ! install_packages "$missing"; then
    echo "Cannot install system packages from here. Please run:  sudo apt-get install $missing" >&2
fi

python=""
for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "proofdesk needs Python 3.11, 3.12 or 3.13; none was found. Please install one, then run make again." >&2
    exit 4
fi

stamp=.venv/installed
if [ ! -e "$stamp" ] || ! cat constraints.txt pyproject.toml | cmp -s - "$stamp"; then
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    cat constraints.txt pyproject.toml > "$stamp"
fi
