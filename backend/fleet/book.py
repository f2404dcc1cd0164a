"""`vardmote rooms book`: whom rooms may call, from the address book; numbers are never shown."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from backend.fleet.desk import fail
from backend.fleet.printing import dump
from rooms.address_book import AddressBook, AddressBookFault, Dialled, Protocol, read
from rooms.inventory import Told

Command = TypeVar("Command", bound=Callable[..., object])
_NONE = Told("Ingen adressbok är angiven.", "No address book has been told.")


def with_book(command: Command) -> Command:
    """Give the command `--book`."""
    return click.option(
        "--book",
        "book_file",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="VARDMOTE_ROOMS_ADDRESS_BOOK",
        help="The address book (docs/rooms.md).",
    )(command)


def opened_book(file: Path | None) -> AddressBook:
    """Return the address book; ends the command when there is none or it can't be used."""
    if file is None:
        fail("--book", _NONE)
    try:
        return read(file.read_bytes())
    except OSError:
        fail("--book", Told("Filen går inte att läsa.", "The file can't be read."))
    except AddressBookFault as fault:
        fail(f"--book {fault.place}", fault.told)


@click.command("book")
@with_book
@click.option("--json", "as_json", is_flag=True, help="One JSON value instead of lines.")
def book(book_file: Path | None, *, as_json: bool) -> None:
    """Show whom rooms may call. Exit 2 with the place of the fault when the book can't be used."""
    entries = opened_book(book_file).entries.values()
    if as_json:
        dump(
            {
                "entries": [
                    {"code": one.code, "sv": one.label.sv, "en": one.label.en, "protocol": one.protocol}
                    for one in entries
                ]
            }
        )
    for one in () if as_json else entries:
        click.echo(f"{one.code:<40} {one.label.sv} / {one.label.en}  ({one.protocol})")
    if not entries and not as_json:
        click.echo("Tom. / Empty.")
    sys.exit(0)


def wanted(
    number: str | None, protocol: Protocol, entry: str | None, book_file: Path | None, *, exchange: bool
) -> Dialled:
    """Return what is to be dialled: the entry of the book, or the number, by the exchange's rules when asked for.

    Ends the command when it can't be told.
    """
    if (number is None) == (entry is None):
        fail("NUMBER", Told("Ange ett nummer eller --entry.", "Give a number or --entry."))
    if entry is not None:
        called = opened_book(book_file).call(entry)
        if called is None:
            fail("--entry", Told("Finns inte i `rooms book`.", "Is not in `rooms book`."))
        return called
    typed = number or ""
    return opened_book(book_file).dialled(typed, protocol) if exchange else Dialled(typed, protocol)
