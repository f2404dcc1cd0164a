"""`vardmote rooms push`: one thing done in many rooms, tried dry first, taken up again after an interruption."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TextIO, TypeVar

import click

from backend.fleet import booked
from backend.fleet.desk import Choice, Desk, choosing, chosen, fail, opened, signing_in, where
from backend.fleet.noting import Notes
from backend.fleet.printing import as_dict, dump, exit_code, followed, in_order, line
from rooms.errors import BadParameter
from rooms.fleet import Fleet, Outcome, Result, runs
from rooms.fleet import operations as kinds
from rooms.fleet.operations import Operation
from rooms.fleet.outcomes import SKIPPED
from rooms.inventory import Room, Told

Command = TypeVar("Command", bound=Callable[..., object])
_INTERRUPTED = 130
# A path is written with any of these, in Cisco's own documents too.
_BETWEEN = re.compile(r"[\s/.]+")
_FAULTS = {
    "another": Told(
        "Filen hör till en annan körning. Ange en ny fil.", "The file belongs to another run. Give a new file."
    ),
    "taken": Told("En annan körning använder filen nu. Vänta på den.", "Another run uses the file now. Wait for it."),
    "unreadable": Told("Filen är ingen körning. Ange en ny fil.", "The file is no run. Give a new file."),
}


class Asked(NamedTuple):
    """Where it is to be done, and how, as the command line said it."""

    room_ids: tuple[str, ...]
    site: str | None
    kind: str | None
    dry_run: bool
    resume: Path | None
    accounts: Path | None
    config: Path | None
    data: Path | None
    as_json: bool


@click.group("push")
def push() -> None:
    """Do one thing in many rooms: all, those named, or those at a site or of a kind. Exit 1 when one was not done."""


def _many(command: Command) -> Command:
    for option in (
        where,
        signing_in,
        click.option(
            "--resume",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write down what is done in this file, and go on from what is in it.",
        ),
        click.option("--dry-run", is_flag=True, help="Speak to no room; say which would be spoken to."),
        choosing,
    ):
        command = option(command)
    return command


@push.command("panel")
@click.argument("file", type=click.File("r", encoding="utf-8"), metavar="FILE")
@_many
def panel(file: TextIO, **asked: Any) -> None:  # noqa: ANN401 - click's, named in Asked
    """Save the panel in FILE (XML with one Panel and its PanelId), in place of the one with that id."""
    try:
        xml = file.read()
    except UnicodeDecodeError:
        fail(file.name, Told("Filen är inte i UTF-8.", "The file is not UTF-8."))
    _push(kinds.save_panel(xml), Asked(**asked))


@push.command("no-panel")
@click.argument("panel_id", metavar="PANEL_ID")
@_many
def no_panel(panel_id: str, **asked: Any) -> None:  # noqa: ANN401 - click's, named in Asked
    """Take the panel away."""
    _push(kinds.remove_panel(panel_id), Asked(**asked))


@push.command("message")
@click.argument("text", metavar="TEXT")
@click.option("--title", default="", help="What stands above it.")
@click.option("--seconds", default=30, show_default=True, type=click.IntRange(1, 3600))
@_many
def message(text: str, *, title: str, seconds: int, **asked: Any) -> None:  # noqa: ANN401 - click's, named in Asked
    """Show TEXT on screens and panels for a while: never anything of a patient. It is never shown twice by a resume."""
    _push(kinds.message(title, text, seconds), Asked(**asked))


@push.command("config")
@click.argument("path", metavar="PATH")
@click.argument("value", metavar="VALUE")
@_many
def config(path: str, value: str, **asked: Any) -> None:  # noqa: ANN401 - click's, named in Asked
    """Set the setting at PATH ("Conference AutoAnswer Mode") to VALUE."""
    _push(kinds.configure(_BETWEEN.split(path.strip()), value), Asked(**asked))


@push.command("bookings")
@click.argument("file", type=click.File("rb"), metavar="FILE")
@click.option("--replace", is_flag=True, help="Also in rooms that have entries of another writer, which are lost.")
@_many
def bookings(file: BinaryIO, *, replace: bool, **asked: Any) -> None:  # noqa: ANN401 - click's, named in Asked
    """Write the whole list of join entries of each room in FILE (JSON). A ROOM that is not in it gets an empty one."""
    try:
        lists = booked.read(file.read())
    except booked.BookedFault as fault:
        fail(f"{file.name}: {fault.place}", fault.told)
    _push(kinds.put_bookings(lists, over=None if replace else booked.OURS), Asked(**asked), tuple(lists))


def _push(operation: Operation, asked: Asked, among: Sequence[str] | None = None) -> None:
    try:
        operation.check()
    except BadParameter as fault:
        name = fault.parameter or operation.name
        fail(name, Told("Inget rum kan ta emot det.", "No room can take that."))
    try:
        with opened(asked.config, asked.data) as desk:
            choice = _choice(desk, asked, among)
            fleet = desk.fleet(asked.accounts)
            if asked.dry_run:
                done = _would(fleet, choice.rooms, operation, asked.resume)
            else:
                done = _do(fleet, choice.rooms, operation, asked.resume, desk.notes())
    except runs.RunFault as fault:
        fail(str(asked.resume), _FAULTS[fault.reason])
    except OSError:
        fail(str(asked.resume), Told("Filen går inte att skriva.", "The file can't be written."))
    except KeyboardInterrupt:
        kept = Told(
            "Avbrutet. Rum som var påbörjade gjordes klart.", "Interrupted. Rooms that were begun were finished."
        )
        fail("push", kept, _INTERRUPTED)
    _say(operation, in_order(done), asked)
    sys.exit(exit_code(done, named=choice.named))


def _choice(desk: Desk, asked: Asked, among: Sequence[str] | None) -> Choice:
    """Return the rooms that are meant: those named, else of those `among`, when it is given, else of all."""
    if among is None or asked.room_ids:
        return chosen(desk, asked.room_ids, asked.site, asked.kind)
    known = set(chosen(desk, among).rooms) if among else set[Room]()
    wanted = chosen(desk, (), asked.site, asked.kind).rooms
    return Choice(tuple(room for room in wanted if room in known), named=True)


def _do(
    fleet: Fleet, rooms: Sequence[Room], operation: Operation, file: Path | None, notes: Notes
) -> list[Result[None]]:
    done: list[Result[None]] = []
    with runs.opened(file, operation) as run:
        notes.begun(operation, len(rooms))
        try:
            done.extend(followed(runs.push(fleet, rooms, operation, run), len(rooms)))
        finally:
            notes.done(operation, done)
    return done


def _would(fleet: Fleet, rooms: Sequence[Room], operation: Operation, file: Path | None) -> list[Result[None]]:
    run, duty = runs.taken_up(file, operation), operation.kind.duty
    before = {room: Outcome.DONE_BEFORE for room in rooms if room.room_id in run.done}
    return [Result(room, before.get(room) or fleet.hindrance(room, duty) or Outcome.OK) for room in rooms]


def _say(operation: Operation, done: list[Result[None]], asked: Asked) -> None:
    counts = Counter("ok" if one.is_ok else "skipped" if one.outcome in SKIPPED else "failed" for one in done)
    ok, failed, skipped = (counts[name] for name in ("ok", "failed", "skipped"))
    if asked.as_json:
        rooms = [as_dict(one) for one in done]
        told = {"operation": operation.name, "dry_run": asked.dry_run, "ok": ok, "failed": failed, "skipped": skipped}
        dump({**told, "rooms": rooms})
        return
    for one in done:
        would = asked.dry_run and one.outcome is Outcome.OK
        click.echo(line(one, "Skulle göras. / Would be done." if would else ""))
    click.echo(
        f"{ok} klara, {failed} misslyckade, {skipped} överhoppade / {ok} done, {failed} failed, {skipped} skipped"
    )
