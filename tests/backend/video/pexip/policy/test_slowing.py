from backend.clock import FixedClock
from backend.video.pexip.policy.slowing import UNKNOWN_ALIAS, WRONG_SIGN_IN, Limits


def test_some_wrong_ones_are_let_be_then_no_more_until_time_has_passed(clock: FixedClock) -> None:
    limits = Limits(clock)
    assert not any(limits.wrong_sign_in("192.0.2.1") for _ in range(WRONG_SIGN_IN.times))
    assert limits.wrong_sign_in("192.0.2.1")
    assert not limits.wrong_sign_in("192.0.2.2")
    clock.advance(seconds=3)
    assert not limits.wrong_sign_in("192.0.2.1")


def test_unknown_aliases_are_answered_slowly_once_they_are_many(clock: FixedClock) -> None:
    paused: list[float] = []
    limits = Limits(clock, paused.append)
    assert not any(limits.unknown_alias("192.0.2.1") for _ in range(UNKNOWN_ALIAS.times))
    assert not paused
    assert limits.unknown_alias("192.0.2.1")
    assert len(paused) == 1


def test_only_some_wait_at_a_time(clock: FixedClock) -> None:
    paused: list[float] = []

    def pause(seconds: float) -> None:
        paused.append(seconds)
        limits.unknown_alias("192.0.2.1")

    limits = Limits(clock, pause)
    for _ in range(UNKNOWN_ALIAS.times + 1):
        limits.unknown_alias("192.0.2.1")
    assert len(paused) == 2


def test_no_memory_is_filled_by_addresses(clock: FixedClock) -> None:
    limits = Limits(clock)
    for number in range(25_000):
        limits.wrong_sign_in(str(number))
    assert len(limits._full_again) <= 10_000


def test_a_clock_set_back_keeps_nobody_waiting(clock: FixedClock) -> None:
    limits = Limits(clock)
    for _ in range(WRONG_SIGN_IN.times):
        limits.wrong_sign_in("192.0.2.1")
    clock.advance(hours=-2)
    assert not limits.wrong_sign_in("192.0.2.1")
