"""What people do while something goes wrong: what was there before, the press, and the steps it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from backend.meetings import changing, creating, moving, removing, series_changing, series_removing, starting
from backend.steps import END, Kind
from backend.video import provisioning
from tests.faults.world import NOW, World
from tests.product import ORIGIN

START, LENGTH = NOW + timedelta(hours=4), timedelta(hours=1)
_CASES: Mapping[str, Any] = MappingProxyType(
    {
        "creating": creating.STEPS,
        "changing": changing.STEPS,
        "moving": moving.STEPS,
        "removing": removing.STEPS,
        "starting": starting.STEPS,
        "changing-series": series_changing.STEPS,
        "removing-series": series_removing.STEPS,
        "provisioning": provisioning.STEPS,
    }
)
_NOT_READ_BACK = "the port can't read times back; our door keeps the hours whatever the service has"
_NO_FORMER = "the meeting has not been at another service"


@dataclass(frozen=True)
class Scenario:
    """One thing somebody does. `people`: how many are in. `meetings`: how many there are at most.

    `unreached`: steps that are never taken here, and why; `unseen`: faults nobody can find there, and why.
    """

    case: str
    before: Callable[[World], str]
    press: Callable[[World, str], object]
    provisions: bool = True
    people: int = 0
    meetings: int = 1
    unreached: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unseen: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def moments(self) -> dict[tuple[str, str], Kind]:
        """Return the places before each step and after the last, with what kind of step comes next there."""
        cases = (self.case, "provisioning") if self.provisions else (self.case,)
        found = {(case, step.name): step.kind for case in cases for step in _CASES[case]}
        return {**found, **{(case, END): Kind.WORK for case in cases}}


def _times(hours: float = 0) -> dict[str, str]:
    start = START + timedelta(hours=hours)
    return {"start": start.isoformat(), "end": (start + LENGTH).isoformat()}


def _nothing(_world: World) -> str:
    return ""


def _booked(world: World) -> str:
    body = {"type": "patient_care", **_times()}
    meeting = str(world.press("POST", "/api/v1/meetings", body, Idempotency_Key="before")["id"])
    world.work()
    return meeting


def _booked_days(world: World, days: int) -> list[str]:
    rule = {"rule": f"FREQ=DAILY;COUNT={days}", "exdates": []}
    body = {"type": "patient_care", **_times(), "appointment": {"item_id": "series", "recurrence": rule}}
    made = world.press("POST", "/api/v1/meetings", body, Idempotency_Key="before")
    world.work()
    return [each["id"] for each in made["occurrences"]]


def _booked_series(world: World) -> str:
    return _booked_days(world, 2)[0]


def _second_of_series(world: World) -> str:
    return _booked_days(world, 3)[1]


def _with_people(world: World) -> str:
    meeting = _booked(world)
    started = world.press("POST", f"/api/v1/meetings/{meeting}/start")
    ticket = started["host_url"].partition("#")[2]
    entered = world.caller.call("POST", f"/h/{meeting}/enter", {"token": ticket}).get_json()
    host = world.caller.as_(entered["session"])
    assert host.call("POST", f"/h/{meeting}/join", {}).status_code == 200
    door = world.press("GET", f"/api/v1/meetings/{meeting}")["join_url"].removeprefix(ORIGIN)
    guest = world.caller.as_(None).call("POST", f"{door}/join", {"name": "Vera"}).get_json()["participant"]
    assert host.call("POST", f"/api/v1/meetings/{meeting}/participants/{guest}/admit").status_code < 300
    world.listen()
    return meeting


def _create(world: World, _meeting: str) -> object:
    body = {"type": "patient_care", **_times()}
    return world.press("POST", "/api/v1/meetings", body, Idempotency_Key="one")


def _change(world: World, meeting: str) -> object:
    return world.press("PATCH", f"/api/v1/meetings/{meeting}", {"type": "internal"})


def _switch(world: World, meeting: str) -> object:
    return world.press("PATCH", f"/api/v1/meetings/{meeting}", {"service": "builtin"})


def _move(world: World, meeting: str) -> object:
    return world.press("PATCH", f"/api/v1/meetings/{meeting}", _times(1))


def _move_series(world: World, meeting: str) -> object:
    return world.press("PATCH", f"/api/v1/meetings/{meeting}", {**_times(1), "scope": "all"})


def _split_series(world: World, meeting: str) -> object:
    return world.press("PATCH", f"/api/v1/meetings/{meeting}", {**_times(25), "scope": "following"})


def _remove_series(world: World, meeting: str) -> object:
    return world.press("DELETE", f"/api/v1/meetings/{meeting}?scope=all")


def _remove(world: World, meeting: str) -> object:
    return world.press("DELETE", f"/api/v1/meetings/{meeting}")


def _start(world: World, meeting: str) -> object:
    return world.press("POST", f"/api/v1/meetings/{meeting}/start")


_FORMER = ("remove-former", "begin-forgetting", "forget-former", "commit-forgetting")
_ALONE: Mapping[tuple[str, str], str] = MappingProxyType({("provisioning", step): _NO_FORMER for step in _FORMER})
SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "create": Scenario("creating", _nothing, _create, unreached=_ALONE),
        "change type": Scenario("changing", _booked, _change, unreached=_ALONE),
        "change service": Scenario("changing", _booked, _switch),
        "move": Scenario(
            "moving",
            _with_people,
            _move,
            people=2,
            unreached=_ALONE,
            unseen={("provisioning", "ask-service", "service lie"): _NOT_READ_BACK},
        ),
        "remove": Scenario("removing", _booked, _remove, unreached=_ALONE),
        "move series": Scenario(
            "changing-series",
            _booked_series,
            _move_series,
            meetings=2,
            unreached=_ALONE,
            unseen={("provisioning", "ask-service", "service lie"): _NOT_READ_BACK},
        ),
        "split series": Scenario(
            "changing-series",
            _second_of_series,
            _split_series,
            meetings=3,
            unreached=_ALONE,
            unseen={("provisioning", "ask-service", "service lie"): _NOT_READ_BACK},
        ),
        "remove series": Scenario("removing-series", _booked_series, _remove_series, meetings=2, unreached=_ALONE),
        "start": Scenario("starting", _booked, _start, provisions=False),
    }
)
