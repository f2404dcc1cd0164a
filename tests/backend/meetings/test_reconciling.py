from datetime import timedelta

import pytest
from sqlalchemy import select, update

from backend.meetings.comparing import MOST_AT_ONCE
from backend.meetings.mending import Drift, Mending, Result, erase_before, latest
from backend.meetings.models import Meeting
from backend.meetings.reconciling import Reconciler
from backend.video.models import Conference
from simulators.conference.hall import Hall
from tests.backend.meetings.clinic import Clinic
from tests.backend.video.far import Far

ASKED = {"key": "elsewhere", "start": "2026-06-10T06:00:00+00:00", "end": "2026-06-10T07:00:00+00:00", "limit": 4}


class Office:
    """A clinic over a service that is somewhere else, and the reconciler that looks after both."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.hall = clinic, Hall()
        self.far = Far("builtin", self.hall)
        self.services = clinic.house.services
        self.services.clear()
        self.services["builtin"] = self.far
        house = clinic.house
        self.reconciler = Reconciler(house.database, house.clock, house.conferences, self.services)

    def round(self, minutes: float = 16) -> None:
        self.clinic.house.clock.advance(minutes=minutes)
        self.reconciler.run()
        self.clinic.house.jobs.drain()

    def mended(self) -> list[tuple[str, str, str]]:
        with self.clinic.house.database.read() as session:
            return [(row.drift, row.result, row.detail) for row in reversed(latest(session))]

    def keys(self) -> set[str]:
        return {room["key"] for room in self.hall.held()}

    def conference(self, meeting: str) -> Conference:
        return self.clinic.house.conference(self.clinic.conference(meeting))


@pytest.fixture
def office(clinic: Clinic) -> Office:
    return Office(clinic)


def later(office: Office) -> str:
    start = office.clinic.house.clock.now() + timedelta(hours=5)
    times = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    return str(office.clinic.book(**times)["id"])


def test_nothing_is_mended_where_nothing_is_apart(office: Office) -> None:
    later(office)
    for _ in range(3):
        office.round()
    assert office.mended() == []
    assert len(office.keys()) == 1


def test_what_is_nobodys_goes_after_the_grace_period_and_not_before(office: Office) -> None:
    office.hall.create("builtin", ASKED)
    office.round(0)
    office.round(14)
    assert office.keys() == {"elsewhere"}
    office.round(2)
    assert office.keys() == set()
    assert office.mended() == [(Drift.STRAY, Result.DONE, "")]


def test_what_becomes_ours_within_the_grace_period_stays(office: Office) -> None:
    meeting = later(office)
    conference = office.conference(meeting)
    with office.clinic.house.database.write() as session:
        session.execute(update(Conference).values(reference=None, state="wanted"))
    office.round()
    office.round()
    assert office.conference(meeting).reference == conference.reference
    assert len(office.keys()) == 1


def test_a_conference_with_somebody_in_it_is_never_removed(office: Office) -> None:
    reference = office.hall.create("builtin", ASKED)["reference"]
    office.hall.seat(reference, 1)
    for _ in range(3):
        office.round()
    assert office.keys() == {"elsewhere"}
    assert office.mended() == [(Drift.STRAY, Result.HELD_BACK, "somebody-in")]
    office.hall.seat(reference, 0)
    office.round()
    assert office.keys() == set()


def test_very_many_at_once_are_left_to_an_operator(office: Office) -> None:
    for number in range(MOST_AT_ONCE + 1):
        office.hall.create("builtin", ASKED | {"key": f"k{number}"})
    for _ in range(3):
        office.round()
    assert len(office.keys()) == MOST_AT_ONCE + 1
    assert office.mended() == [(Drift.STRAY, Result.HELD_BACK, "too-many")] * (MOST_AT_ONCE + 1)
    office.reconciler.run(all_at_once=True)
    assert office.keys() == set()


def test_a_clock_put_back_lets_the_grace_period_begin_anew(office: Office) -> None:
    office.hall.create("builtin", ASKED)
    office.round(0)
    office.round(-60)
    office.round(14)
    assert office.keys() == {"elsewhere"}
    office.round(2)
    assert office.keys() == set()


def test_what_the_service_lost_is_made_again(office: Office) -> None:
    meeting = later(office)
    office.hall.clear()
    office.round()
    conference = office.conference(meeting)
    assert (conference.state, office.keys()) == ("ready", {conference.key})
    assert office.mended() == [(Drift.MISSING, Result.DONE, "")]


def test_what_the_service_says_it_lost_once_is_not_believed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = later(office)
    before, answers = office.conference(meeting).reference, [[], None]
    references = office.far.references
    monkeypatch.setattr(office.far, "references", lambda: answers.pop(0) if answers[0] == [] else references())
    office.round()
    assert office.conference(meeting).reference == before
    assert office.mended() == []


def test_people_are_left_in_peace_where_the_service_lost_their_conference(office: Office) -> None:
    meeting = later(office)
    office.clinic.house.clock.advance(hours=5)
    office.clinic.host(meeting)
    office.hall.clear()
    office.round()
    assert office.conference(meeting).state == "ready"
    assert office.mended() == [(Drift.MISSING, Result.HELD_BACK, "somebody-in")]


def test_a_lost_job_is_put_again(office: Office) -> None:
    meeting = later(office)
    with office.clinic.house.database.write() as session:
        session.execute(update(Conference).values(state="wanted", reference=None))
    office.hall.clear()
    office.round(14)
    assert office.keys() == set()
    office.round()
    assert office.conference(meeting).state == "ready"
    assert office.mended() == [(Drift.STUCK, Result.DONE, "")]


@pytest.mark.parametrize(("reason", "state"), [("internal-fault", "ready"), ("service-refused", "failed")])
def test_our_own_fault_is_tried_again_and_a_refusal_is_not(office: Office, reason: str, state: str) -> None:
    meeting = later(office)
    office.hall.clear()
    with office.clinic.house.database.write() as session:
        session.execute(update(Conference).values(state="failed", state_reason=reason, reference=None))
    office.round()
    assert office.conference(meeting).state == state


def test_what_was_too_late_by_a_clock_that_ran_ahead_is_asked_for_again(office: Office) -> None:
    house, office.far.is_down = office.clinic.house, True
    meeting = later(office)
    house.clock.advance(days=3)
    house.jobs.drain()
    assert office.conference(meeting).state == "failed"
    office.far.is_down = False
    house.clock.advance(days=-3)
    office.round()
    assert office.conference(meeting).state == "ready"
    assert office.mended() == [(Drift.FAILED, Result.DONE, "service-unavailable")]


def test_a_conference_no_meeting_leads_to_is_dropped(office: Office) -> None:
    house = office.clinic.house
    alone = house.want()
    office.round()
    office.round()
    assert (house.conference(alone).state, office.keys()) == ("removed", set())
    assert office.mended() == [(Drift.UNLED, Result.DONE, "")]


def test_a_change_missed_by_a_silent_service_while_the_clock_ran_ahead_is_told_later(office: Office) -> None:
    house, meeting = office.clinic.house, later(office)
    house.clock.advance(days=3)
    office.far.is_down = True
    with house.database.write() as session:
        house.conferences.change(session, office.clinic.conference(meeting), participant_limit=2)
    house.jobs.drain()
    office.far.is_down = False
    house.clock.advance(days=-3)
    office.round()
    assert [room["limit"] for room in office.hall.held()] == [2]
    assert office.conference(meeting).state_reason == ""


@pytest.mark.parametrize("ahead", [0, 3])
def test_what_was_left_at_a_former_service_is_cleaned_up(office: Office, ahead: int) -> None:
    # By a clock that ran days ahead and was put right, its job waits until then.
    meeting = later(office)
    office.clinic.house.clock.advance(days=-ahead)
    other = office.services["other"] = Far("other", office.hall)
    office.hall.create("other", ASKED)
    with office.clinic.house.database.write() as session:
        session.execute(update(Conference).values(retired=[{"service": "other", "key": "elsewhere"}]))
    office.round()
    assert other.references() == []
    assert office.conference(meeting).retired == []
    assert (Drift.STUCK, Result.DONE, "former-service") in office.mended()


def test_a_silent_service_does_not_keep_the_others_from_being_looked_at(office: Office) -> None:
    silent = office.services["another"] = Far("another", office.hall)
    silent.is_down = True
    office.services["builtin"] = office.services.pop("builtin")
    office.hall.create("builtin", ASKED)
    office.round()
    office.round()
    assert office.keys() == set()


def test_a_planned_conference_is_nothing_apart(office: Office) -> None:
    meeting = later(office)
    office.hall.clear()
    with office.clinic.house.database.write() as session:
        session.execute(update(Conference).values(state="planned", reference=None))
    office.round()
    assert office.conference(meeting).state == "planned"
    assert office.mended() == []


def test_what_was_mended_is_forgotten_in_time(office: Office) -> None:
    office.hall.create("builtin", ASKED)
    office.round()
    office.round()
    now = office.clinic.house.clock.now()
    with office.clinic.house.database.write() as session:
        assert erase_before(session, now) == 0
        assert erase_before(session, now + timedelta(seconds=1)) == 1
        assert session.scalars(select(Mending)).all() == []
        assert session.scalars(select(Meeting)).all() == []
