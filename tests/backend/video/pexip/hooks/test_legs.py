from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip.hooks.call_told import CallTold
from backend.video.pexip.hooks.legs import Calls, Seen, let_in_at
from backend.video.pexip.hooks.models import PexipLeg
from backend.video.pexip.hooks.reading import GONE, IN, PUT_OUT, RINGING, WAITING

SECOND = 1_000_000
BEFORE = 60 * SECOND


def seen(place: str, at: float) -> Seen:
    call = {"call": "c", "conversation": "", "tag": "", "name": "", "role": "", "muted": False, "media": True}
    return Seen("n", 1, BEFORE + round(at * SECOND), "participant_updated", {**call, "place": place})


def leg_of(*told: Seen) -> PexipLeg:
    calls = Calls("x", {}, {})
    for each in told:
        calls.see(each)
    return calls.legs["c"]


@pytest.mark.parametrize(
    ("told", "let_in"),
    [
        ([(IN, 0)], 0),
        ([(WAITING, 0), (IN, 2)], 2),
        ([(WAITING, 0), (IN, 2), (WAITING, 3)], 2),
        ([(IN, 0), (GONE, 1)], 0),
        # Sent back to the lobby by a host: it had been let in.
        ([(IN, 0), (WAITING, 60)], 0),
        ([(IN, 0), (WAITING, 0.1)], None),
        ([(RINGING, 0), (IN, 1), (WAITING, 1.1)], None),
        ([(IN, 0), (WAITING, 0.1), (GONE, 30)], None),
        ([(IN, 0), (WAITING, 0.1), (IN, 30)], 0.1),
        ([(WAITING, 0)], None),
        ([(GONE, 0)], None),
    ],
)
def test_being_told_of_as_in_and_at_once_as_waiting_is_no_letting_in(
    told: list[tuple[str, float]], let_in: float | None
) -> None:
    expected = None if let_in is None else BEFORE + round(let_in * SECOND)
    for order in permutations(told):
        assert let_in_at(leg_of(*(seen(*each) for each in order))) == expected


def test_what_another_version_kept_of_a_call_is_read() -> None:
    kept = {"call": "c", "conversation": "", "tag": "", "name": "", "role": "", "muted": False, "media": True}
    told = CallTold.of(kept | {"place": IN, "not yet thought of": 1})
    assert (told.place, told.reason) == (IN, "")
    gone = CallTold.of(kept | {"place": GONE, "reason": PUT_OUT})
    assert CallTold.of(gone.kept()) == gone
    assert leg_of(Seen("n", 1, BEFORE, "participant_disconnected", gone.kept())).reason == PUT_OUT


@given(st.lists(st.tuples(st.sampled_from((IN, WAITING, GONE)), st.integers(0, 120)), min_size=1, max_size=8))
def test_whether_it_was_let_in_hangs_on_what_was_told_and_on_no_order(told: list[tuple[str, int]]) -> None:
    # Two at one moment are told apart by their numbers.
    events = [seen(place, at + number / 1000) for number, (place, at) in enumerate(told)]
    assert let_in_at(leg_of(*events)) == let_in_at(leg_of(*reversed(events))) == let_in_at(leg_of(*events, *events))
