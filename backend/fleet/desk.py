"""What every `vardmote rooms` command needs: the rooms, the way to them, and which of them are meant."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

from backend.clock import SystemClock
from backend.config import access_log_place, database_url
from backend.errors import ConfigurationFault
from backend.fleet.noting import Notes
from backend.fleet.pins import PinnedKeys
from backend.fleet.service import Fleet as Register
from backend.fleet.stops import KeptStops
from backend.storage import Database
from rooms.accounts import AccountsFault, told
from rooms.fleet import Fleet
from rooms.inventory import Room, RoomKind, Told

Command = TypeVar("Command", bound=Callable[..., object])
USAGE = 2


class Desk(NamedTuple):
    """The rooms as they are kept."""

    register: Register
    keys: PinnedKeys
    stops: KeptStops
    # Asked for before anything is done that stands in the access log; raises ConfigurationFault without its key.
    notes: Callable[[], Notes]

    def fleet(self, accounts: Path | None) -> Fleet:
        """Return the way to the rooms, with the accounts of the file and the environment; ends when there are none."""
        try:
            held = told(os.environ, accounts)
        except AccountsFault as fault:
            fail(fault.place, Told(fault.sv, fault.en))
        if not held.accounts:
            fail("--accounts", Told("Inget konto för rummen är angivet.", "No account for the rooms has been told."))
        return Fleet(held, self.keys.all(), self.stops)


class Choice(NamedTuple):
    """Which rooms are meant: those named, all at a site or of a kind, or all. `named`: each was asked for by its id."""

    rooms: tuple[Room, ...]
    named: bool


def fail(place: str, said: Told, code: int = USAGE) -> NoReturn:
    """Say what stops the command, in one line, and end it."""
    click.echo(f"{place}: {said.sv} / {said.en}", err=True)
    sys.exit(code)


def where(command: Command) -> Command:
    """Give the command `--config`, `--data` and `--json`."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="One JSON value instead of lines."),
        click.option(
            "--data",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="A demo's folder, also while it runs.",
        ),
        click.option("--config", type=click.Path(path_type=Path), help="The configuration that names the database."),
    ):
        command = option(command)
    return command


def signing_in(command: Command) -> Command:
    """Give the command `--accounts`."""
    return click.option(
        "--accounts",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="VARDMOTE_ROOMS_ACCOUNTS",
        help="The file with the rooms' accounts (docs/rooms.md).",
    )(command)


def choosing(command: Command) -> Command:
    """Give the command `[ROOM…|--site S|--kind K]`."""
    for option in (
        click.option("--kind", type=click.Choice([kind.value for kind in RoomKind]), help="All rooms of a kind."),
        click.option("--site", help="All rooms at a site."),
        click.argument("room_ids", nargs=-1, metavar="[ROOM]..."),
    ):
        command = option(command)
    return command


def chosen(desk: Desk, room_ids: Sequence[str], site: str | None = None, kind: str | None = None) -> Choice:
    """Return the rooms that are meant; ends the command when one is not known, or none is at the site."""
    listed = {room.room_id: room for room in desk.register.rooms()}
    if room_ids and (site or kind):
        fail("ROOM", Told("Ange rum, eller --site och --kind.", "Give rooms, or --site and --kind."))
    for room_id in room_ids:
        if room_id not in listed:
            fail(room_id, Told("Det rummet finns inte i `rooms list`.", "That room is not in `rooms list`."))
    wanted = [listed[room_id] for room_id in dict.fromkeys(room_ids)] or [
        room for room in listed.values() if site in {None, room.site} and kind in {None, room.kind.value}
    ]
    if not wanted and (site or kind):
        fail("rooms", Told("Inga sådana rum.", "No such rooms."))
    if not wanted:
        click.echo("Inga rum än. / No rooms yet.", err=True)
    return Choice(tuple(wanted), bool(room_ids))


@contextmanager
def opened(config: Path | None, data: Path | None) -> Iterator[Desk]:
    """Open the rooms as they are kept. Ends the command when they can't be; a SIGTERM ends it with sessions closed."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        database = Database(f"sqlite:///{data / 'vardmote.sqlite'}" if data else database_url(os.environ, config))
        try:
            clock = SystemClock()

            def noting() -> Notes:
                return Notes(database, clock, access_log_place(os.environ, data, config))

            yield Desk(Register(database, clock), PinnedKeys(database, clock), KeptStops(database, clock), noting)
        finally:
            database.close()
    except ConfigurationFault as fault:
        fail(fault.key, Told(fault.text.sv, fault.text.en))
    except SQLAlchemyError as error:
        name = f"({type(error).__name__})"
        fail("rooms", Told("Databasen svarar inte.", f"The database does not answer. {name}"), 1)
    finally:
        signal.signal(signal.SIGTERM, before)
