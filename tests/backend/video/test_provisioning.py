from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.jobs.models import Job
from backend.video.models import ConferenceState
from backend.video.provisioning import ATTEMPTS
from backend.video.service import ConferenceRequest, ServiceRefused, ServiceUnavailable
from tests.backend.video.house import START, House, drop, provision, references
from tests.backend.video.services import Killed, Separate, Unruly


def test_the_job_run_twice_doubles_nothing(house: House) -> None:
    conference_id = house.want()
    provision(house, conference_id)
    assert len(references(house)) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_around_the_creation_then_repeated_leaves_one(house: House, unruly: Unruly, moment: str) -> None:
    getattr(unruly, moment).append(Killed())
    with pytest.raises(Killed):
        house.want()
    conference_id = only_conference(house)
    provision(house, conference_id)
    assert house.conference(conference_id).state == ConferenceState.READY
    assert references(house) == [house.conference(conference_id).reference]


def only_conference(house: House) -> str:
    with house.database.read() as session:
        return str(session.scalar(select(Job.key)))


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_around_the_creation_then_dropped_leaves_nothing(house: House, unruly: Unruly, moment: str) -> None:
    getattr(unruly, moment).append(Killed())
    with pytest.raises(Killed):
        house.want()
    conference_id = only_conference(house)
    drop(house, conference_id)
    provision(house, conference_id)
    assert house.conference(conference_id).state == ConferenceState.REMOVED
    assert references(house) == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_around_the_removal_then_repeated_leaves_nothing(house: House, unruly: Unruly, moment: str) -> None:
    conference_id = house.want()
    getattr(unruly, moment).append(Killed())
    drop(house, conference_id)
    with pytest.raises(Killed):
        house.jobs.drain()
    provision(house, conference_id)
    assert house.conference(conference_id).state == ConferenceState.REMOVED
    assert references(house) == []


def test_dropped_between_creation_and_mark_is_removed_by_the_waiting_job(house: House, unruly: Unruly) -> None:
    with house.database.write() as session:
        wanted = house.conferences.want(
            session, service="builtin", start=START, end=START, participant_limit=None, language="sv"
        )
    create = unruly.create

    def create_and_drop(request: ConferenceRequest) -> str:
        reference = create(request)
        drop(house, wanted.id)
        return reference

    unruly.create = create_and_drop  # type: ignore[method-assign] # the one moment nothing else can reach
    house.jobs.drain()
    assert house.conference(wanted.id).state == ConferenceState.REMOVED
    assert references(house) == []


def test_a_silent_service_is_shown_and_asked_again_until_it_answers(house: House, unruly: Unruly) -> None:
    unruly.before = [ServiceUnavailable(retry_after=7), ServiceUnavailable()]
    conference_id = house.want()
    waiting = house.conference(conference_id)
    assert (waiting.state, waiting.state_reason) == (ConferenceState.WANTED, "service-unavailable")
    house.pass_time(7)
    house.pass_time(300)
    made = house.conference(conference_id)
    assert (made.state, made.state_reason) == (ConferenceState.READY, "")


def test_a_service_silent_until_the_meeting_is_over_has_failed(house: House, unruly: Unruly) -> None:
    unruly.before = [ServiceUnavailable() for _ in range(500)]
    conference_id = house.want()
    for _ in range(20):
        house.pass_time(300)
    failed = house.conference(conference_id)
    assert (failed.state, failed.state_reason) == (ConferenceState.FAILED, "service-unavailable")


def test_a_refusal_fails_at_once_and_a_change_tries_again(house: House, unruly: Unruly) -> None:
    unruly.before = [ServiceRefused("no-licence")]
    conference_id = house.want()
    failed = house.conference(conference_id)
    assert (failed.state, failed.state_reason) == (ConferenceState.FAILED, "service-refused")
    with house.database.write() as session:
        house.conferences.change(session, conference_id, end=START + timedelta(hours=2))
    house.jobs.drain()
    assert house.conference(conference_id).state == ConferenceState.READY


def test_a_fault_of_ours_is_tried_eight_times_then_shown(house: House, unruly: Unruly) -> None:
    unruly.before = [RuntimeError("bug") for _ in range(ATTEMPTS)]
    conference_id = house.want()
    for _ in range(ATTEMPTS - 1):
        assert house.conference(conference_id).state == ConferenceState.WANTED
        house.pass_time(600)
    failed = house.conference(conference_id)
    assert (failed.state, failed.state_reason) == (ConferenceState.FAILED, "internal-fault")


def test_a_removal_refused_by_the_service_stays_a_removal_and_says_why(house: House, unruly: Unruly) -> None:
    conference_id = house.want()
    unruly.before = [ServiceRefused("no-licence")]
    drop(house, conference_id)
    house.jobs.drain()
    stuck = house.conference(conference_id)
    assert (stuck.state, stuck.state_reason) == (ConferenceState.REMOVING, "service-refused")


def test_moved_to_another_service_while_the_first_makes_it_leaves_nothing_there(house: House) -> None:
    first, second = Separate("first"), Separate("second")
    house.services.update(builtin=first, other=second)
    with house.database.write() as session:
        wanted = house.conferences.want(
            session, service="builtin", start=START, end=START, participant_limit=None, language="sv"
        )

    def move() -> None:
        with house.database.write() as session:
            house.conferences.change(session, wanted.id, service="other")

    first.meanwhile = move
    house.jobs.drain()
    moved = house.conference(wanted.id)
    assert (moved.state, moved.service, moved.retired) == (ConferenceState.READY, "other", [])
    assert first.made == {}
    assert second.made == {moved.key: moved.reference}


def test_moved_while_the_first_removes_it_is_made_at_the_second(house: House) -> None:
    first, second = Separate("first"), Separate("second")
    house.services.update(builtin=first, other=second)
    conference_id = house.want()
    drop(house, conference_id)

    def move() -> None:
        with house.database.write() as session:
            house.conferences.change(session, conference_id, service="other")

    first.meanwhile = move
    house.jobs.drain()
    moved = house.conference(conference_id)
    assert moved.state == ConferenceState.READY
    assert first.made == {}
    assert second.made == {moved.key: moved.reference}


def test_a_conference_with_a_host_in_it_goes_when_the_host_has_left(house: House) -> None:
    conference_id = house.want()
    house.host(conference_id, "h")
    house.let_in(conference_id, "g")
    house.wait(conference_id, "w")
    drop(house, conference_id)
    house.pass_time(90)
    assert len(references(house)) == 1
    assert house.presence(conference_id, "g").state == "in"
    assert (house.presence(conference_id, "w").state, house.presence(conference_id, "w").reason) == (
        "left",
        "meeting-removed",
    )
    house.leave(conference_id, "h")
    house.pass_time(61)
    house.pass_time(30)
    assert house.presence(conference_id, "g").state == "left"
    assert references(house) == []


def test_a_former_service_that_is_silent_does_not_keep_the_new_one_waiting(house: House) -> None:
    first, second = Separate("first"), Separate("second")
    house.services.update(builtin=first, other=second)
    conference_id = house.want()
    asked = first.find
    first.find = raising(ServiceUnavailable())  # type: ignore[method-assign,assignment] # it falls silent once it has made it
    with house.database.write() as session:
        house.conferences.change(session, conference_id, service="other")
    house.jobs.drain()
    moved = house.conference(conference_id)
    assert (moved.state, moved.state_reason, len(moved.retired)) == (ConferenceState.READY, "", 1)
    first.find = asked  # type: ignore[method-assign]  # asked in between
    house.pass_time(300)
    assert house.conference(conference_id).retired == []
    assert first.made == {}


@pytest.mark.parametrize("answer", ["", "x" * 201, None, 7])
def test_an_answer_that_is_no_reference_is_not_kept(house: House, unruly: Unruly, answer: object) -> None:
    unruly.create = lambda _request: answer  # type: ignore[method-assign,assignment,return-value] # what no type allows
    conference_id = house.want()
    assert house.conference(conference_id).reference is None
    assert house.conference(conference_id).state == ConferenceState.WANTED


def raising(error: Exception) -> Callable[[str], str]:
    def ask(_key: str) -> str:
        raise error

    return ask
