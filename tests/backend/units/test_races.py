"""Two at once: the same write by two people leaves one standing record, and nobody sees a fault."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from backend.identity.models import RoleGrant, Training
from backend.storage import Database, new_id
from backend.units.models import Kind, UnitRecord
from backend.units.records import By, end, of, put, standing, unraced
from tests.product import Caller

UNIT = "/api/v1/units/medicin"
NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def count(caller: Caller, query: Any) -> int:
    with caller.product.database.read() as session:
        return session.scalar(query) or 0


def test_two_who_grant_the_same_get_the_same_and_one_grant_stands(caller: Caller) -> None:
    givers = [caller.as_(user) for user in ("admin", "chef", "region")]
    body = {"role": "care_staff", "valid_to": "2026-12-31"}
    answers = at_once(*(lambda giver=giver: giver.call("POST", f"{UNIT}/people/annan/roles", body) for giver in givers))
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.get_json()["granted_by"] for answer in answers}) == 1
    assert count(caller, select(func.count()).select_from(RoleGrant)) == 1


def test_two_who_record_different_things_leave_one_standing_and_the_other_as_history(caller: Caller) -> None:
    admin, head = caller.as_("admin"), caller.as_("chef")
    answers = at_once(
        *(
            lambda who=who, day=day: who.call("PUT", f"{UNIT}/people/annan/training", {"completed_on": day})
            for who, day in ((admin, "2026-06-01"), (head, "2026-06-02"))
        ),
        *(
            lambda who=who, name=name: who.call("POST", f"{UNIT}/agreements", {"service": "pexip", "reference": name})
            for who, name in ((admin, "DNR 1"), (head, "DNR 2"))
        ),
    )
    assert [answer.status_code for answer in answers] == [200, 200, 201, 201]
    for table in (Training, UnitRecord):
        assert count(caller, select(func.count()).select_from(table)) == 2
        assert count(caller, select(func.count()).select_from(table).where(table.ended_at.is_(None))) == 1


def test_of_two_heads_taken_away_at_once_one_stays(caller: Caller) -> None:
    region, path = caller.as_("region"), "/api/v1/units/barn/people"
    for user in ("kollega", "annan"):
        assert region.call("POST", f"{path}/{user}/roles", {"role": "unit_head"}).status_code == 201
    answers = at_once(
        *(lambda user=user: region.call("DELETE", f"{path}/{user}/roles/unit_head") for user in ("kollega", "annan"))
    )
    assert sorted(answer.status_code for answer in answers) == [204, 409]


@pytest.fixture
def record() -> UnitRecord:
    return of("medicin", Kind.AGREEMENT, {"reference": "DNR 1"}, key="pexip")


@pytest.fixture
def two(database: Database) -> Iterator[tuple[Database, Database]]:
    other = Database(database.url)
    yield database, other
    other.close()


def test_the_database_itself_lets_one_stand(database: Database, record: UnitRecord) -> None:
    twin = of("medicin", Kind.AGREEMENT, {"reference": "DNR 2"}, key="pexip")
    for row in (record, twin):
        row.id, row.made_by, row.made_at = new_id("u"), "admin", NOW
    with pytest.raises(IntegrityError), database.write() as session:
        session.add_all((record, twin))
    grants = [
        RoleGrant(id=new_id("r"), unit="medicin", user="annan", role="care_staff", granted_by="admin", granted_at=NOW)
        for _ in range(2)
    ]
    with pytest.raises(IntegrityError), database.write() as session:
        session.add_all(grants)


def test_who_loses_the_race_does_it_again_and_sees_what_stands(database: Database, record: UnitRecord) -> None:
    by, tries = By("admin", NOW), []

    def act() -> bool:
        tries.append(1)
        with database.write() as session:
            if len(tries) == 1:
                raise IntegrityError("INSERT", {}, Exception("UNIQUE"))
            return put(session, record, by)[1]

    assert unraced(act) is True
    assert len(tries) == 2


def test_what_is_taken_off_is_kept(two: tuple[Database, Database], record: UnitRecord) -> None:
    first, second = two
    with first.write() as session:
        put(session, record, By("admin", NOW))
    with second.write() as session:
        end(standing(session, "medicin", Kind.AGREEMENT)[0], By("chef", NOW))
    with first.read() as session:
        assert standing(session, "medicin", Kind.AGREEMENT) == []
        kept = session.scalars(select(UnitRecord)).one()
    assert (kept.made_by, kept.ended_by, kept.ended_at) == ("admin", "chef", NOW)
