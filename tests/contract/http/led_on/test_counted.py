"""What a service tells of people reaches the statistics, and what it does not tell is not made up."""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from backend.statistics.models import StatisticCount
from backend.video.models import PresenceState
from backend.video.reports import CALLED, ROOM, UNANSWERED, outsider
from backend.video.service import Role
from tests.contract.http.led_on.far import Far, hand_over, join
from tests.contract.http.test_hosting import enter
from tests.product import Caller


def counted(caller: Caller) -> Counter[str]:
    caller.clock.advance(hours=5)
    caller.product.jobs.drain()
    for name in ("meetings.sweep", "statistics.count"):
        next(job for job in caller.product.jobs._scheduler.get_jobs() if job.id == name).func()
    with caller.product.database.read() as session:
        rows = session.scalars(select(StatisticCount)).all()
        assert {(row.month, row.service) for row in rows} == {("2026-06", "pexip")}
        return Counter({row.figure: row.count for row in rows})


def test_a_guest_who_went_out_for_a_while_and_a_room_are_counted_by_what_was_told(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    guest = join(caller.as_(None), meeting)["participant"]
    host = hand_over(enter(caller, meeting), meeting)["participant"]
    room = outsider(ROOM, "alen")
    waits, is_in, out = PresenceState.WAITING, PresenceState.IN, PresenceState.LEFT
    for person, state, role in (
        (guest, waits, Role.GUEST),
        (guest, out, Role.GUEST),
        (guest, waits, Role.GUEST),
        (host, is_in, Role.HOST),
        (guest, is_in, Role.GUEST),
        (guest, out, Role.GUEST),
        (room, is_in, Role.GUEST),
        (guest, waits, Role.GUEST),
        (guest, is_in, Role.GUEST),
        (guest, out, Role.GUEST),
        (room, out, Role.GUEST),
        (host, out, Role.HOST),
    ):
        far.tells(person, state, role=role)
        caller.clock.advance(seconds=40)
    # The wait that led in, of 80 seconds, and neither the one given up before nor the one after.
    assert counted(caller) == {"held-5": 1, "wait-5": 1, "rooms": 1}


def test_who_left_before_the_host_came_met_nobody_though_it_is_told_of_later(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    guest = join(caller.as_(None), meeting)["participant"]
    host = hand_over(enter(caller, meeting), meeting)["participant"]
    far.tells(guest, PresenceState.IN, role=Role.GUEST)
    caller.clock.advance(minutes=10)
    far.tells(host, PresenceState.IN, role=Role.HOST)
    caller.clock.advance(minutes=10)
    far.tells(host, PresenceState.LEFT, role=Role.HOST)
    # By a node whose publisher is behind.
    far.tells(guest, PresenceState.LEFT, role=Role.GUEST, ago=timedelta(minutes=15))
    assert counted(caller) == {"missed": 1}


def test_a_service_that_told_nothing_of_whoever_was_led_on_leaves_it_unknown(
    caller: Caller, meeting: dict[str, Any]
) -> None:
    join(caller.as_(None), meeting)
    assert counted(caller) == {"untold": 1}


def test_a_call_that_nobody_answered_was_nobody(caller: Caller, meeting: dict[str, Any], far: Far) -> None:
    host = hand_over(enter(caller, meeting), meeting)["participant"]
    far.tells(host, PresenceState.IN, role=Role.HOST)
    far.tells(outsider(CALLED, "010"), PresenceState.LEFT, role=Role.GUEST, reason=UNANSWERED)
    far.tells(host, PresenceState.LEFT, role=Role.HOST)
    assert counted(caller) == {"nobody": 1}
