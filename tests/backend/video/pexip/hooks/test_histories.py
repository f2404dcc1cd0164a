"""Whatever way the same events come, and whichever are lost if somebody asks afterwards, the end is the same."""

import contextlib
import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.video.models import Presence
from backend.video.pexip.hooks.legs import Calls, Seen
from backend.video.pexip.hooks.persons import Gathering, gather
from backend.video.pexip.hooks.reading import call_of, read
from backend.video.pexip.models import ROOM, PexipEntry
from simulators.pexip.conference import Full
from simulators.pexip.reasons import HOST_ENDED_CONFERENCE, HOST_ENDED_PARTICIPANT, LEFT, NO_REFRESH
from tests.backend.video.house import START, House
from tests.backend.video.pexip.hooks.hall import KNOWN, Hall, Pexip, ready

WHO = st.sampled_from([*KNOWN, "someone"])
REASONS = st.sampled_from([LEFT, NO_REFRESH, HOST_ENDED_PARTICIPANT])
ACTS: tuple[st.SearchStrategy[Any], ...] = (
    st.tuples(st.just("comes"), WHO, st.integers(0, 1), st.booleans()),
    st.tuples(st.just("comes"), WHO, st.integers(0, 1), st.booleans()),
    st.tuples(st.just("admit"), WHO),
    st.tuples(st.just("mute"), WHO, st.booleans()),
    st.tuples(st.just("role"), WHO, st.sampled_from(["chair", "guest"])),
    st.tuples(st.just("drop"), WHO),
    st.tuples(st.just("leaves"), WHO, REASONS),
    st.tuples(st.just("waits"), st.sampled_from([10, 61])),
    st.tuples(st.just("ends")),
)
HISTORIES = st.lists(st.one_of(*ACTS), max_size=25)


def play(there: Pexip, history: list[tuple[Any, ...]]) -> None:
    """Let it all happen at Pexip's; what can't happen there doesn't."""
    for act, *more in history:
        if act == "comes":
            if there.find(more[0]) is None:
                with contextlib.suppress(Full):
                    there.comes(more[0], node=more[1], media=more[2])
        elif act == "waits":
            there.clock.run_out(more[0])
        elif act == "ends":
            there.conference.end(HOST_ENDED_CONFERENCE)
        elif (one := there.find(more[0])) is not None:
            _do(there, act, one, more[1:])


def _do(there: Pexip, act: str, one: Any, more: list[Any]) -> None:
    if act == "admit":
        there.conference.admit(one)
    elif act == "mute":
        there.conference.change(one, is_muted=more[0])
    elif act == "role" and one.is_in:
        there.conference.set_role(one, more[0])
    elif act == "drop" and len(one.legs) > 1:
        there.conference.drop_leg(one, one.legs[1])
    elif act == "leaves":
        there.conference.leave(one, more[0])


def calls_of(told: list[dict[str, Any]], calls: Calls | None = None) -> Calls:
    calls = calls or Calls("x", {}, {})
    for envelope in told:
        (one,) = read(json.dumps(envelope).encode(), LATER).told
        calls.see(Seen(one.node, one.seq, one.time, one.event, one.data))
    return calls


def entries(tags: dict[str, str]) -> dict[str, PexipEntry]:
    return {
        tag: PexipEntry(tag=tag, person="" if role == ROOM else who, role=role, display_name=f"Name of {who}")
        for who, tag, role in ((who, tag, KNOWN[who]) for who, tag in tags.items())
    }


# When it is read: a node's moments are never ahead of ours.
LATER = START + timedelta(hours=1)
TAGS = {who: f"e{who}" for who in KNOWN}


def there_now(found: Gathering) -> dict[str, tuple[str, bool]]:
    """Where everybody is who is there, by Pexip's names; a person who came twice is there once."""
    return {
        report.display_name.replace("Name of", "There"): (str(report.state), report.muted)
        for report in found.reports.values()
        if report.state in ("in", "waiting")
    }


@settings(max_examples=150)
@given(HISTORIES, st.randoms(use_true_random=False))
def test_any_order_and_any_doubling_ends_alike_and_as_it_is(
    history: list[tuple[Any, ...]], chance: random.Random
) -> None:
    there = Pexip("vm-1", TAGS)
    play(there, history)
    in_order = gather(calls_of(there.told), entries(TAGS))
    mixed = [*there.told, *chance.sample(there.told, len(there.told) // 3)]
    chance.shuffle(mixed)
    assert gather(calls_of(mixed), entries(TAGS)) == in_order
    truth = {name: (place, muted) for name, (place, _, muted) in there.truth().items()}
    assert there_now(in_order) == truth
    for name, (place, role, _) in there.truth().items():
        # A room that comes twice is somebody else each time.
        here = (each for each in in_order.reports.values() if each.state != "left")
        report = next(each for each in here if _named(each.display_name) == name)
        assert place == "waiting" or report.role == role


@settings(max_examples=150)
@given(HISTORIES, st.randoms(use_true_random=False), st.floats(0, 1))
def test_whatever_was_lost_is_mended_by_asking_who_is_there(
    history: list[tuple[Any, ...]], chance: random.Random, kept: float
) -> None:
    there = Pexip("vm-1", TAGS)
    play(there, history)
    calls = calls_of([told for told in there.told if chance.random() < kept])
    asked = round((there.clock.at + 30) * 1_000_000)
    found = [call for one in there.status() if (call := call_of(one)) is not None]
    calls.see_all_there_are(found, asked, asked - 10_000_000)
    truth = {name: (place, muted) for name, (place, _, muted) in there.truth().items()}
    assert there_now(gather(calls, entries(TAGS))) == truth
    # What was only late, and comes after all, changes nothing.
    late = calls_of(chance.sample(there.told, len(there.told)), calls)
    assert there_now(gather(late, entries(TAGS))) == truth


def _named(name: str) -> str:
    return name.replace("Name of", "There")


def _shown(hall: Hall, names: dict[str, str]) -> dict[str, tuple[Any, ...]]:
    def row(one: Presence) -> tuple[Any, ...]:
        return (one.state, one.role, one.since, one.muted, one.reason, one.display_name, names.get(str(one.call)))

    return {person: row(one) for person, one in hall.people().items()}


def test_the_live_state_ends_alike_in_whatever_batches_events_come(house: House) -> None:
    new_hall: Callable[[], Hall] = ready(house)
    house.clock.advance(hours=1)

    @settings(max_examples=12)
    @given(HISTORIES, st.randoms(use_true_random=False))
    def alike(history: list[tuple[Any, ...]], chance: random.Random) -> None:
        first = new_hall()
        there = first.there(nodes=(f"{first.reference}a", f"{first.reference}b"))
        play(there, history)
        first.take(*there.told, bulk=True)
        second = new_hall()
        again = {first.tags[who]: second.tags[who] for who in KNOWN} | {first.name: second.name}
        mixed = [_renamed(told, again) for told in there.told]
        mixed += chance.sample(mixed, len(mixed) // 3)
        chance.shuffle(mixed)
        while mixed:
            count = chance.randint(1, 12)
            batch, mixed = mixed[:count], mixed[count:]
            second.take(*batch, bulk=True)
        assert _shown(second, {}) == _shown(first, {})
        assert second.seen() == first.seen() == _as_shown(there)
        assert (second.row().ending_at is None) == (first.row().ending_at is None)
        assert (second.row().ended_at is None) == (first.row().ended_at is None)

    alike()


def _as_shown(there: Pexip) -> dict[str, tuple[str, str, bool]]:
    """Who waits has no role there yet, and is shown as what their way in says or, unknown, as a guest."""
    return {
        name: (place, role if place == "in" else "guest", muted) for name, (place, role, muted) in there.truth().items()
    }


def _renamed(told: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    data = {key: names.get(value, value) if isinstance(value, str) else value for key, value in told["data"].items()}
    node = f"{told['node']}9"
    return {**told, "node": node, "data": data}
