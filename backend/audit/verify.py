"""Verification: is every entry that was ever written still there, in its place and as it was written?

The store is read as it lies, past every conversion, so that nothing a tampered column turns into can hide. How long the
anchor is is noted before the store is read: a store that grows meanwhile is ahead of it, which is fine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from backend.audit import breaks
from backend.audit.anchor import Anchor, Point
from backend.audit.breaks import Accepted
from backend.audit.chain import COLUMNS, GENESIS, checkpoint_mac, entry_mac
from backend.audit.keys import Keyring, KeyUnknown
from backend.audit.store import Store
from backend.errors import Text, VardmoteError

Row = Mapping[str, Any]
_Subjects = dict[int, list[tuple[Any, Any]]]

_CHUNK = 1000
_NAMES = (*COLUMNS, "mac")
_SELECT = "SELECT {} FROM access_log WHERE number > :after ORDER BY number LIMIT :most".format(  # noqa: S608 - our own names
    ", ".join(f'"{name}"' for name in _NAMES)
)
_SUBJECTS = (
    "SELECT number, attribute, digest FROM access_log_subject WHERE number > :after AND number <= :last ORDER BY number"
)
_LOWEST = -(2**63)

REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "changed": Text("posten är ändrad", "the entry has been changed"),
        "missing": Text("posten saknas", "the entry is missing"),
        "inserted": Text("posten hör inte hemma i kedjan", "the entry does not belong in the chain"),
        "replaced": Text("posten hör inte ihop med den före", "the entry does not follow from the one before it"),
        "unreadable": Text("posten går inte att läsa", "the entry can't be read"),
        "key-unknown": Text(
            "posten är gjord med en annan hemlighet än den som är inställd (secret_key)",
            "the entry was made with another secret than the one that is set (secret_key)",
        ),
        "checkpoint": Text("märket där gallringen slutade är ändrat", "the mark where purging ended has been changed"),
        "tail-missing": Text(
            "posten saknas: ankaret visar att loggen har gått längre",
            "the entry is missing: the anchor shows that the log has gone further",
        ),
        "anchor-differs": Text("posten är inte den som ankaret visar", "the entry is not the one the anchor shows"),
        "anchor-changed": Text("en rad i ankaret är ändrad", "a line of the anchor has been changed"),
        "anchor-missing": Text(
            "ankaret saknas eller börjar inte från början", "the anchor is missing or does not begin at the beginning"
        ),
    }
)


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: the number of the entry, and one of REASONS. `line` is the anchor's, or 0."""

    number: int
    reason: str
    line: int = 0


@dataclass(frozen=True)
class Report:
    """What verification found. `first` and `last` are the numbers of the entries that are kept.

    `accepted` are breaks somebody answers for, told by entries of the chain up to the fault, if there is one.
    """

    entries: int
    first: int
    last: int
    fault: Fault | None = None
    accepted: tuple[Accepted, ...] = ()


class Broken(VardmoteError):
    """The chain does not hold; `fault` says where and how."""

    def __init__(self, number: int, reason: str, line: int = 0) -> None:
        self.fault = Fault(number, reason, line)
        super().__init__(f"{number} {reason}")


def verify(store: Store, anchor: Anchor, keys: Keyring) -> Report:
    """Check the whole log. Raises OSError, SQLAlchemyError when it can't be read at all."""
    entries, first, last = 0, 0, 0
    accepted: list[Accepted] = []
    held = _Anchored(anchor.points())
    try:
        if not store.exists():
            held.end(0)
            return Report(0, 0, 0)
        with store.database.read() as session:
            connection = session.connection()
            last, mac = start(connection, keys)
            held.begin(last, mac)
            for row in walk(connection, keys, last, mac):
                entries, last = entries + 1, row["number"]
                first = first or last
                held.at(last, row["mac"])
                if row["action"] == breaks.ACTION:
                    accepted.append(breaks.read(row, keys))
            held.end(last)
            _no_strays(connection, last)
    except Broken as broken:
        return Report(entries, first, last, broken.fault, tuple(accepted))
    return Report(entries, first, last, None, tuple(accepted))


class _Anchored:
    """Walks along the anchor beside the chain. Numbers in the anchor only ever rise."""

    def __init__(self, points: Iterator[Point]) -> None:
        self._points = points
        self._point = next(points, None)
        self._begun = self._point is not None and (self._point.number, self._point.mac) == (0, GENESIS)
        self._empty = self._point is None

    def begin(self, number: int, mac: str) -> None:
        """Pass by what was purged, up to where the chain begins."""
        while self._point is not None and self._point.genuine and self._point.number < number:
            self._pass()
        if number:
            self.at(number, mac)

    def at(self, number: int, mac: str) -> None:
        """Check what the anchor says of an entry."""
        if not self._begun:
            raise self._not_begun(number)
        while self._point is not None and self._point.number <= number:
            point = self._genuine(self._point)
            beginning = (point.number, point.mac) == (0, GENESIS)
            if not beginning and (point.number, point.mac) != (number, mac):
                raise Broken(point.number, "anchor-differs", point.line)
            self._pass()

    def end(self, last: int) -> None:
        """Check that the anchor goes no further than the chain."""
        if not self._begun and not self._empty:
            raise self._not_begun(last)
        while self._point is not None:
            point = self._genuine(self._point)
            if point.number > last:
                raise Broken(last + 1, "tail-missing", point.line)
            self._pass()

    def _pass(self) -> None:
        self._point = next(self._points, None)

    def _genuine(self, point: Point) -> Point:
        if not point.genuine:
            raise Broken(0, "anchor-changed", point.line)
        return point

    def _not_begun(self, number: int) -> Broken:
        if self._point is not None:
            self._genuine(self._point)
        return Broken(number, "anchor-missing")


def start(connection: Connection, keys: Keyring) -> tuple[int, str]:
    """Return where the chain begins: the number and MAC before its first entry. Raises Broken."""
    found = connection.execute(
        text("SELECT number, row_mac, at, key_id, mac FROM access_log_checkpoint ORDER BY number DESC")
    )
    row = found.mappings().first()
    if row is None:
        return 0, GENESIS
    try:
        genuine = row["mac"] == checkpoint_mac(keys.named(row["key_id"]), dict(row))
    except KeyUnknown as unknown:
        raise Broken(row["number"], "key-unknown") from unknown
    if not genuine:
        raise Broken(row["number"], "checkpoint")
    return row["number"], row["row_mac"]


def walk(connection: Connection, keys: Keyring, number: int, mac: str) -> Iterator[Row]:
    """Yield the entries after `number`, each checked against the one before it. Raises Broken at the first fault."""
    after = _LOWEST
    while chunk := list(_chunk(connection, after, number)):
        subjects = _subjects(connection, chunk, after)
        for row in chunk:
            if row["number"] != number + 1:
                raise Broken(*((row["number"], "inserted") if row["number"] <= number else (number + 1, "missing")))
            _check(keys, row, subjects.pop(row["number"], []), mac)
            number, mac = row["number"], row["mac"]
            yield row
        after = number
        if subjects:
            raise Broken(min(subjects), "inserted")


def _check(keys: Keyring, row: Row, subjects: list[tuple[Any, Any]], mac: str) -> None:
    try:
        genuine = row["mac"] == entry_mac(keys.named(row["key_id"]), row, subjects)
    except KeyUnknown as unknown:
        raise Broken(row["number"], "key-unknown") from unknown
    if not genuine:
        raise Broken(row["number"], "changed")
    if row["previous"] != mac:
        raise Broken(row["number"], "replaced")


def _chunk(connection: Connection, after: int, number: int) -> Iterator[Row]:
    try:
        rows = connection.execute(text(_SELECT), {"after": after, "most": _CHUNK}).all()
    except SQLAlchemyError:
        yield from _one_by_one(connection, after, number)
        return
    yield from (dict(zip(_NAMES, row, strict=True)) for row in rows)


def _one_by_one(connection: Connection, after: int, number: int) -> Iterator[Row]:
    # Text that is no text any more stops the whole chunk; read singly, it is known which entry it is.
    while True:
        try:
            row = connection.execute(text(_SELECT), {"after": after, "most": 1}).mappings().first()
        except SQLAlchemyError as error:
            raise Broken(number + 1, "unreadable") from error
        if row is None:
            return
        yield dict(row)
        after = number = row["number"]


def _subjects(connection: Connection, chunk: list[Row], after: int) -> _Subjects:
    try:
        return _indexed(connection, after, chunk[-1]["number"])
    except SQLAlchemyError:
        for row in chunk:
            try:
                _indexed(connection, row["number"] - 1, row["number"])
            except SQLAlchemyError as error:
                raise Broken(row["number"], "unreadable") from error
        raise


def _indexed(connection: Connection, after: int, last: int) -> _Subjects:
    found: _Subjects = {}
    for number, attribute, digest in connection.execute(text(_SUBJECTS), {"after": after, "last": last}):
        found.setdefault(number, []).append((attribute, digest))
    return found


def _no_strays(connection: Connection, last: int) -> None:
    stray = connection.execute(text("SELECT min(number) FROM access_log_subject WHERE number > :last"), {"last": last})
    number = stray.scalar()
    if number is not None:
        raise Broken(number, "inserted")
