#!/bin/sh
# Puts a copy made by backup.sh in place. Nothing that is there is written over: name new files or empty databases.
#
#   DATABASE=… AUDIT=… ANCHOR=… ./restore.sh FOLDER
set -eu
umask 077
: "${DATABASE:?}" "${AUDIT:?}" "${ANCHOR:?}" "${1:?}"

place() {
    case $1 in
    postgresql://*) pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$1" "$2.dump" ;;
    *) [ ! -e "$1" ] && cp "$2.sqlite" "$1" ;;
    esac
}

if [ -e "$ANCHOR" ]; then
    echo "$ANCHOR is there already: move it aside and keep it" >&2
    exit 1
fi
place "$DATABASE" "$1/vardmote"
place "$AUDIT" "$1/access-log"
cp -p "$1/access-log.anchor" "$ANCHOR"
