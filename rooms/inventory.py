"""Which rooms there are: read from and written to CSV and JSON, every fault named by its line."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from rooms.endpoint import Address

# What is spoken at an address, and the port where none is said.
PORTS: Mapping[str, int] = MappingProxyType({"ssh": 22, "https": 443, "wss": 443})
COLUMNS = ("id", "name", "kind", "capacity", "equipment", "site", "address")
_ID = re.compile(r"[\w.-]{1,64}")
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST, _MOST_PEOPLE, _MOST_EQUIPMENT = 100, 10_000, 30
_MIDDLE = "|"


class RoomKind(StrEnum):
    """The two kinds of seed 000: a larger meeting room, and one for multidisciplinary teams with its higher support."""

    MEETING_ROOM = "meeting_room"
    MDT_ROOM = "mdt_room"


class Room(NamedTuple):
    """One room. `address` is None when nothing in it can be driven."""

    room_id: str
    name: str
    kind: RoomKind
    capacity: int
    equipment: tuple[str, ...]
    site: str
    address: Address | None


class Told(NamedTuple):
    """A message in the product's two languages."""

    sv: str
    en: str


class Fault(NamedTuple):
    """What is wrong, where: a line of the file (an item's number in JSON), and the column or "" for the whole line."""

    line: int
    column: str
    told: Told


class Read(NamedTuple):
    """What a file held. With a fault, the rooms are those that had none. `lines` has each one's line by its id."""

    rooms: tuple[Room, ...]
    faults: tuple[Fault, ...]
    lines: Mapping[str, int]


class _Wrong(Exception):
    def __init__(self, column: str, sv: str, en: str) -> None:
        self.column, self.told = column, Told(sv, en)
        super().__init__(column)


def read(data: bytes) -> Read:
    """Read an inventory: JSON when it begins as a list, else CSV with `,` or `;`, in UTF-8 with BOM or without."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Read((), (Fault(line, "", Told("Filen är inte i UTF-8.", "The file is not UTF-8.")),), {})
    return _gathered(_json(text) if text.lstrip().startswith("[") else _csv(text))


def parse_address(text: str) -> Address:
    """Return the address in `scheme://host[:port]`. Raises ValueError for any other text."""
    parts = urlsplit(text)
    more = parts.username or parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in PORTS or not parts.hostname or more:
        raise ValueError("not the address of a room")
    return Address(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme])


def written(address: Address | None) -> str:
    """Return the address as `parse_address` reads it, "" for none."""
    if address is None:
        return ""
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{address.scheme}://{host}:{address.port}"


def as_csv(rooms: Iterable[Room]) -> str:
    """Write the rooms as CSV that `read` reads back the same."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for room in rooms:
        row = as_dict(room)
        rows.writerow([_MIDDLE.join(row[key]) if key == "equipment" else row[key] for key in COLUMNS])
    return out.getvalue()


def as_dict(room: Room) -> dict[str, Any]:
    """Return the room as one JSON object, under the names of the columns."""
    return {
        "id": room.room_id,
        "name": room.name,
        "kind": room.kind.value,
        "capacity": room.capacity,
        "equipment": list(room.equipment),
        "site": room.site,
        "address": written(room.address),
    }


_Row = tuple[int, Mapping[str, Any] | Fault]


def _csv(text: str) -> Iterator[_Row]:
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for row in rows:
            if header is None:
                header = [name.strip().lower() for name in row]
                missing = [name for name in COLUMNS if name not in header]
                unknown = [name for name in header if name not in COLUMNS]
                if missing or unknown or len(set(header)) != len(header):
                    yield line, Fault(line, ", ".join(missing or unknown or header), _HEADER)
                    return
            elif any(cell.strip() for cell in row):
                same = len(row) == len(header)
                yield line, dict(zip(header, row, strict=True)) if same else Fault(line, "", _LENGTH)
            line = rows.line_num + 1
    except csv.Error:
        yield line, Fault(line, "", _BROKEN)
    if header is None:
        yield 1, Fault(1, "", _HEADER)


def _json(text: str) -> Iterator[_Row]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        yield line, Fault(line, "", _BROKEN)
        return
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict) or set(item) != set(COLUMNS):
            yield number, Fault(number, "", _HEADER)
        else:
            yield number, item


def _gathered(rows: Iterable[_Row]) -> Read:
    rooms: list[Room] = []
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    seen: dict[tuple[str, Any], int] = {}
    for line, row in rows:
        if isinstance(row, Fault):
            faults.append(row)
            continue
        try:
            room = _room(row)
        except _Wrong as wrong:
            faults.append(Fault(line, wrong.column, wrong.told))
            continue
        keys = [("id", room.room_id), ("address", room.address)][: 2 if room.address else 1]
        twice = [Fault(line, key[0], _twice(seen[key])) for key in keys if key in seen]
        faults += twice
        if not twice:
            seen.update(dict.fromkeys(keys, line))
            rooms.append(room)
            lines[room.room_id] = line
    return Read(tuple(rooms), tuple(faults), lines)


def _room(row: Mapping[str, Any]) -> Room:
    room_id = _words(row, "id", 64)
    if not _ID.fullmatch(room_id):
        raise _Wrong("id", "Bara bokstäver, siffror, punkt och streck.", "Only letters, digits, dots and dashes.")
    kind = _words(row, "kind", 20)
    if kind not in list(RoomKind):
        raise _Wrong("kind", "meeting_room eller mdt_room.", "meeting_room or mdt_room.")
    return Room(
        room_id,
        _words(row, "name", _LONGEST),
        RoomKind(kind),
        _capacity(row["capacity"]),
        _equipment(row["equipment"]),
        _words(row, "site", _LONGEST, least=0),
        _address(_words(row, "address", 300, least=0)),
    )


def _words(row: Mapping[str, Any], column: str, longest: int, least: int = 1) -> str:
    value = row[column]
    text = value.strip() if isinstance(value, str) else None
    if text is None or not least <= len(text) <= longest or _UNSHOWABLE.search(text):
        raise _Wrong(column, f"{least}–{longest} tecken text.", f"{least}–{longest} characters of text.")
    return text


def _capacity(value: object) -> int:
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= _MOST_PEOPLE):  # noqa: PLR2004 - no more digits than the most people
        raise _Wrong("capacity", f"Ett heltal 1–{_MOST_PEOPLE}.", f"A whole number 1–{_MOST_PEOPLE}.")
    return int(text)


def _equipment(value: object) -> tuple[str, ...]:
    parts = value.split(_MIDDLE) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise _Wrong("equipment", "Ord åtskilda av |.", "Words with | between them.")
    words = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    if len(words) > _MOST_EQUIPMENT or any(
        len(word) > _LONGEST or _UNSHOWABLE.search(word) or _MIDDLE in word for word in words
    ):
        raise _Wrong("equipment", f"Högst {_MOST_EQUIPMENT} korta ord.", f"At most {_MOST_EQUIPMENT} short words.")
    return words


def _address(text: str) -> Address | None:
    try:
        return parse_address(text) if text else None
    except ValueError:
        raise _Wrong("address", "Till exempel ssh://rum.example:22.", "For example ssh://room.example:22.") from None


def _twice(line: int) -> Told:
    return Told(f"Finns redan på rad {line}.", f"Is on line {line} already.")


_NAMES = ",".join(COLUMNS)
_HEADER = Told(f"Kolumnerna ska vara {_NAMES}.", f"The columns must be {_NAMES}.")
_LENGTH = Told("Raden har inte lika många fält som rubriken.", "The line has not as many fields as the heading.")
_BROKEN = Told("Filen går inte att läsa härifrån.", "The file can't be read from here.")
