"""What the commands say of each room, in lines or as JSON, and the exit code it comes to."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import click

from rooms.fleet import Outcome, Result
from rooms.fleet.outcomes import WORDS
from rooms.monitor import shown

T = TypeVar("T")


def followed(results: Iterable[Result[T]], count: int) -> Iterator[Result[T]]:
    """Pass the results on, with a bar that grows when somebody looks at a terminal."""
    if not sys.stderr.isatty():
        yield from results
        return
    with click.progressbar(length=count, file=sys.stderr) as bar:
        for result in results:
            bar.update(1)
            yield result


def as_dict(result: Result[Any]) -> dict[str, Any]:
    """Return how it went in the room as one JSON object."""
    said = WORDS[result.outcome]
    room = result.room
    told = {"outcome": result.outcome.value, "detail": shown(result.detail), "sv": said.sv, "en": said.en}
    return {"id": room.room_id, "name": room.name, **told}


def line(result: Result[Any], more: str = "") -> str:
    """Return how it went in the room as one line."""
    said = WORDS[result.outcome]
    told = more or f"{said.sv} / {said.en}" + (f" ({shown(result.detail)})" if result.detail else "")
    return f"{result.room.room_id:<20} {told}"


def dump(value: object) -> None:
    """Say the one JSON value."""
    click.echo(json.dumps(value, ensure_ascii=False))


def exit_code(results: Iterable[Result[Any]], *, named: bool) -> int:
    """Return 0 when all went well. A room without an address is a fault only when it was asked for by name."""
    fine = frozenset({Outcome.OK, Outcome.DONE_BEFORE} | (set() if named else {Outcome.NO_ADDRESS}))
    return int(any(result.outcome not in fine for result in results))


def in_order(results: Iterable[Result[T]]) -> list[Result[T]]:
    """Return the results by room, whichever answered first."""
    return sorted(results, key=lambda result: (result.room.name, result.room.room_id))
