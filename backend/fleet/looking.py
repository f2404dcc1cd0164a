"""`vardmote rooms status`, `firmware` and `drift`: how the rooms are, changing nothing in them."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from backend.fleet.desk import Choice, choosing, chosen, fail, opened, signing_in, where
from backend.fleet.printing import as_dict, dump, exit_code, followed, in_order, line
from rooms import monitor
from rooms.accounts import Duty
from rooms.endpoint import Endpoint
from rooms.fleet import Result, drift, firmware
from rooms.inventory import Told

T = TypeVar("T")


class Asked(NamedTuple):
    """Who was to be asked, as the command line said it."""

    room_ids: tuple[str, ...]
    site: str | None
    kind: str | None
    accounts: Path | None
    config: Path | None
    data: Path | None


@click.command("status")
@choosing
@signing_in
@where
def status(*, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - click's, named in Asked
    """Show how the rooms are: software, calls, what is wrong. Exit 1 when one did not answer."""
    choice, results = _each(Asked(**asked), Duty.CONTROL, monitor.look)
    if as_json:
        dump(
            {
                "rooms": [
                    {**as_dict(one), "status": monitor.as_dict(one.value) if one.value else None} for one in results
                ]
            }
        )
    for one in () if as_json else results:
        click.echo(line(one, _status(one.value) if one.value else ""))
        for alarm in one.value.alarms if one.value else ():
            click.echo(f"  {alarm.level} {alarm.kind}: {_both(alarm.told)}")
    sys.exit(exit_code(results, named=choice.named))


@click.command("firmware")
@choosing
@signing_in
@where
def versions(*, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - click's, named in Asked
    """Show which software the rooms run, and what each version lacks. Exit 1 when one did not answer."""
    choice, results = _each(Asked(**asked), Duty.CONTROL, firmware.look)
    found = firmware.report((one.room, one.value) for one in results if one.value)
    silent = [one for one in results if not one.value]
    if as_json:
        dump({"versions": [firmware.as_dict(one) for one in found], "rooms": [as_dict(one) for one in silent]})
    for version in () if as_json else found:
        lacks = f"saknar / lacks {', '.join(version.lacks)}" if version.lacks else "saknar inget / lacks nothing"
        click.echo(f"{len(version.rooms):>4}  {version.software:<28} ({version.profile})  {lacks}")
    for one in () if as_json else silent:
        click.echo(line(one))
    sys.exit(exit_code(results, named=choice.named))


@click.command("drift")
@choosing
@click.option("--wanted", type=click.File("r", encoding="utf-8"), help="JSON with panels, slots and settings.")
@signing_in
@where
def differences(*, wanted: Any, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - click's, named in Asked
    """Show where rooms are not as wanted; without --wanted, where they answer calls by themselves. Exit 1 if any."""
    try:
        should = drift.read(wanted.read()) if wanted else drift.Wanted()
    except (drift.WantedFault, UnicodeDecodeError):
        fail(
            "--wanted",
            Told(
                "Ska vara ett JSON-objekt med panels, slots (1–4) och settings.",
                "Must be a JSON object with panels, slots (1–4) and settings.",
            ),
        )
    choice, results = _each(Asked(**asked), Duty.ADMIN, lambda endpoint: drift.differences(endpoint, should))
    if as_json:
        dump(
            {
                "rooms": [
                    {**as_dict(one), "differences": [drift.as_dict(at) for at in one.value or ()]} for one in results
                ]
            }
        )
    for one in () if as_json else results:
        for at in one.value or ():
            click.echo(line(one, f"{at.kind} {at.what}: {_both(at.told)}"))
        if not one.value:
            click.echo(line(one, "Som det ska vara. / As it should be." if one.is_ok else ""))
    sys.exit(exit_code(results, named=choice.named) or int(any(one.value for one in results)))


def _each(asked: Asked, duty: Duty, look: Callable[[Endpoint], T]) -> tuple[Choice, list[Result[T]]]:
    with opened(asked.config, asked.data) as desk:
        choice = chosen(desk, asked.room_ids, asked.site, asked.kind)
        results = desk.fleet(asked.accounts).each(choice.rooms, duty, lambda _, endpoint: look(endpoint))
        return choice, in_order(followed(results, len(choice.rooms)))


def _status(seen: monitor.Snapshot) -> str:
    if seen.in_call:
        now = "i samtal / in a call"
    elif seen.state.standby in {"Standby", "EnteringStandby"}:
        now = "sover / asleep"
    else:
        now = "ledigt / free"
    return f"{monitor.shown(seen.identity.software):<28} {now}"


def _both(said: Told) -> str:
    return said.sv if said.sv == said.en else f"{said.sv} / {said.en}"
