#!/usr/bin/env bash
# Sets up what make's targets need, on a Debian machine that has only python3, make and apt.
#   setup.sh venv [EXTRAS]   .venv with the project in it
#   setup.sh programs        LibreOffice and the other programs that the tests judge workbooks with
set -euo pipefail
cd "$(dirname "$0")/../.."

PROGRAMS=(libreoffice-calc python3-uno poppler-utils gnumeric
    fonts-dejavu fonts-liberation fonts-crosextra-carlito fonts-opensymbol)

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Only what is missing: a machine that has everything needs neither root nor a network.
apt_install() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "setup: please install these by hand, since there is no apt-get here: ${missing[*]}" >&2
        return 1
    fi
    echo "setup: installing ${missing[*]}"
    as_root apt-get update -qq
    # Its hundreds of lines of progress go nowhere; errors are on stderr.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

make_venv() {
    local python=${PYTHON:-python3}
    if [ ! -x .venv/bin/pip ]; then
        # Debian's python3 has the venv module without what fills it, so only a try tells.
        if ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
            apt_install python3-venv
            "$python" -m venv --clear .venv
        fi
    fi
    .venv/bin/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".${1:+[$1]}"
}

case "${1:-}" in
    venv) make_venv "${2:-}" ;;
    programs)
        command -v npm >/dev/null || apt_install nodejs npm
        apt_install "${PROGRAMS[@]}"
        ;;
    *) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
