"""Pexip's own client packages against the simulator, in three set-ups; and that they notice when it does wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from simulators.pexip.asker import OneConference
from simulators.pexip.client_api import ground, roster, routes, streams
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from simulators.pexip.participant import Place
from simulators.pexip.site import Site
from tests.simulators.pexip.judging import CONTENT, judged

# The alias, the service, and how each comes in. Everybody shares one alias: the PIN tells who is who.
GUEST_PIN = (
    "vm-lungor",
    Configuration(
        "Lungmöte",
        pin="471104",
        guest_pin="992233",
        allow_guests=True,
        participant_limit=6,
        host_identity_provider_group="Regionen",
    ),
    {"asks": "required", "starts": "order", "guest": "992233"},
)
NO_GUEST_PIN = (
    "mote.7-a@video.example.test",
    Configuration("Öppet möte", pin="471104", allow_guests=True),
    {"asks": "none", "starts": "media", "guest": "none"},
)
LOCKED = (
    "last_mote",
    Configuration("Låst möte", pin="4711#", guest_pin="99#", allow_guests=True, participant_limit=5, locked=True),
    {"asks": "required", "starts": "order", "guest": "99"},
)
Setup = tuple[str, Configuration, dict[str, Any]]


@contextmanager
def node(setup: Setup) -> Iterator[dict[str, Any]]:
    """Run a node with one conference; what is yielded is where the judge goes, and what it is to find there."""
    alias, configuration, ways = setup
    with Site() as site:
        site.add(OneConference(alias, configuration))
        yield {
            "base": site.url,
            "host": {"alias": alias, "pin": configuration.pin.rstrip("#")},
            "guests": [{"alias": alias, "pin": ways["guest"]}],
            "asks": ways["asks"],
            "starts": ways["starts"],
            "signs": bool(configuration.host_identity_provider_group),
            "locked": configuration.locked,
            "limit": configuration.participant_limit,
        }


@pytest.mark.parametrize("setup", [GUEST_PIN, NO_GUEST_PIN, LOCKED], ids=["guest PIN", "no guest PIN", "locked"])
def test_the_vendors_clients_work_with_it(setup: Setup) -> None:
    with node(setup) as place:
        assert judged(place) == CONTENT


def nobody_waits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Conference, "_place_for", lambda _self, _one: Place.IN)


def guests_may_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(routes, "host_of", ground.session_of)


def nobody_leaves(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Conference, "leave", lambda _self, _one, _reason="": None)


def data_lines_are_empty(patch: pytest.MonkeyPatch) -> None:
    whole = streams.frame
    patch.setattr(streams, "frame", lambda event, data=None: whole(event, data).replace(b"data: null\n", b"data: \n"))


def admitting_one_unlocks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Conference, "admit", lambda self, _one: self.unlock())


def no_limit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Conference, "is_full", lambda _self: False)


def a_field_of_its_own(patch: pytest.MonkeyPatch) -> None:
    whole = roster.participant
    patch.setattr(roster, "participant", lambda one, *, for_host: {**whole(one, for_host=for_host), "mood": "good"})


def a_field_too_few(patch: pytest.MonkeyPatch) -> None:
    whole = roster.status

    def status(conference: Conference) -> dict[str, Any]:
        told = whole(conference)
        del told["started"]
        return told

    patch.setattr(roster, "status", status)


def words_nobody_knows(patch: pytest.MonkeyPatch) -> None:
    whole = Conference.end
    patch.setattr(Conference, "end", lambda self, _reason: whole(self, "Over"))


def news_before_the_roster(patch: pytest.MonkeyPatch) -> None:
    whole = streams.frame
    swapped = {"participant_sync_begin": "layout", "layout": "participant_sync_begin"}

    def frame(event: str, data: object = None) -> bytes:
        return whole(swapped.get(event, event), data)

    patch.setattr(streams, "frame", frame)


# Each with some of what the judge must say of it.
PLANTED: dict[Callable[[pytest.MonkeyPatch], None], str] = {
    nobody_waits: "a guest before the host waits",
    guests_may_all: "a guest asks for what hosts may",
    nobody_leaves: "the lock holds newcomers",
    data_lines_are_empty: "its data line is empty",
    admitting_one_unlocks: "the lock holds newcomers",
    no_limit: "the limit is reached",
    a_field_of_its_own: "the package knows nothing of some of it",
    a_field_too_few: "started",
    words_nobody_knows: "the host ends it for all",
    news_before_the_roster: "layout before the roster",
}


@pytest.mark.parametrize(("plant", "said"), PLANTED.items(), ids=lambda one: getattr(one, "__name__", None))
def test_a_planted_fault_is_noticed(
    monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None], said: str
) -> None:
    plant(monkeypatch)
    with node(GUEST_PIN) as place:
        assert said in judged({**place, "patience": 1500})
