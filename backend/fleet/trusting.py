"""`vardmote rooms approve` and `retry`: what only a person decides."""

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import click

from backend.fleet.desk import Desk, chosen, fail, opened, where
from backend.fleet.printing import as_dict, dump, line
from rooms.endpoint import Address
from rooms.errors import RoomError
from rooms.fleet import Outcome, Result, outcome_of
from rooms.fleet.fleet import AT_ONCE
from rooms.inventory import Room, Told
from rooms.pins import shown_key

_BARE = Told("Ange rum eller --all.", "Give rooms or --all.")


class _Seen(NamedTuple):
    """The key a room showed, and the one approved before, "" for none."""

    result: Result[str]
    before: str

    @property
    def verdict(self) -> str:
        if not self.result.value:
            return "silent"
        return "new" if not self.before else "same" if self.before == self.result.value else "changed"


_WORDS = {
    "same": Told("är godkänd sedan förut.", "was approved before."),
    "new": Told("godkänd.", "approved."),
    "changed": Told("godkänd i stället för {before}.", "approved in place of {before}."),
    "left": Told(
        "är en annan än den godkända, {before}. Inget ändrat. Ta reda på varför och godkänn rummet vid namn.",
        "is another than the approved one, {before}. Nothing changed. Find out why and approve the room by name.",
    ),
    "would": Told("visas. Inget ändrat.", "is shown. Nothing changed."),
}


@click.command("approve")
@click.argument("room_ids", nargs=-1, metavar="[ROOM]...")
@click.option("--all", "every", is_flag=True, help="Every room; a key that has changed is told, never taken.")
@click.option("--dry-run", is_flag=True, help="Show the keys, and approve none.")
@where
def approve(  # noqa: PLR0913 - what a command line says
    room_ids: tuple[str, ...],
    *,
    every: bool,
    dry_run: bool,
    config: Path | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Show the keys of the rooms and approve them: no password goes to a room before that. Exit 1 if one is not."""
    if bool(room_ids) == every:
        fail("approve", _BARE)
    with opened(config, data) as desk:
        seen = _look(chosen(desk, room_ids).rooms, desk.keys.all())
        taken = frozenset({"new"} if every else {"new", "changed"})
        pinned = [one for one in seen if one.verdict in taken and not dry_run]
        if pinned:
            _pin(desk, pinned)
    told = [_told(one, pinned=one in pinned, dry_run=dry_run) for one in seen]
    if as_json:
        dump({"rooms": told})
    for one, said in () if as_json else zip(seen, told, strict=True):
        click.echo(line(one.result, f"{one.result.value} {said['sv']} / {said['en']}" if one.result.value else ""))
    fine = {"same"} if dry_run else {"same", *taken}
    unaddressed = {Outcome.NO_ADDRESS} if every else set()
    sys.exit(int(any(one.verdict not in fine and one.result.outcome not in unaddressed for one in seen)))


@click.command("retry")
@click.argument("room_ids", nargs=-1, metavar="[ROOM]...")
@click.option("--all", "every", is_flag=True, help="Every room that turned us away.")
@where
def retry(room_ids: tuple[str, ...], *, every: bool, config: Path | None, data: Path | None, as_json: bool) -> None:
    """Let rooms that turned us away be tried again: the account or the key is right now. None to let is no fault."""
    if bool(room_ids) == every:
        fail("retry", _BARE)
    with opened(config, data) as desk:
        wanted = {room.room_id for room in chosen(desk, room_ids).rooms} if room_ids else None
        stopped = desk.stops.all()
        released = {room_id: why for room_id, why in stopped.items() if wanted is None or room_id in wanted}
        if released:
            desk.stops.release(released, desk.notes().released(released))
    if as_json:
        dump({"released": [{"id": room_id, "why": why} for room_id, why in sorted(released.items())]})
    for room_id in () if as_json else sorted(released):
        click.echo(f"{room_id:<20} Prövas igen. / Is tried again.")
    if not as_json and not released:
        click.echo("Inget rum var stoppat. / No room was stopped.")


def _look(rooms: tuple[Room, ...], keys: Mapping[Address, str]) -> list[_Seen]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = pool.map(_ask, rooms)
        return [_Seen(one, keys.get(one.room.address, "") if one.room.address else "") for one in results]


def _ask(room: Room) -> Result[str]:
    if room.address is None:
        return Result(room, Outcome.NO_ADDRESS)
    try:
        return Result(room, Outcome.OK, shown_key(room.address))
    except RoomError as fault:
        return Result(room, outcome_of(fault))


def _pin(desk: Desk, approved: list[_Seen]) -> None:
    found = {one.result.room.address: one.result.value for one in approved}
    notes = desk.notes()
    shown = {one.result.room.room_id: one.result.value or "" for one in approved}
    desk.keys.pin({address: key for address, key in found.items() if address and key}, notes.approved(shown))
    stopped = desk.stops.all()
    ids = [one.result.room.room_id for one in approved]
    if let := [room_id for room_id in ids if stopped.get(room_id) == Outcome.UNTRUSTED]:
        desk.stops.release(let, notes.released(let))


def _told(seen: _Seen, *, pinned: bool, dry_run: bool) -> dict[str, Any]:
    told = {**as_dict(seen.result), "fingerprint": seen.result.value, "before": seen.before, "approved": pinned}
    if seen.result.value:
        key = seen.verdict
        if key != "same" and not pinned:
            key = "would" if dry_run and key == "new" else "left"
        said = _WORDS[key]
        told |= {"sv": said.sv.format(before=seen.before), "en": said.en.format(before=seen.before)}
    return told
