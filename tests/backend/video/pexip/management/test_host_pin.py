"""Whoever was a host and is one no more has a PIN that opens nothing, and nobody who is in or waits notices."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from backend.video.pexip.management.host_pin import HostPins
from backend.video.pexip.wire.answers import Answer
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.commands import Commands
from backend.video.service import NothingDone, Redirect, Role, ServiceUnavailable
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from tests.backend.video.pexip.node import LATER, ROOMS, Killed, Region
from tests.simulators.pexip.stand import Loop, Staged, staged


class Held:
    """A meeting to come, and its room at Pexip."""

    def __init__(self, pexip: Region, stage: Staged) -> None:
        self.pexip, self.stage = pexip, stage
        self.service = pexip.service(ready_rooms_common=0)
        self.reference = self.service.create(LATER)
        pexip.clock.advance(seconds=91)

    def there(self) -> dict[str, Any]:
        (room,) = self.pexip.held()
        return room

    def goes(self, person: str, role: Role = Role.HOST) -> Redirect:
        return self.service.entry(self.reference, role, "Vera Lindqvist", person)

    def pin(self, person: str = "h1") -> str:
        return str(self.goes(person).pin)

    def knocks(self) -> Conference:
        running = self.stage.conference(Configuration(self.there()["name"], pin="12345678", allow_guests=True))
        self.stage.joins(running, "Vera Lindqvist")
        return running


@pytest.fixture
def held(pexip: Region, loop: Loop) -> Iterator[Held]:
    with staged(loop=loop, scale=1.0) as stage:
        loop.do(lambda: pexip.node.management.attach(stage.cluster, {}))
        yield Held(pexip, stage)


def demoted(held: Held, person: str = "h2") -> str:
    """Somebody is given the PIN and is a host no more, long since; the PIN."""
    pin = held.pin(person)
    held.pexip.clock.advance(minutes=3)
    held.service.withdraw(held.reference, person)
    return pin


def test_the_next_host_has_another_pin_as_soon_as_all_nodes_know_it(held: Held) -> None:
    before = demoted(held)
    assert held.there()["pin"] == before
    held.service.tend()
    after = held.there()["pin"]
    assert after != before
    with pytest.raises(NothingDone) as wait:
        held.pin()
    assert wait.value.retry_after == 90.0
    # A guest needs no PIN.
    assert held.goes("g1", Role.GUEST).pin is None
    held.pexip.clock.advance(seconds=90)
    assert held.pin() == after
    held.service.tend()
    assert held.there()["pin"] == held.pin() == after


def test_while_somebody_is_in_or_waits_it_stays(held: Held) -> None:
    before = demoted(held)
    running = held.knocks()
    held.service.tend()
    assert held.there()["pin"] == held.pin() == before
    held.stage.loop.do(lambda: running.end("No participants can keep conference alive"))
    held.pexip.clock.advance(minutes=3)
    held.service.tend()
    assert held.there()["pin"] != before


def test_a_host_who_was_given_it_just_now_comes_in_by_it(held: Held) -> None:
    before = demoted(held)
    assert held.pin() == before
    held.service.tend()
    assert held.there()["pin"] == before
    held.pexip.clock.advance(minutes=3)
    held.service.tend()
    assert held.there()["pin"] != before


def test_whoever_never_had_it_changes_nothing(held: Held) -> None:
    before = held.pin()
    held.goes("g1", Role.GUEST)
    held.pexip.clock.advance(minutes=3)
    for person in ("g1", "h2", "nobody"):
        held.service.withdraw(held.reference, person)
    held.service.withdraw("nowhere", "h1")
    held.service.tend()
    assert held.there()["pin"] == before


def test_told_twice_it_changes_once(held: Held) -> None:
    demoted(held)
    held.service.tend()
    after = held.there()["pin"]
    held.service.withdraw(held.reference, "h2")
    held.service.tend()
    assert held.there()["pin"] == after


def test_each_who_is_a_host_no_more_has_one_that_opens_nothing(held: Held) -> None:
    pins = set()
    for person in ("h2", "h3"):
        pins.add(demoted(held, person))
        held.service.tend()
        held.pexip.clock.advance(seconds=91)
    assert len(pins | {held.pin()}) == 3


def test_what_dies_when_pexip_has_been_told_shows_no_host_a_wrong_pin(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    demoted(held)
    with monkeypatch.context() as dying:
        note = HostPins._note

        def dies(self: HostPins, room: Any, **values: object) -> None:
            if "pin_next" in values:
                raise Killed
            note(self, room, **values)

        dying.setattr(HostPins, "_note", dies)
        with pytest.raises(Killed):
            held.service.tend()
    held.pexip.clock.advance(minutes=10)
    held.knocks()
    with pytest.raises(NothingDone):
        held.pin()
    # Whether Pexip was told is not known to whoever comes after: it is told once more, though somebody waits.
    held.pexip.node.ask("PATCH", f"{ROOMS}{held.there()['id']}/", {"pin": "99999999"})
    held.service.tend()
    held.pexip.clock.advance(seconds=91)
    assert held.pin() == held.there()["pin"] != "99999999"


def test_while_nobody_knows_which_pin_pexip_has_no_host_is_shown_any(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    demoted(held)
    send, away = Client._send, []

    def cut(self: Client, method: str, path: str, budget: Budget, **asked: Any) -> Answer:
        if away or method == "PATCH":
            away.append(path)
            raise ServiceUnavailable
        return send(self, method, path, budget, **asked)

    with monkeypatch.context() as cutting:
        cutting.setattr(Client, "_send", cut)
        for _ in range(5):
            with pytest.raises(ServiceUnavailable):
                held.service.tend()
            held.pexip.clock.advance(seconds=60)
            with pytest.raises(NothingDone) as wait:
                held.pin()
            assert wait.value.retry_after == 90.0
    held.service.tend()
    held.pexip.clock.advance(seconds=90)
    assert held.pin() == held.there()["pin"]


def test_a_node_that_was_not_even_told_keeps_no_host_out(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    before = demoted(held)
    send, there = Client._send, f"{ROOMS}{held.there()['id']}/"

    def cut(self: Client, method: str, path: str, budget: Budget, **asked: Any) -> Answer:
        if path.endswith(there):
            raise ServiceUnavailable
        return send(self, method, path, budget, **asked)

    with monkeypatch.context() as cutting:
        cutting.setattr(Client, "_send", cut)
        with pytest.raises(ServiceUnavailable):
            held.service.tend()
    assert held.pin() == held.there()["pin"] == before
    held.pexip.clock.advance(minutes=3)
    held.service.tend()
    assert held.there()["pin"] != before


def test_a_host_who_is_given_it_while_pexip_is_asked_comes_in_by_it(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = demoted(held)
    running, given = Commands.running, []

    def slow(self: Commands, name: str, budget: Budget) -> Any:
        found = running(self, name, budget)
        given.append(held.pin())
        return found

    with monkeypatch.context() as pressing:
        pressing.setattr(Commands, "running", slow)
        held.service.tend()
    assert given == [held.there()["pin"]] == [before] == [held.pin()]
    held.pexip.clock.advance(minutes=3)
    held.service.tend()
    assert held.there()["pin"] != before


def test_neither_the_pool_nor_another_room_keeps_it_from_being_renewed(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = {held.there()["id"]: demoted(held)}
    first, held.reference = held.there()["id"], held.service.create(replace(LATER, key="k2"))
    held.pexip.clock.advance(seconds=91)
    demoted(held)
    pins |= {each["id"]: each["pin"] for each in held.pexip.held()}
    send = Client._send

    def spoilt(self: Client, method: str, path: str, budget: Budget, **asked: Any) -> Answer:
        if method == "PATCH" and path.endswith((f"/{first}/", f"/{ROOMS}")):
            raise ServiceUnavailable
        return send(self, method, path, budget, **asked)

    monkeypatch.setattr(Client, "_send", spoilt)
    with pytest.raises(ServiceUnavailable):
        held.pexip.service(ready_rooms_common=1).tend()
    assert [each["id"] for each in held.pexip.held() if pins[each["id"]] == each["pin"]] == [first]


def test_what_pexip_certainly_did_not_do_is_tried_again(held: Held) -> None:
    before = demoted(held)
    held.pexip.node.fault("rate-limit", methods=["PATCH"])
    with pytest.raises(NothingDone):
        held.service.tend()
    assert held.there()["pin"] == held.pin() == before
    held.pexip.clock.advance(minutes=3)
    held.service.tend()
    held.pexip.clock.advance(seconds=90)
    assert held.pin() == held.there()["pin"] != before


def test_a_room_that_is_made_again_has_the_pin_that_was_renewed(held: Held) -> None:
    before = demoted(held)
    held.service.tend()
    held.pexip.clock.advance(seconds=91)
    after = held.pin()
    held.pexip.node.ask("DELETE", f"{ROOMS}{held.there()['id']}/")
    held.service.create(LATER)
    held.pexip.clock.advance(seconds=91)
    assert held.pin() == held.there()["pin"] == after != before
