from datetime import timedelta

from backend.clock import FixedClock
from backend.video.pexip.rates import Rate, Rates

RATE = Rate(20, timedelta(minutes=1))


def test_some_are_let_be_then_no_more_until_time_has_passed(clock: FixedClock) -> None:
    rates = Rates(clock)
    assert not any(rates.is_over("192.0.2.1", RATE) for _ in range(RATE.times))
    assert rates.is_over("192.0.2.1", RATE)
    assert not rates.is_over("192.0.2.2", RATE)
    clock.advance(seconds=3)
    assert not rates.is_over("192.0.2.1", RATE)


def test_no_more_than_twice_as_many_go_in_any_stretch(clock: FixedClock) -> None:
    rates, let_be = Rates(clock), 0
    for _ in range(600):
        let_be += not rates.is_over("192.0.2.1", RATE)
        clock.advance(seconds=0.1)
    assert RATE.times < let_be <= 2 * RATE.times


def test_no_memory_is_filled_by_addresses(clock: FixedClock) -> None:
    rates = Rates(clock)
    for number in range(25_000):
        rates.is_over(str(number), RATE)
    assert len(rates._full_again) <= 10_000


def test_a_clock_set_back_keeps_nobody_waiting(clock: FixedClock) -> None:
    rates = Rates(clock)
    for _ in range(RATE.times):
        rates.is_over("192.0.2.1", RATE)
    clock.advance(hours=-2)
    assert not rates.is_over("192.0.2.1", RATE)
