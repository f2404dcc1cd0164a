"""When somebody stood in a meeting follows from the entries about them."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backend.audit.stays import Stay, stays

_ACTIONS = ("person.added", "person.arrived", "person.removed", "people.listed")


def test_somebody_stands_in_it_from_when_they_came_until_they_were_removed() -> None:
    assert stays([(3, "person.added"), (5, "person.arrived"), (7, "person.removed"), (9, "person.added")]) == [
        Stay(3, 7),
        Stay(9, math.inf),
    ]
    assert stays([(4, "people.listed")]) == [Stay(0, math.inf)]
    assert stays([(4, "people.listed"), (6, "person.removed")]) == [Stay(0, 6)]


@given(st.lists(st.sampled_from(_ACTIONS), max_size=12))
def test_stays_follow_each_other_and_only_a_removal_ends_one(actions: list[str]) -> None:
    found = stays(list(enumerate(actions, 1)))
    ends = [stay.last for stay in found]
    assert all(earlier.last < later.first for earlier, later in pairwise(found))
    assert all(end == math.inf or actions[int(end) - 1] == "person.removed" for end in ends)
    out = bool(actions) and [each for each in actions if each != "people.listed"][-1:] == ["person.removed"]
    assert (math.inf in ends) is not out
