"""No number below five is shown, and none can be reckoned from what is."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from backend.statistics.masking import LEAST, SUMS, Shown, is_shown, masked, totals
from backend.statistics.tallying import GUESTS, OUTCOMES, SIZES, Figure

Counts = Mapping[Figure, int]
# Few of most things, so that what is hidden and what is shown meet.
COUNTS = st.dictionaries(st.sampled_from(Figure), st.integers(0, 9) | st.integers(0, 60))
# What one who reckons knows of care meetings: how many who are no hosts a meeting may at most have let in, as a rule.
# Nobody is let in where no host is, and so in no meeting that was missed.
LET_IN = {Figure.HELD_TO_2: 2, Figure.HELD_TO_5: 5, Figure.HELD_TO_15: 15}


def meetings(counts: Counts) -> int:
    return sum(counts.get(figure, 0) for figure in (*SIZES, Figure.MISSED))


def could_be(counts: Counts) -> bool:
    """Whether there can have been meetings that add up to this, as far as anybody outside knows."""
    guests = sum(counts.get(figure, 0) for figure in GUESTS)
    most = sum(many * counts.get(figure, 0) for figure, many in LET_IN.items())
    return counts.get(Figure.LEFT_WAITING, 0) <= meetings(counts) and (
        guests <= most or counts.get(Figure.HELD_MORE, 0) > 0
    )


def answer(cells: Sequence[Counts]) -> object:
    """All that anybody is told of some cells, on the page and in the file; one that never was is not kept."""
    rows = [row for row in map(masked, filter(None, cells)) if is_shown(row)]
    return rows, totals(rows)


@given(counts=COUNTS)
def test_nothing_below_five_is_shown(counts: Counts) -> None:
    assert all(shown.count is None or shown.count >= LEAST for shown in masked(counts).values())


@given(cells=st.lists(COUNTS.filter(could_be), max_size=4), small=st.data())
def test_whoever_reckons_from_every_choice_of_months_and_units_finds_no_hidden_number(
    cells: list[Counts], small: st.DataObject
) -> None:
    """Whatever is hidden could be zero, or any other number below five, and every answer would be the very same."""
    others: list[Counts] = []
    for counts in cells:
        hidden = [figure for figure in OUTCOMES if masked(counts)[figure].count is None]
        shown = {figure: count for figure in Figure if (count := masked(counts)[figure].count) is not None}
        drawn = small.draw(st.fixed_dictionaries(dict.fromkeys(hidden, st.integers(0, LEAST - 1))))
        assert could_be(shown), "with every hidden number zero"
        assert could_be(shown | drawn)
        others.append({figure: count for figure, count in (shown | drawn).items() if count})
    for many in range(len(cells) + 1):
        for chosen in combinations(range(len(cells)), many):
            assert answer([cells[at] for at in chosen]) == answer([others[at] for at in chosen])


@given(counts=COUNTS, figure=st.sampled_from([*OUTCOMES, Figure.LEFT_WAITING]), number=st.integers(0, 60))
def test_why_a_number_is_hidden_is_not_told(counts: Counts, figure: Figure, number: int) -> None:
    one, other = masked(counts | {figure: 0}), masked(counts | {figure: number})
    assert other[figure].count is not None or one == other


def test_a_cell_of_small_numbers_is_as_none_at_all() -> None:
    few = {Figure.HELD_TO_2: 4, Figure.MISSED: 1, Figure.NOBODY: 4, Figure.LEFT_WAITING: 5, Figure.WAIT_TO_1: 30}
    assert answer([few]) == answer([])
    assert answer([few, {Figure.NOBODY: 7}]) == answer([{Figure.NOBODY: 7}])
    # There may always be rows that are not shown.
    assert totals([masked({Figure.NOBODY: 7})])["nobody"] == Shown(7, more=True)
    assert set(totals([]).values()) == {Shown(None, more=True)}


def test_those_left_waiting_and_let_in_are_held_against_meetings_with_guests_in_them() -> None:
    row = masked({Figure.NOBODY: 10, Figure.HELD_TO_2: 4, Figure.MISSED: 4, Figure.LEFT_WAITING: 8, Figure.ROOMS: 6})
    assert [row[name] for name in ("left-waiting", "rooms", "wait-1")] == [Shown(None, more=True)] * 3
    row = masked({Figure.HELD_TO_2: 8, Figure.LEFT_WAITING: 8, Figure.WAIT_TO_1: 16, Figure.ROOMS: 2})
    assert [row[name].count for name in ("left-waiting", "wait-1", "rooms")] == [8, 16, None]


def test_who_met_nobody_was_let_in_to_none() -> None:
    """Shown, the eight who were let in would tell of meetings held, though their number is hidden."""
    row = masked({Figure.HELD_TO_2: 4, Figure.MISSED: 5, Figure.LEFT_WAITING: 5, Figure.WAIT_TO_1: 8})
    assert [row[name] for name in ("missed", "left-waiting", "wait-1")] == [Shown(5), Shown(5), Shown(None, more=True)]


@given(counts=COUNTS)
def test_a_sum_is_of_what_is_shown_and_says_when_something_is_not(counts: Counts) -> None:
    row = masked(counts)
    for name, parts in SUMS.items():
        large = [counts[part] for part in parts if counts.get(part, 0) >= LEAST]
        assert row[name] == Shown(sum(large) or None, more=len(large) < len(parts))
