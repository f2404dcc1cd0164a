"""Sessions never end by themselves, and accounts lock themselves, as the software has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.roomos.errors import NoSessionLeft, SignInRefused
from simulators.roomos.sessions import Account, Sessions
from tests.simulators.roomos.rig import fuzzed

LIMITS = {"MaxSessionsPerUser": 2, "MaxTotalSessions": 3, "MaxFailedLogins": 5, "FailedLoginsLockoutTime": 5}


class Door:
    """Sessions with a clock and limits that can be changed."""

    def __init__(self) -> None:
        self.now = 0.0
        self.limits = dict(LIMITS)
        accounts = {name: Account(f"secret {name}") for name in "abc"}
        self.sessions = Sessions(accounts, lambda: self.now, lambda name: self.limits[name])

    def knock(self, user: str, password: str) -> bool:
        try:
            self.sessions.check(user, password)
        except SignInRefused:
            return False
        return True


def test_an_account_and_the_device_have_so_many() -> None:
    door = Door().sessions
    first, _ = door.open("a", "ssh"), door.open("a", "ws")
    with pytest.raises(NoSessionLeft):
        door.open("a", "http")
    door.open("b", "http")
    with pytest.raises(NoSessionLeft):
        door.open("c", "ssh")
    door.close(first)
    door.close(first)
    assert door.open("c", "ssh").number == 4


def test_five_wrong_passwords_lock_for_five_minutes() -> None:
    door = Door()
    assert [door.knock("a", "wrong") for _ in range(5)] == [False] * 5
    assert not door.knock("a", "secret a")
    assert door.knock("b", "secret b")
    door.now = 299.0
    assert not door.knock("a", "secret a")
    door.now = 300.0
    assert door.knock("a", "secret a")


def test_a_right_password_begins_the_count_anew() -> None:
    door = Door()
    for _ in range(3):
        assert [door.knock("a", one) for one in ("wrong", "wrong", "wrong", "wrong", "secret a")][-1]


def test_older_software_locks_nobody() -> None:
    door = Door()
    door.limits["MaxFailedLogins"] = 0
    assert not any(door.knock("a", "wrong") for _ in range(50))
    assert door.knock("a", "secret a")


def test_who_is_not_known_or_not_active_is_refused() -> None:
    door = Door()
    door.sessions.accounts["a"].active = False
    assert not door.knock("a", "secret a")
    assert not door.knock("nobody", "secret a")
    assert not door.sessions.check_key("nobody", "x")


@fuzzed
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=30))
def test_never_more_than_there_may_be(steps: list[tuple[str, bool]]) -> None:
    door = Door().sessions
    for user, opens in steps:
        mine = [one for one in door.open_now if one.user == user]
        if opens:
            full = len(mine) == 2 or len(door.open_now) == 3
            try:
                door.open(user, "ssh")
            except NoSessionLeft:
                assert full
            else:
                assert not full
        elif mine:
            door.close(mine[0])
