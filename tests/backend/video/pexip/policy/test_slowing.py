from backend.clock import FixedClock
from backend.video.pexip.policy.slowing import UNKNOWN_ALIAS, Limits


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
