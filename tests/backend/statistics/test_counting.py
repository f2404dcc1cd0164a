"""Meetings through the real doors are counted once, when they are over, and their moments forgotten."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.meetings.models import Meeting
from backend.statistics import counting
from backend.statistics.counting import Counting
from backend.statistics.models import StatisticCount
from backend.statistics.tallying import OUTCOMES
from backend.video.models import Presence
from tests.product import Caller


def job(caller: Caller, name: str) -> Callable[[], None]:
    found = next(job for job in caller.product.jobs._scheduler.get_jobs() if job.id == name)
    return found.func  # type: ignore[no-any-return]  # the scheduler does not say


def over(caller: Caller) -> None:
    """Let all that is booked be over and swept, and nobody be in."""
    caller.clock.advance(hours=5)
    caller.product.jobs.drain()
    job(caller, "meetings.sweep")()
    caller.product.jobs.drain()


def rows(caller: Caller) -> list[StatisticCount]:
    with caller.product.database.read() as session:
        return list(session.scalars(select(StatisticCount)))


def counts(caller: Caller) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows(caller):
        found[row.figure] += row.count
    return found


def host(caller: Caller, made: dict[str, Any]) -> Caller:
    ticket = caller.call("POST", f"/api/v1/meetings/{made['id']}/start").get_json()["host_url"].partition("#")[2]
    page = caller.as_(None)
    session = page.call("POST", f"/h/{made['id']}/enter", {"token": ticket}).get_json()["session"]
    entered = page.as_(session)
    assert entered.call("POST", f"/h/{made['id']}/join", {}).status_code == 200
    return entered


def guest(caller: Caller, made: dict[str, Any]) -> str:
    added = caller.call(
        "POST", f"/api/v1/meetings/{made['id']}/participants", {"kind": "relative", "name": "Sven", "identity": "none"}
    ).get_json()
    joined = caller.as_(None).call("POST", f"/m/{added['join_url'].rpartition('/')[2]}/join", {})
    assert joined.status_code == 200
    return str(added["id"])


def held(caller: Caller) -> dict[str, Any]:
    """A meeting in which a guest waits for two minutes, is let in, and another is left waiting."""
    made = caller.create(service="builtin")
    person = guest(caller, made)
    guest(caller, made)
    caller.clock.advance(seconds=119)
    entered = host(caller, made)
    caller.clock.advance(seconds=1)
    path = f"/api/v1/meetings/{made['id']}/participants/{person}/admit"
    assert entered.call("POST", path).status_code in (200, 204)
    caller.clock.advance(seconds=30)
    return made


def test_a_meeting_that_was_held_is_counted_by_what_happened_in_it(caller: Caller) -> None:
    count = job(caller, "statistics.count")
    held(caller)
    count()
    assert not rows(caller), "it goes on"
    over(caller)
    count()
    assert counts(caller) == {"held-2": 1, "wait-5": 1, "left-waiting": 1}
    assert {(row.month, row.unit, row.type, row.service) for row in rows(caller)} == {
        ("2026-06", "medicin", "patient_care", "builtin")
    }
    with caller.product.database.read() as session:
        people = session.scalars(select(Presence)).all()
        assert {(each.waited_from, each.in_from, each.in_until) for each in people} == {(None, None, None)}
        assert len(people) == 3


def test_one_to_which_nobody_came_and_one_that_was_removed(caller: Caller) -> None:
    caller.create(service="builtin")
    removed = caller.create(service="builtin", starts_in=60)
    assert caller.call("DELETE", f"/api/v1/meetings/{removed['id']}").status_code == 204
    caller.product.jobs.drain()
    over(caller)
    job(caller, "statistics.count")()
    assert counts(caller) == {"nobody": 1}


def test_one_that_is_moved_after_it_was_counted_is_counted_as_it_then_was_too(caller: Caller) -> None:
    count = job(caller, "statistics.count")
    made = caller.create(service="builtin")
    over(caller)
    count()
    start = caller.clock.now() + timedelta(minutes=5)
    moved = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    assert caller.call("PATCH", f"/api/v1/meetings/{made['id']}", moved).status_code == 200
    caller.product.jobs.drain()
    count()
    person = guest(caller, made)
    path = f"/api/v1/meetings/{made['id']}/participants/{person}/admit"
    assert host(caller, made).call("POST", path).status_code in (200, 204)
    caller.clock.advance(minutes=1)
    over(caller)
    count()
    assert counts(caller) == {"nobody": 1, "held-2": 1, "wait-1": 1}
    with caller.product.database.read() as session:
        assert all(each.in_from is None for each in session.scalars(select(Presence)))


def test_a_meeting_with_somebody_in_it_waits(caller: Caller) -> None:
    made = held(caller)
    with caller.product.database.write() as session:
        conference = session.get_one(Meeting, made["id"]).conference_id
    over(caller)
    with caller.product.database.write() as session:
        one = session.scalars(select(Presence).where(Presence.conference_id == conference)).first()
        assert one is not None
        one.state = "in"  # type: ignore[assignment]  # as a late word from the service would
    job(caller, "statistics.count")()
    assert not rows(caller)


def test_a_meeting_that_is_late_changes_no_month_that_may_have_been_shown(caller: Caller) -> None:
    caller.create(service="builtin")
    over(caller)
    caller.clock.advance(days=40)
    Counting(caller.product.database, caller.clock, timedelta(0), ()).run()
    assert not rows(caller)
    with caller.product.database.read() as session:
        assert all(session.scalars(select(Meeting.counted)))


def test_whatever_is_repeated_or_breaks_off_each_is_counted_once(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        caller.create(service="builtin")
    over(caller)
    once, forget = Counting(caller.product.database, caller.clock, timedelta(0), ()), counting._forget_moments
    for broken_at in range(1, 6):
        steps = iter(range(1, 6))

        def breaks(*given: Any, at: int = broken_at, steps: Any = steps) -> None:
            forget(*given)
            if next(steps) == at:
                raise SystemExit

        monkeypatch.setattr(counting, "_forget_moments", breaks)
        with pytest.raises(SystemExit):
            once.run()
        assert not rows(caller), "a transaction that broke off leaves neither count nor mark"
    monkeypatch.setattr(counting, "_forget_moments", forget)
    with ThreadPoolExecutor(4) as pool:
        for running in [pool.submit(once.run) for _ in range(4)]:
            running.result()
    once.run()
    assert counts(caller) == {"nobody": 5}


def test_batches_reach_all(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BATCH", 1)
    monkeypatch.setattr(counting, "BATCHES", 2)
    for _ in range(3):
        caller.create(service="builtin")
    over(caller)
    count = job(caller, "statistics.count")
    count()
    assert sum(counts(caller)[figure] for figure in OUTCOMES) == 2
    count()
    assert sum(counts(caller)[figure] for figure in OUTCOMES) == 3
