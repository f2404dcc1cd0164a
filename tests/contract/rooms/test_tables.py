"""Our table of nodes beside the software endpoint's, which others wrote from the same facts: what we send, it takes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from rooms.xapi import nodes as ours
from rooms.xapi.spaces import Kind, Space, space
from simulators.roomos.nodes import Nodes
from simulators.roomos.values import Unfit

TABLE = json.loads(Path(ours.__file__).with_suffix(".json").read_text("utf-8"))
# What no software endpoint does (joins by the cloud's own services, and what only tells of them), and a setting whose
# words are not sure, so that ours leaves them to the device.
ABSENT = {"MicrosoftTeams Join", "WebRTC Join", "Provisioning Mode", "MicrosoftTeams Software", "Standby Level"}


def edges(wanted: Space) -> Iterator[str | int]:
    """Give values at the very edges of a space."""
    match wanted.kind:
        case Kind.INTEGER:
            yield from (wanted.low, wanted.high)
        case Kind.TEXT:
            yield from ("x" * wanted.low, "x" * wanted.high, "å" * (wanted.high // 2))
        case Kind.WORDS:
            yield from wanted.words


def spec(row: str | dict[str, str], profile: ours.Profile) -> str:
    if isinstance(row, str):
        return row
    return row[[one for one in ours.PROFILES[: ours.PROFILES.index(profile) + 1] if one in row][-1]]


def here(kind: str, profile: ours.Profile) -> dict[str, dict[str, dict[str, str]]]:
    return {
        path: row
        for path, row in TABLE[kind].items()
        if path not in ABSENT and ours.PROFILES.index(row.get("since", "9.15")) <= ours.PROFILES.index(profile)
    }


@pytest.mark.parametrize("profile", get_args(ours.Profile))
def test_what_we_send_is_what_it_takes(profile: ours.Profile) -> None:
    device = Nodes(profile)
    for path, row in here("commands", profile).items():
        theirs = device.command(tuple(path.split()))
        wanted = {name: space(spec(one, profile)) for name, one in row.get("parameters", {}).items()}
        assert (theirs.body, theirs.teams) == (bool(row.get("body")), row.get("teams", True)), path
        assert {one.name for one in theirs.parameters.values() if one.required} <= {
            name for name, one in wanted.items() if one.required
        }, path
        for name, one in wanted.items():
            parameter = theirs.parameters[name.lower()]
            assert parameter.many >= one.times, (path, name)
            for value in edges(one):
                try:
                    parameter.space.take(value)
                except Unfit:
                    pytest.fail(f"{path} {name} does not take {value!r}")


@pytest.mark.parametrize("profile", get_args(ours.Profile))
def test_what_we_set_and_read_is_there(profile: ours.Profile) -> None:
    device = Nodes(profile)
    for path, row in here("configurations", profile).items():
        for value in edges(space(spec(row["value"], profile))):
            device.configuration(tuple(path.split())).space.take(value)
    for path in here("statuses", profile):
        device.check("Status", tuple(path.split()))
