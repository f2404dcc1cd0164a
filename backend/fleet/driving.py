"""`vardmote rooms dial` and `hangup`: one room's calls, never entering one that is in a call."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from backend.fleet.book import wanted, with_book
from backend.fleet.desk import chosen, opened, signing_in, where
from backend.fleet.printing import as_dict, dump, exit_code, line
from rooms.accounts import Duty
from rooms.address_book import Protocol
from rooms.endpoint import Dial, Endpoint
from rooms.fleet import InCall, Result, Work
from rooms.inventory import Room

T = TypeVar("T")


@click.command("dial")
@click.argument("room_id", metavar="ROOM")
@click.argument("number", metavar="[NUMBER]", required=False)
@click.option("--protocol", type=click.Choice(["SIP", "H323"]), default="SIP", show_default=True)
@click.option("--entry", metavar="CODE", help="Call this entry of the address book in place of a number.")
@click.option("--exchange", is_flag=True, help="Let the book's rules say how the exchange takes NUMBER.")
@with_book
@signing_in
@where
def dial(  # noqa: PLR0913 - what a command line says
    room_id: str,
    number: str | None,
    *,
    protocol: Protocol,
    entry: str | None,
    exchange: bool,
    book_file: Path | None,
    accounts: Path | None,
    config: Path | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Let ROOM call, unless somebody is in a call there. Exit 1 when it did not begin."""
    called = wanted(number, protocol, entry, book_file, exchange=exchange)

    def call(_: Room, endpoint: Endpoint) -> str:
        state = endpoint.state()
        if state.calls or state.elsewhere:
            raise InCall
        return endpoint.dial(Dial(called.number, called.protocol))

    _one(
        room_id, call, ("call_id", "Ringer. / Calling."), accounts, config, data, as_json=as_json, unsaid=called.number
    )


def without(result: Result[T], number: str) -> Result[T]:
    """Return the result without what the room said of it, should it say the number back: nobody is told it."""
    return replace(result, detail="") if number and number in result.detail else result


@click.command("hangup")
@click.argument("room_id", metavar="ROOM")
@signing_in
@where
def hang_up(room_id: str, *, accounts: Path | None, config: Path | None, data: Path | None, as_json: bool) -> None:
    """End every call in ROOM. None there is no fault."""

    def end(_: Room, endpoint: Endpoint) -> int:
        calls = endpoint.state().calls
        for call in calls:
            endpoint.hang_up(call.call_id)
        return len(calls)

    _one(room_id, end, ("ended", "Inga samtal kvar. / No calls left."), accounts, config, data, as_json=as_json)


def _one(  # noqa: PLR0913 - what a command line says
    room_id: str,
    work: Work[str] | Work[int],
    told: tuple[str, str],
    accounts: Path | None,
    config: Path | None,
    data: Path | None,
    *,
    as_json: bool,
    unsaid: str = "",
) -> None:
    with opened(config, data) as desk:
        [room] = chosen(desk, [room_id]).rooms
        result = without(desk.fleet(accounts).one(room, Duty.CONTROL, work), unsaid)
    key, done = told
    if as_json:
        dump({**as_dict(result), key: result.value})
    else:
        click.echo(line(result, done if result.is_ok else ""))
    sys.exit(exit_code([result], named=True))
