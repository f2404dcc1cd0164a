"""What becomes of the meetings of a series when its rule changes: nothing doubled, nothing lost."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.meetings import occurrences, recurrence
from backend.meetings.occurrences import Fixed, Left, Move, Occurrence
from backend.meetings.recurrence import Slot

HOME = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START, DATE = occurrences.same_start(), occurrences.same_day(HOME)


def slot(days: int, hours: float = 2) -> Slot:
    start = NOW + days * DAY + hours * HOUR
    return Slot(start, start + HOUR)


def one(
    name: str, days: int, hours: float = 2, *, original: Slot | None = None, fixed: Fixed | None = None
) -> Occurrence:
    at = slot(days, hours)
    return Occurrence(name, (original or at).start, at.start, at.end, original is not None, fixed)


def test_the_same_rule_changes_nothing() -> None:
    made = [one("a", 0), one("b", 7)]
    assert occurrences.plan(made, [slot(0), slot(7)], (START, DATE), NOW) == ((), (), (), ())


def test_a_new_rule_keeps_those_whose_start_still_is_and_makes_and_removes_the_rest() -> None:
    planned = occurrences.plan([one("a", 0), one("b", 1), one("c", 2)], [slot(0), slot(2), slot(4)], (START, DATE), NOW)
    assert planned == ((), (slot(4),), ("b",), ())


def test_another_time_of_the_same_days_keeps_the_meetings_of_those_days() -> None:
    planned = occurrences.plan([one("a", 0), one("b", 7)], [slot(0, 4), slot(7, 4)], (START, DATE), NOW)
    assert [(move.id, move.start) for move in planned.moves] == [("a", slot(0, 4).start), ("b", slot(7, 4).start)]
    assert planned[1:] == ((), (), ())


def test_one_that_was_moved_keeps_its_time_unless_it_collides_with_another() -> None:
    moved = one("b", 8, 3, original=slot(7))
    planned = occurrences.plan([one("a", 0), moved], [slot(0, 4), slot(7, 4)], (START, DATE), NOW)
    assert planned.moves[1] == Move("b", slot(7, 4).start, moved.start, moved.end, is_exception=True)
    planned = occurrences.plan([one("a", 0), moved], [slot(0), slot(7), slot(8, 3.5)], (START, DATE), NOW)
    assert planned.moves == (Move("b", slot(7).start, slot(7).start, slot(7).end, is_exception=False),)


def test_what_is_on_ended_or_past_is_left_alone_and_named() -> None:
    made = [one("past", -7, fixed=Fixed.PAST), one("live", 0, fixed=Fixed.LIVE), one("next", 7)]
    planned = occurrences.plan(made, [slot(0, 4), slot(7, 4)], (START, DATE), NOW)
    assert [move.id for move in planned.moves] == ["next"]
    assert planned.made == planned.removed == ()
    assert planned.left_alone == (
        Left("past", slot(-7).start, Fixed.PAST), Left("live", slot(0).start, Fixed.LIVE),
    )  # fmt: skip


def test_one_whose_new_time_has_passed_already_stays_for_this_once() -> None:
    pattern = recurrence.read("FREQ=WEEKLY;COUNT=3", (), HOME, slot(0).start, slot(0).end)
    earlier = recurrence.moved(pattern, -6 * HOUR, HOUR)
    likeness = occurrences.same_place(pattern, earlier, -6 * HOUR)
    slots = recurrence.window(earlier, NOW).slots
    planned = occurrences.plan([one("a", 0), one("b", 7), one("c", 14)], slots, (likeness,), NOW)
    assert [move.id for move in planned.moves] == ["b", "c"]
    assert planned.left_alone == (Left("a", slot(0).start, Fixed.PAST),)
    assert planned.removed == ()


numbers = st.integers(0, 20)
existing = st.lists(
    st.tuples(numbers, st.integers(0, 22), st.booleans(), st.sampled_from([None, None, Fixed.LIVE, Fixed.PAST])),
    unique_by=lambda each: each[0], max_size=12,
)  # fmt: skip
wanted = st.lists(st.tuples(numbers, st.sampled_from([2.0, 2.0, 5.0])), unique_by=lambda each: each[0], max_size=12)


def after(each: Occurrence, move: Move | None) -> Occurrence:
    return each if move is None else Occurrence(*move)


@settings(max_examples=60)
@given(existing, wanted)
def test_whatever_changes_each_slot_has_one_meeting_and_nothing_fixed_is_touched(
    rows: list[tuple[int, int, bool, Fixed | None]], days: list[tuple[int, float]]
) -> None:
    made = [
        one(str(day), other if moved else day, 3 if moved else 2, original=slot(day) if moved else None, fixed=fixed)
        for day, other, moved, fixed in rows
    ]
    slots = sorted((slot(day, hour) for day, hour in days), key=lambda each: each.start)
    planned = occurrences.plan(made, slots, (START, DATE), NOW)
    fixed = {each.id for each in made if each.fixed}
    touched = [*(move.id for move in planned.moves), *planned.removed]
    assert len(touched) == len(set(touched))
    assert fixed.isdisjoint(touched)
    assert {left.id for left in planned.left_alone} <= fixed
    now_for = {each.id: each.original for each in made if each.id not in planned.removed}
    now_for |= {move.id: move.original for move in planned.moves}
    standing = [now_for[each.id] for each in made if each.id in now_for and not each.fixed]
    assert len(standing) == len(set(standing))
    made_starts = [each.start for each in planned.made]
    assert not set(made_starts) & set(standing)
    # Each slot is stood for once: by a meeting that stays, by a new one, or by one that is left alone.
    spoken_for = len(made_starts) + len([start for start in standing if start in {each.start for each in slots}])
    assert len(slots) - len(fixed) <= spoken_for <= len(slots)
    moved_to = {move.id: move for move in planned.moves}
    again = [after(each, moved_to.get(each.id)) for each in made if each.id in now_for]
    again += [Occurrence(f"new {each.start}", each.start, each.start, each.end) for each in planned.made]
    assert occurrences.plan(again, slots, (START, DATE), NOW)[:3] == ((), (), ())


@settings(max_examples=60)
@given(
    st.sets(numbers, min_size=1, max_size=12), st.integers(-3, 3),
    st.lists(st.sampled_from([None, None, Fixed.LIVE, Fixed.PAST]), min_size=21, max_size=21), st.integers(-2, 8),
)  # fmt: skip
def test_however_a_series_moves_over_what_stays_no_two_stand_for_one_slot(
    days: set[int], by: int, fixed: list[Fixed | None], passed: int
) -> None:
    made = [one(str(day), day, fixed=fixed[day]) for day in sorted(days)]
    moved = occurrences.Likeness(lambda start: start + by * DAY, lambda start: start)
    slots = [slot(day + by) for day in sorted(days)]
    planned = occurrences.plan(made, slots, (moved,), NOW + passed * DAY)
    stands = {each.id: each.original for each in made if each.id not in planned.removed}
    stands |= {move.id: move.original for move in planned.moves}
    everything = [*stands.values(), *(each.start for each in planned.made)]
    assert len(everything) == len(set(everything))
    # Every slot is stood for by something, and nothing is made for a day that has its meeting.
    assert {each.start for each in slots} - {each.start for each in made if each.fixed} <= {
        *everything, *(each.start + by * DAY for each in made if each.fixed),
    }  # fmt: skip
