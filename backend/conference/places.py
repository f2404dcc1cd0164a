"""The bridge's standing conferences that plans are held in, from a file of JSON; numbers and codes are read from there.

The file is read anew when it has changed, so that a code can be exchanged without a restart. What a fault says names
the place in the file and never what stands there.
"""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from backend.errors import ConfigurationFault, Text
from backend.web import schemas
from rooms.conference.plan import Entry

_KEY, _MOST_BYTES = "rooms.places", 1_000_000
log = structlog.get_logger(__name__)


class Place(NamedTuple):
    """A standing conference: where hosts and guests enter."""

    name: str
    host: Entry
    guest: Entry


class Places:
    """The places of a file; none without a file."""

    def __init__(self, file: Path | None) -> None:
        """Read the file. Raises ConfigurationFault (rooms.places), naming the place of the fault."""
        self._file = file
        self._lock = threading.Lock()
        self._seen = self._mark()
        self._places = self._read()

    def all(self) -> Mapping[str, Place]:
        """Return the places by name, in the file's order; as they last were while the file can't be used."""
        with self._lock:
            try:
                mark = self._mark()
                if mark != self._seen:
                    self._places, self._seen = self._read(), mark
            except ConfigurationFault as fault:
                log.warning("conference.places-unreadable", detail=fault.text.en)
            return self._places

    def _mark(self) -> tuple[int, int, int] | None:
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError as error:
            raise _fault("filen går inte att läsa", "the file can't be read") from error
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> Mapping[str, Place]:
        if self._file is None:
            return {}
        try:
            with self._file.open("rb") as opened:
                told = json.loads(opened.read(_MOST_BYTES))
        except OSError as error:
            raise _fault("filen går inte att läsa", "the file can't be read") from error
        except (ValueError, RecursionError) as error:
            # The reader's own words would hold a piece of the file.
            raise _fault("filen är inte JSON", "the file is not JSON") from error
        return _places(told)


def _places(told: Any) -> Mapping[str, Place]:  # noqa: ANN401 - whatever the file held
    error = next(iter(schemas.validator("conference/places").iter_errors(told)), None)
    if error is not None:
        where = "/".join(map(str, error.absolute_path)) or "/"
        raise _fault(f"fel i {where} ({error.validator})", f"a fault at {where} ({error.validator})")
    found: dict[str, Place] = {}
    numbers: dict[str, str] = {}
    for row in told:
        place = Place(row["name"], _entry(row["host"]), _entry(row["guest"]))
        if place.name in found:
            raise _fault(f"{place.name} står två gånger", f"{place.name} stands twice")
        for number in {place.host.number.lower(), place.guest.number.lower()}:
            # Two conferences at one number would meet each other.
            if other := numbers.setdefault(number, place.name):
                _require_same(other, place.name)
        found[place.name] = place
    return found


def _require_same(one: str, other: str) -> None:
    if one != other:
        raise _fault(f"{one} och {other} har samma nummer", f"{one} and {other} have the same number")


def _entry(row: Mapping[str, str]) -> Entry:
    return Entry(row["number"], row.get("tones", ""))


def _fault(sv: str, en: str) -> ConfigurationFault:
    return ConfigurationFault(
        _KEY, Text(f"Konferensplatserna kan inte användas: {sv}.", f"The conference places can't be used: {en}.")
    )
