"""No number below five is shown, and none can be reckoned from what is."""

from hypothesis import given
from hypothesis import strategies as st

from backend.statistics.masking import LEAST, SUMS, Shown, masked, totals
from backend.statistics.tallying import OUTCOMES, Figure

COUNTS = st.dictionaries(st.sampled_from(Figure), st.integers(0, 40))


@given(counts=COUNTS)
def test_nothing_below_five_is_shown(counts: dict[Figure, int]) -> None:
    assert all(shown.count is None or shown.count >= LEAST for shown in masked(counts).values())


@given(counts=COUNTS, others=st.lists(COUNTS, max_size=3), figure=st.sampled_from(OUTCOMES), number=st.integers(0, 4))
def test_another_small_number_changes_nothing_that_is_shown(
    counts: dict[Figure, int], others: list[dict[Figure, int]], figure: Figure, number: int
) -> None:
    rest = [masked(other) for other in others]
    one, other = masked(counts | {figure: 0}), masked(counts | {figure: number})
    assert one == other
    assert totals([one, *rest]) == totals([other, *rest])


@given(counts=COUNTS)
def test_a_sum_is_of_what_is_shown_and_says_when_something_is_not(counts: dict[Figure, int]) -> None:
    row = masked(counts)
    for name, parts in SUMS.items():
        large = [counts[part] for part in parts if counts.get(part, 0) >= LEAST]
        assert row[name] == Shown(sum(large) or None, more=len(large) < len(parts))


@given(counts=COUNTS)
def test_those_left_waiting_tell_nothing_of_meetings_that_are_not_shown(counts: dict[Figure, int]) -> None:
    row = masked(counts)
    assert (row[Figure.LEFT_WAITING].count or 0) <= (row["meetings"].count or 0)


def test_an_empty_table_has_sums_of_nothing() -> None:
    assert set(totals([]).values()) == {Shown(0)}
