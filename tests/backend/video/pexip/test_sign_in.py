from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from backend.clock import FixedClock
from backend.video.pexip.sign_in import WRONG, SignIn

NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
USER, PASSWORD, NODE = "nod", "gjord:för provet", "192.0.2.1"


def basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


RIGHT = basic(USER, PASSWORD)


@pytest.fixture
def sign_in(clock: FixedClock) -> SignIn:
    return SignIn("part", USER, PASSWORD, clock)


def test_the_right_one_is_never_refused_whatever_others_do_from_the_same_address(sign_in: SignIn) -> None:
    for _ in range(3 * WRONG.times):
        sign_in.refuses(basic(USER, "fel"), NODE)
        assert sign_in.refuses(RIGHT, NODE) is None
    assert sign_in.refuses(RIGHT.replace("Basic", "basic"), NODE) is None


@pytest.mark.parametrize("header", ["", " "])
def test_who_tells_no_password_is_asked_for_one_however_often(sign_in: SignIn, header: str) -> None:
    for _ in range(10 * WRONG.times):
        refused = sign_in.refuses(header, NODE)
        assert refused is not None
        assert (refused.status, refused.headers["WWW-Authenticate"], refused.is_wrong) == (
            401,
            'Basic realm="part"',
            False,
        )
    first = sign_in.refuses(basic(USER, "fel"), NODE)
    assert first is not None
    assert first.status == 401, "what was not told has not been counted"


def test_wrong_ones_are_slowed_and_noted_without_a_word_of_whose(sign_in: SignIn) -> None:
    with capture_logs() as lines:
        found = [sign_in.refuses(basic(USER, "fel"), NODE) for _ in range(WRONG.times + 1)]
    assert [each.status for each in found if each is not None] == [401] * WRONG.times + [429]
    assert all(each is not None and each.is_wrong for each in found)
    assert found[-1] is not None
    assert found[-1].headers == {"Retry-After": "10"}
    assert lines == [{"event": "part.wrong-sign-in", "log_level": "warning"}] * WRONG.times


def test_lines_of_wrong_ones_have_a_bound_however_many_addresses_they_come_from(
    sign_in: SignIn, clock: FixedClock
) -> None:
    with capture_logs() as lines:
        for number in range(11_000):
            sign_in.refuses(basic(USER, "fel"), f"2001:db8::{number:x}")
    assert len(lines) == 60
    clock.advance(minutes=1)
    with capture_logs() as lines:
        sign_in.refuses(basic(USER, "fel"), NODE)
    assert len(lines) == 1


NOTED = {"event": "part.no-sign-in", "log_level": "warning"}


def test_a_part_that_was_given_no_password_at_all_is_noted_until_one_comes(sign_in: SignIn, clock: FixedClock) -> None:
    with capture_logs() as lines:
        for _ in range(5):
            sign_in.refuses("", NODE)
        clock.advance(hours=1)
        sign_in.refuses("", NODE)
        assert sign_in.refuses(RIGHT, NODE) is None
        clock.advance(hours=2)
        sign_in.refuses("", NODE)
    assert lines == [NOTED] * 2


def test_nodes_that_have_no_password_are_noted_though_somebody_else_has_tried_it(sign_in: SignIn) -> None:
    assert sign_in.refuses(RIGHT, "192.0.2.9") is None
    with capture_logs() as lines:
        for _ in range(5):
            sign_in.refuses("", NODE)
    assert lines == [NOTED]


def test_a_node_that_waits_to_be_asked_is_not_noted_and_one_that_is_asked_in_vain_is(sign_in: SignIn) -> None:
    with capture_logs() as lines:
        for _ in range(100):
            assert sign_in.refuses(RIGHT, NODE) is None
            sign_in.refuses("", NODE)
    assert not lines
    with capture_logs() as lines:
        for _ in range(100):
            sign_in.refuses("", NODE)
    assert lines == [NOTED]


@given(header=st.text())
def test_nothing_else_is_ever_right(header: str) -> None:
    assert SignIn("part", USER, PASSWORD, FixedClock(NOW)).refuses(header, NODE) is not None
