from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.errors import Conflict, Invalid, NotFound
from backend.video.builtin.models import BuiltinRoom
from backend.video.builtin.service import BuiltinService
from backend.video.conferences import Conferences
from backend.video.models import ConferenceState
from tests.backend.video.house import START, House, drop, references


def test_a_wanted_conference_is_made_and_ready(house: House) -> None:
    made = house.conference(house.want())
    assert made.state == ConferenceState.READY
    assert references(house) == [made.reference]


def test_nothing_is_wanted_when_the_callers_transaction_fails(house: House) -> None:
    with pytest.raises(RuntimeError):
        want_and_fail(house)
    assert house.jobs.drain() == 0
    assert references(house) == []


def want_and_fail(house: House) -> None:
    with house.database.write() as session:
        house.conferences.want(
            session, service="builtin", start=START, end=START, participant_limit=None, language="sv"
        )
        raise RuntimeError


@pytest.mark.parametrize(("wanted", "limit"), [(15, 4), (3, 3), (None, 4)])
def test_the_limit_is_the_smaller_of_profile_and_service(house: House, wanted: int | None, limit: int) -> None:
    assert house.conference(house.want(wanted)).participant_limit == limit


def test_an_unknown_service_is_refused(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.conferences.limit_for("nowhere", 15)
    assert refusal.value.code == "unknown-service"


def test_an_unknown_conference_is_not_found(house: House) -> None:
    with pytest.raises(NotFound), house.database.read() as session:
        house.conferences.get(session, "c0")


def test_a_change_reaches_the_service(house: House) -> None:
    conference_id = house.want()
    with house.database.write() as session:
        house.conferences.change(session, conference_id, end=START + timedelta(hours=2), participant_limit=2)
    house.jobs.drain()
    with house.database.read() as session:
        room = session.scalars(select(BuiltinRoom)).one()
    assert (room.end, room.participant_limit) == (START + timedelta(hours=2), 2)


def test_moving_what_had_ended_lets_it_begin_anew(house: House) -> None:
    conference_id = house.want()
    with house.database.write() as session:
        house.live.end_for_all(session, conference_id)
        house.conferences.change(session, conference_id, participant_limit=2)
    assert house.conference(conference_id).ended_at is not None
    with house.database.write() as session:
        house.conferences.change(session, conference_id, end=START + timedelta(days=1))
    assert house.conference(conference_id).ended_at is None


def test_asking_for_what_is_so_puts_no_job(house: House) -> None:
    conference_id = house.want(3)
    with house.database.write() as session:
        house.conferences.change(session, conference_id, start=START, participant_limit=3, service="builtin")
    assert house.jobs.drain() == 0


@pytest.mark.usefixtures("unruly")
def test_another_service_leaves_nothing_at_the_first(house: House) -> None:
    conference_id = house.want()
    first = house.conference(conference_id).reference
    with house.database.write() as session:
        house.conferences.change(session, conference_id, service="other")
    house.jobs.drain()
    moved = house.conference(conference_id)
    assert moved.service == "other"
    assert references(house) == [moved.reference]
    assert first != moved.reference
    assert moved.retired == []


@pytest.mark.usefixtures("unruly")
def test_the_service_does_not_change_with_somebody_in(house: House) -> None:
    conference_id = house.want()
    house.host(conference_id, "h")
    with pytest.raises(Conflict), house.database.write() as session:
        house.conferences.change(session, conference_id, service="other")


def test_dropping_twice_is_no_error_and_wanting_again_makes_it_anew(house: House) -> None:
    conference_id = house.want()
    drop(house, conference_id)
    drop(house, conference_id)
    house.jobs.drain()
    assert references(house) == []
    with house.database.write() as session:
        house.conferences.change(session, conference_id, end=START + timedelta(days=1))
    house.jobs.drain()
    assert house.conference(conference_id).state == ConferenceState.READY
    assert len(references(house)) == 1


def test_dropped_and_wanted_again_before_the_job_ran_is_kept(house: House) -> None:
    conference_id = house.want()
    reference = house.conference(conference_id).reference
    drop(house, conference_id)
    with house.database.write() as session:
        house.conferences.change(session, conference_id)
    house.jobs.drain()
    assert house.conference(conference_id).state == ConferenceState.READY
    assert references(house) == [reference]


def test_available_names_each_service_and_its_bound(house: House) -> None:
    assert house.conferences.available == {"builtin": 4, "link": None}


def test_registering_twice_is_refused(house: House) -> None:
    with pytest.raises(ValueError, match=r"video\.provision"):
        Conferences.register_jobs(house.conferences)


def test_the_built_in_service_knows_who_is_in(house: House) -> None:
    service = BuiltinService(house.database, house.clock)
    conference_id = house.want()
    reference = house.conference(conference_id).reference or ""
    house.wait(conference_id, "g")
    assert not service.occupied(reference)
    house.host(conference_id, "h")
    assert service.occupied(reference)
    house.leave(conference_id, "h")
    assert not service.occupied(reference)
