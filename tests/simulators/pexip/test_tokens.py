from simulators.pexip.breakin import Tries
from simulators.pexip.clock import LoopClock
from simulators.pexip.reasons import NO_REFRESH
from simulators.pexip.tokens import Tokens
from tests.simulators.pexip.rig import HandClock, Stage


def test_who_is_silent_for_two_minutes_is_out() -> None:
    stage = Stage()
    tokens = Tokens(stage.clock)
    stage.cluster.watchers.append(tokens.hear)
    host, silent = stage.host(), stage.guest()
    session, other = tokens.open("a", stage.conference, host), tokens.open("a", stage.conference, silent)
    first = session.token
    stage.clock.go(100)
    tokens.renew(session)
    assert tokens.find(first, "a") is None
    stage.clock.go(30)
    assert (host.gone, silent.gone) == ("", NO_REFRESH)
    assert tokens.find(session.token, "a") is session
    assert tokens.find(session.token, "b") is None
    assert tokens.find(other.token, "a") is None


def test_how_long_a_token_lives_is_said_in_real_seconds() -> None:
    assert Tokens(LoopClock()).expires == "120"
    assert Tokens(LoopClock(0.1)).expires == "12"
    assert Tokens(LoopClock(0.001)).expires == "1"


def test_twenty_wrong_tries_within_ten_minutes_close() -> None:
    clock = HandClock()
    tries = Tries(clock)
    for _ in range(19):
        tries.wrong("a")
        clock.go(20)
    assert not tries.closed("a")
    tries.wrong("a")
    assert tries.closed("a")
    assert not tries.closed("b")
    clock.go(600 - 19 * 20 + 1)
    assert not tries.closed("a")
    clock.go(600)
    assert not tries.closed("a")
