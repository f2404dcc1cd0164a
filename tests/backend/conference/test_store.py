"""The store of a conference: one writer, and no beginning by a plan that has changed or in a place that is used."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from backend.conference.models import ConferencePlan
from backend.conference.store import CourseStore
from rooms.conference.state import Course, written
from rooms.conference.store import Stale
from tests.backend.conference.planned import make, plan
from tests.product import Caller


def store_of(caller: Caller, plan_id: str, version: int = 1) -> CourseStore:
    product = caller.product
    return CourseStore(product.database, caller.clock, product.access_log, plan_id, version)


def begun(caller: Caller, version: int = 1) -> str:
    now = caller.clock.now()
    return written(Course("t", version, begun_at=now, begun_by="room1", presses=("p",)))


def test_of_many_who_have_read_the_same_version_one_writes(caller: Caller) -> None:
    store = store_of(caller, make(caller)["id"])
    assert store.load() is None

    def save(expected: int) -> bool:
        try:
            store.save(begun(caller, expected + 1), expected)
        except Stale:
            return False
        return True

    for expected in (0, 1, 2):
        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(save, [expected] * 4)) == 1
    assert store.load() == begun(caller, 3)
    with pytest.raises(Stale):
        store.save(begun(caller, 9), 8)


def test_nothing_begins_by_a_plan_that_was_changed_or_withdrawn_since(caller: Caller) -> None:
    made = make(caller)
    path = f"/api/v1/conferences/{made['id']}"
    caller.call("PATCH", path, {"content": None})
    with pytest.raises(Stale):
        store_of(caller, made["id"], 1).save(begun(caller), 0)
    caller.call("DELETE", path)
    with pytest.raises(Stale):
        store_of(caller, made["id"], 3).save(begun(caller), 0)
    with pytest.raises(Stale):
        store_of(caller, "none").save(begun(caller), 0)


def test_nothing_begins_where_another_conference_runs_over_its_time(caller: Caller) -> None:
    first = make(caller, "1")
    rooms = [{"id": "room4"}, {"id": "room5"}]
    second = make(caller, "2", starts_in=60, sites=rooms, presenter="room4")
    with caller.product.database.write() as session:
        session.get_one(ConferencePlan, second["id"]).place = first["place"]
    store_of(caller, first["id"]).save(begun(caller), 0)
    caller.clock.advance(minutes=61)
    with pytest.raises(Stale):
        store_of(caller, second["id"]).save(begun(caller), 0)
    press = {"press": "begin", "press_id": "a-press-1"}
    refused = caller.call("POST", f"/api/v1/conferences/{second['id']}/press", press)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not-now")
    # Whoever plans now gets neither its place nor its rooms, though its time is past.
    asked = plan(caller, sites=[{"id": "room1"}, {"id": "room6"}])
    taken = caller.call("POST", "/api/v1/conferences", asked, Idempotency_Key="3")
    assert (taken.status_code, taken.get_json()["code"]) == (409, "room-taken")
    ended = Course("t", 2, begun_at=caller.clock.now(), ending_at=caller.clock.now() + timedelta(seconds=1))
    store_of(caller, first["id"]).save(written(ended), 1)
    store_of(caller, second["id"]).save(begun(caller), 0)
