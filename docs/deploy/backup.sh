#!/bin/sh
# Copies the anchor, the database and the access log to a new folder, while the product runs.
#
#   DATABASE=… AUDIT=… ANCHOR=… ./backup.sh FOLDER
#
# DATABASE and AUDIT are postgresql:// addresses or SQLite files. The order matters. The anchor first: a log that goes
# further than its anchor is whole, one that goes less far is not. The database before the access log: an entry that has
# left the one must stand in the other; one that stands in both is known by its number.
set -eu
umask 077
: "${DATABASE:?}" "${AUDIT:?}" "${ANCHOR:?}" "${1:?}"
mkdir "$1"

copy() {
    case $1 in
    postgresql://*) pg_dump --format=custom --no-owner --no-privileges --file="$2.dump" --dbname="$1" ;;
    *) python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("VACUUM INTO ?", sys.argv[2:])' "$1" "$2.sqlite" ;;
    esac
}

cp -p "$ANCHOR" "$1/access-log.anchor"
copy "$DATABASE" "$1/vardmote"
copy "$AUDIT" "$1/access-log"
