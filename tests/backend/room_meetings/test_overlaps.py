"""Which of two meetings has a room, as properties: nobody shares a room, and nobody who was there first loses it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.room_meetings.overlaps import Claim, pairs, without

START = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
_minutes = st.integers(0, 12).map(lambda count: timedelta(minutes=15 * count))


def _claim(room: str, meeting: int, start: timedelta, length: int, since: int) -> Claim:
    begins = START + start
    ends = begins + timedelta(minutes=15 * length)
    return Claim(room, f"m{meeting}", f"m{meeting}", begins, ends, START - timedelta(hours=since))


CLAIMS = st.lists(
    st.builds(_claim, st.sampled_from("ab"), st.integers(0, 99), _minutes, st.integers(1, 6), st.integers(0, 9)),
    max_size=12,
    unique_by=lambda claim: claim.meeting,
)


@given(CLAIMS)
def test_two_never_have_one_room_at_a_time_and_who_meets_nobody_that_came_before_has_it(claims: list[Claim]) -> None:
    lost = without(claims)
    held = [claim for claim in claims if (claim.room, claim.meeting) not in lost]
    assert pairs(held) == []
    for claim in claims:
        earlier = any(other.comes_before(claim) and other.meets(claim) for other in claims if other != claim)
        assert ((claim.room, claim.meeting) in lost) == earlier
    # The pairs are all that meet, each once.
    brute = {
        frozenset((one.meeting, other.meeting))
        for one in claims
        for other in claims
        if one != other and one.meets(other)
    }
    found = [frozenset((one.meeting, other.meeting)) for one, other in pairs(claims)]
    assert len(found) == len(set(found))
    assert set(found) == brute


def test_what_ends_as_another_begins_is_in_nobodys_way() -> None:
    first = _claim("a", 1, timedelta(0), 4, 1)
    second = _claim("a", 2, timedelta(hours=1), 4, 2)
    assert without([first, second]) == frozenset()
