from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Conflict, Gone
from backend.meetings import doors
from backend.meetings.doors import Hours, Scene, Standing
from backend.meetings.models import DoorState, Lifecycle, Meeting
from backend.video.models import Conference

OPENS = datetime(2026, 6, 10, 5, 30, tzinfo=UTC)
HOURS = Hours(OPENS, OPENS + timedelta(minutes=150))
MOMENTS = st.integers(-100_000, 100_000).map(lambda seconds: OPENS + timedelta(seconds=seconds))
SCENES = st.builds(Scene, host_in=st.booleans(), full=st.booleans(), locked=st.booleans(), ended=st.booleans())
LIFECYCLES = st.sampled_from(Lifecycle)


def test_codes_are_128_bits_and_never_the_same() -> None:
    codes = {doors.mint_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {22}


@given(st.sampled_from(DoorState), LIFECYCLES, MOMENTS, SCENES)
def test_a_shut_door_never_opens_whatever_goes_on_behind_it(
    door: DoorState, lifecycle: Lifecycle, now: datetime, scene: Scene
) -> None:
    shut = door != DoorState.OPEN or lifecycle == Lifecycle.REMOVED
    assert (doors.standing(door, lifecycle, HOURS, now, scene) in doors.SHUT_FOR_GOOD) is shut


@given(st.sampled_from([Lifecycle.OPEN, Lifecycle.ENDED]), MOMENTS, SCENES)
def test_a_host_in_the_meeting_keeps_the_door_open(lifecycle: Lifecycle, now: datetime, scene: Scene) -> None:
    with_host = Scene(host_in=True, full=scene.full, locked=scene.locked, ended=scene.ended)
    assert doors.standing(DoorState.OPEN, lifecycle, HOURS, now, with_host) in doors.LETS_WAIT


@given(LIFECYCLES, MOMENTS, SCENES)
def test_without_a_host_one_may_wait_only_within_the_hours(lifecycle: Lifecycle, now: datetime, scene: Scene) -> None:
    empty = Scene(full=scene.full, locked=scene.locked, ended=scene.ended)
    if doors.standing(DoorState.OPEN, lifecycle, HOURS, now, empty) in doors.LETS_WAIT:
        assert HOURS.opens_at <= now <= HOURS.closes_at
        assert lifecycle != Lifecycle.REMOVED
        assert not scene.ended


START = OPENS + timedelta(minutes=30)


@pytest.mark.parametrize("lifecycle", [Lifecycle.OPEN, Lifecycle.ENDED])
@pytest.mark.parametrize(("seconds", "over"), [(-1, False), (0, True), (3600, True)])
def test_only_what_ended_at_its_start_or_later_is_over(lifecycle: Lifecycle, seconds: int, *, over: bool) -> None:
    ended_at = START + timedelta(seconds=seconds)
    meeting = Meeting(start=START, lifecycle=lifecycle, lifecycle_at=ended_at)
    assert doors.is_over(meeting, Conference(ended_at=ended_at)) is over
    assert doors.is_over(meeting, Conference()) is (over and lifecycle == Lifecycle.ENDED)


@pytest.mark.parametrize(
    ("seconds", "scene", "standing"),
    [
        (-1, Scene(), Standing.EARLY),
        (0, Scene(), Standing.OPEN),
        (60, Scene(full=True), Standing.FULL),
        (60, Scene(full=True, locked=True), Standing.LOCKED),
        (60, Scene(ended=True), Standing.ENDED),
        (150 * 60, Scene(), Standing.OPEN),
        (150 * 60 + 1, Scene(), Standing.ENDED),
        (150 * 60 + 1, Scene(host_in=True), Standing.OPEN),
        (-1, Scene(host_in=True), Standing.OPEN),
    ],
)
def test_how_a_door_stands(seconds: int, scene: Scene, standing: Standing) -> None:
    now = OPENS + timedelta(seconds=seconds)
    assert doors.standing(DoorState.OPEN, Lifecycle.OPEN, HOURS, now, scene) == standing


@pytest.mark.parametrize("standing", Standing)
def test_only_some_doors_let_one_wait(standing: Standing) -> None:
    refusal = {
        Standing.REMOVED: Gone,
        Standing.CHANGED: Gone,
        Standing.WITHDRAWN: Gone,
        Standing.EARLY: Conflict,
        Standing.ENDED: Conflict,
    }.get(standing)
    if refusal is None:
        doors.require_waiting(standing)
    else:
        with pytest.raises(refusal):
            doors.require_waiting(standing)
