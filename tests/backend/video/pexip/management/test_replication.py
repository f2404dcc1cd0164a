"""When Pexip's nodes know of a room, whatever the clock does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, literal, select

from backend.storage import UtcDateTime
from backend.video.pexip.management.replication import is_known, seconds_left

NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
MEMORY = create_engine("sqlite://")


@given(st.integers(-400, 400), st.integers(0, 400))
def test_nobody_waits_longer_than_it_takes_nor_longer_for_waiting(ago: int, later: int) -> None:
    written = NOW - timedelta(seconds=ago)
    left = seconds_left(written, NOW)
    assert 0 <= left <= 90
    assert seconds_left(written, NOW + timedelta(seconds=left)) <= left
    if ago >= 0:
        assert left == max(0, 90 - ago)
        assert seconds_left(written, NOW + timedelta(seconds=later)) <= left


@given(st.integers(-400, 400))
def test_the_database_and_we_reckon_alike(ago: int) -> None:
    written = NOW - timedelta(seconds=ago)
    with MEMORY.connect() as connection:
        known = connection.scalar(select(is_known(literal(written, UtcDateTime()), NOW)))
    assert bool(known) == (seconds_left(written, NOW) == 0)


def test_what_was_never_written_is_not_known() -> None:
    with MEMORY.connect() as connection:
        assert not connection.scalar(select(is_known(literal(None, UtcDateTime()), NOW)))
