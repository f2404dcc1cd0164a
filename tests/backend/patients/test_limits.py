import pytest

from backend.clock import FixedClock
from backend.errors import SlowDown
from backend.patients import limits
from backend.patients.limits import Limits

HOSPITAL, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def test_guessing_codes_is_slowed_down_by_address(clock: FixedClock) -> None:
    counted = Limits(clock)
    for _ in range(30):
        counted.unknown(HOSPITAL)
    with pytest.raises(SlowDown):
        counted.unknown(HOSPITAL)
    counted.unknown(ELSEWHERE)


def test_guessing_never_shuts_the_doors_of_the_same_address(clock: FixedClock) -> None:
    counted = Limits(clock)
    for _ in range(30):
        counted.unknown(HOSPITAL)
    counted.known("a door", HOSPITAL)


def test_one_door_pressed_without_end_leaves_the_others_and_itself_elsewhere_open(clock: FixedClock) -> None:
    counted = Limits(clock)
    for _ in range(120):
        counted.known("a door", HOSPITAL)
    with pytest.raises(SlowDown):
        counted.known("a door", HOSPITAL)
    counted.known("another door", HOSPITAL)
    counted.known("a door", ELSEWHERE)


def test_waiting_gives_the_allowance_back_bit_by_bit(clock: FixedClock) -> None:
    counted = Limits(clock)
    for _ in range(30):
        counted.unknown(HOSPITAL)
    clock.advance(seconds=2)
    counted.unknown(HOSPITAL)
    with pytest.raises(SlowDown):
        counted.unknown(HOSPITAL)
    clock.advance(minutes=2)
    for _ in range(30):
        counted.unknown(HOSPITAL)


def test_a_clock_set_back_shuts_no_door(clock: FixedClock) -> None:
    counted = Limits(clock)
    for _ in range(120):
        counted.known("a door", HOSPITAL)
    clock.advance(hours=-1)
    for _ in range(120):
        counted.known("a door", HOSPITAL)
    with pytest.raises(SlowDown):
        counted.known("a door", HOSPITAL)


def test_newcomers_are_bounded_by_door_and_address_while_they_wait(clock: FixedClock) -> None:
    counted = Limits(clock)
    crowd = {f"p{number}" for number in range(20)}
    for person in sorted(crowd):
        counted.newcomer("a door", HOSPITAL, person, crowd)
    for _ in range(2):
        with pytest.raises(SlowDown):
            counted.newcomer("a door", HOSPITAL, "one more", crowd)
    counted.newcomer("a door", ELSEWHERE, "one more", crowd)
    counted.newcomer("another door", HOSPITAL, "one more", set())
    counted.newcomer("a door", HOSPITAL, "one more", crowd - {"p0"})


def test_newcomers_kept_are_bounded_too(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_KEPT", 10)
    counted = Limits(clock)
    for number in range(50):
        counted.newcomer(f"door {number}", HOSPITAL, "p", set())
    assert len(counted._newcomers) == 10
    assert not any("door" in key or HOSPITAL in key for key in counted._newcomers)


def test_what_is_kept_is_bounded_and_names_no_door(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_KEPT", 10)
    counted = Limits(clock)
    for number in range(200):
        clock.advance(seconds=1)
        counted.known(f"door {number}", HOSPITAL)
    assert len(counted._full_again) <= 11
    assert not any("door" in key or HOSPITAL in key for key in counted._full_again)
