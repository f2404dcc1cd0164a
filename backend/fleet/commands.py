"""`vardmote rooms`: the conference rooms from the command line."""

import json
import sys
from pathlib import Path
from typing import BinaryIO

import click

from backend.fleet.book import book
from backend.fleet.desk import opened, where
from backend.fleet.driving import dial, hang_up
from backend.fleet.looking import differences, status, versions
from backend.fleet.pushing import push
from backend.fleet.service import AddressTaken
from backend.fleet.trusting import approve, retry
from rooms import inventory


@click.group()
def rooms() -> None:
    """The conference rooms."""


@rooms.command("import")
@click.argument("file", type=click.File("rb"), metavar="FILE")
@click.option("--check", is_flag=True, help="Write nothing; name every fault, and what would be done.")
@where
def bring_in(file: BinaryIO, config: Path | None, data: Path | None, *, check: bool, as_json: bool) -> None:
    """Write the rooms in FILE (CSV or JSON), all or none; a room not in it stays. Exit 1 when there is a fault."""
    held = inventory.read(file.read())
    faults, done = list(held.faults), None
    if not faults:
        try:
            with opened(config, data) as desk:
                done = desk.register.bring_in(held.rooms, check=check)
        except AddressTaken as refused:
            faults = [inventory.Fault(held.lines[new], "address", _taken(old)) for new, old in refused.taken]
    if as_json:
        shown = [{"line": at.line, "column": at.column, "sv": at.told.sv, "en": at.told.en} for at in faults]
        click.echo(json.dumps({"checked": check, "faults": shown, **(done._asdict() if done else {})}))
    for fault in () if as_json else faults:
        place = f"{file.name}:{fault.line}" + (f" {fault.column}" if fault.column else "")
        click.echo(f"{place}: {fault.told.sv} / {fault.told.en}")
    if done and not as_json:
        told = f"{done.added} nya, {done.changed} ändrade, {done.unchanged} som förut"
        click.echo(f"{told} / {done.added} new, {done.changed} changed, {done.unchanged} as before")
    sys.exit(int(bool(faults)))


@rooms.command("list")
@click.option("--csv", "as_csv", is_flag=True, help="As a file that `import` reads.")
@where
def listing(config: Path | None, data: Path | None, *, as_csv: bool, as_json: bool) -> None:
    """List the rooms."""
    with opened(config, data) as desk:
        listed = desk.register.rooms()
    if as_json:
        click.echo(json.dumps({"rooms": [inventory.as_dict(room) for room in listed]}, ensure_ascii=False))
    elif as_csv:
        click.echo(inventory.as_csv(listed), nl=False)
    else:
        for room in listed:
            told = f"{room.room_id:<20} {room.kind:<13} {room.capacity:>4}  {room.name}"
            click.echo(f"{told}{', ' if room.site else ''}{room.site}  {inventory.written(room.address)}".rstrip())
        if not listed:
            click.echo("Inga rum än. / No rooms yet.")


def _taken(room_id: str) -> inventory.Told:
    return inventory.Told(f"Rummet {room_id} har den adressen.", f"The room {room_id} has that address.")


for _command in (status, push, dial, hang_up, book, versions, differences, approve, retry):
    rooms.add_command(_command)
