"""Whom rooms may call besides meetings: the address book of the settings, as the panels use it."""

from pathlib import Path

from backend.errors import ConfigurationFault, Text
from rooms.address_book import AddressBook, AddressBookFault, read
from rooms.standing.rule import Way

_KEY = "rooms.address_book"
_UNREAD = Text("filen går inte att läsa", "the file can't be read")


class Authorities:
    """The entries of the address book by their codes; none without a file."""

    def __init__(self, file: Path | None) -> None:
        """Read the file. Raises ConfigurationFault (rooms.address_book), naming the place of the fault."""
        self._book = _read(file) if file else AddressBook()

    def way(self, entry: str) -> Way | None:
        """Return how a room calls the entry, None when there is none by that code."""
        called = self._book.call(entry)
        return Way(f"book:{entry}", called.number, called.protocol) if called else None


def _read(file: Path) -> AddressBook:
    try:
        return read(file.read_bytes())
    except OSError as error:
        raise ConfigurationFault(_KEY, _UNREAD) from error
    except AddressBookFault as fault:
        told = Text(f"{fault.place} {fault.told.sv}", f"{fault.place} {fault.told.en}")
        raise ConfigurationFault(_KEY, told) from fault
