import threading
from datetime import timedelta

import pytest

from backend.errors import Conflict, Forbidden, Gone, Invalid, NotFound, Refused, Unauthenticated
from backend.meetings import host_rights
from backend.meetings.models import HostSession, HostTicket, Lifecycle, Meeting
from backend.video import people
from backend.video.bearers import digest
from tests.backend.meetings.clinic import Clinic, code_of


@pytest.mark.parametrize(
    ("user", "refusal"),
    [("sekreterare", Forbidden), ("admin", Forbidden), ("kollega", Forbidden), ("annan", NotFound), ("rum", NotFound)],
)
def test_only_organiser_and_cohosts_may_start(clinic: Clinic, user: str, refusal: type[Refused]) -> None:
    meeting_id = clinic.book()["id"]
    with pytest.raises(refusal):
        clinic.hosting.start(clinic.actor(user), meeting_id)


def test_a_cohost_from_another_unit_may_start(clinic: Clinic) -> None:
    meeting_id = clinic.book(cohosts=["annan@demo.example"])["id"]
    assert clinic.host(meeting_id, "annan").startswith("host:")


def test_who_booked_for_somebody_may_not_host_but_the_organiser_may(clinic: Clinic) -> None:
    meeting_id = clinic.book("sekreterare", mailbox="personal@demo.example")["id"]
    with pytest.raises(Forbidden):
        clinic.hosting.start(clinic.actor("sekreterare"), meeting_id)
    assert clinic.host(meeting_id, "personal")


def test_the_ticket_is_in_the_fragment_and_only_its_hash_is_kept(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    started = clinic.hosting.start(clinic.actor("personal"), meeting_id)
    address, _, secret = started["host_url"].partition("#")
    assert address == f"http://127.0.0.1:5000/h/{meeting_id}"
    with clinic.house.database.read() as session:
        kept = session.get(HostTicket, digest(secret))
    assert kept is not None
    assert kept.expires_at == clinic.house.clock.now() + timedelta(seconds=60)
    assert secret not in repr(vars(kept))


def test_a_ticket_works_once(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    ticket = clinic.ticket(meeting_id)
    clinic.hosting.enter(meeting_id, ticket)
    with pytest.raises(Gone) as refusal:
        clinic.hosting.enter(meeting_id, ticket)
    assert refusal.value.code == "link-used"


def test_a_ticket_used_twice_at_the_same_time_works_once(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    ticket = clinic.ticket(meeting_id)
    together, outcomes = threading.Barrier(2), list[str]()

    def enter() -> None:
        together.wait()
        try:
            clinic.hosting.enter(meeting_id, ticket)
            outcomes.append("in")
        except Gone as refusal:
            outcomes.append(refusal.code)

    pages = [threading.Thread(target=enter) for _ in range(2)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert sorted(outcomes) == ["in", "link-used"]


def test_a_ticket_is_good_for_60_seconds_and_for_its_own_meeting(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    ticket = clinic.ticket(meeting_id)
    for place, token in (("m0", ticket), (meeting_id, "made up")):
        with pytest.raises(Gone) as refusal:
            clinic.hosting.enter(place, token)
        assert refusal.value.code == "link-expired"
    clinic.house.clock.advance(seconds=60)
    with pytest.raises(Gone) as refusal:
        clinic.hosting.enter(meeting_id, ticket)
    assert refusal.value.code == "link-expired"


def test_entering_shows_the_meeting_and_does_not_go_in(clinic: Clinic) -> None:
    booked = clinic.book()
    entered = clinic.hosting.enter(booked["id"], clinic.ticket(booked["id"]))
    assert entered["name"] == "Disa Ekmark"
    assert entered["meeting"]["join_url"] == booked["join_url"]
    assert entered["meeting"]["embedded"] is True
    assert entered["meeting"]["participant_limit"] == 4
    assert clinic.listening.told(entered["session"], booked["id"], "s", attending=False)[1][1] == {"participants": []}


def test_going_in_makes_the_meeting_live(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    bearer = clinic.host(meeting_id)
    told = dict(clinic.listening.told(bearer, meeting_id, "s", attending=True))
    assert told["meeting"]["state"] == "live"
    assert told["meeting"]["in_count"] == 1
    assert [(row["name"], row["role"], row["kind"]) for row in told["participants"]["participants"]] == [
        ("Disa Ekmark", "host", "staff")
    ]


def test_a_host_may_start_the_day_before_and_until_the_door_shuts(clinic: Clinic) -> None:
    clinic.house.clock.advance(days=-1)
    meeting_id = clinic.book()["id"]
    clinic.ticket(meeting_id)
    clinic.house.clock.advance(days=1, hours=2)
    clinic.ticket(meeting_id)
    clinic.house.clock.advance(seconds=1)
    with pytest.raises(Conflict) as refusal:
        clinic.ticket(meeting_id)
    assert refusal.value.code == "not-open"


def test_a_second_host_may_join_a_meeting_that_runs_over_time(clinic: Clinic) -> None:
    meeting_id = clinic.book(cohosts=["kollega@demo.example"])["id"]
    clinic.host(meeting_id)
    clinic.house.clock.advance(hours=5)
    assert clinic.host(meeting_id, "kollega")


def test_a_removed_meeting_is_not_started(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    clinic.meetings.remove(clinic.actor("personal"), meeting_id)
    with pytest.raises(Conflict) as refusal:
        clinic.ticket(meeting_id)
    assert refusal.value.code == "meeting-removed"


def test_ending_ends_for_all_and_starting_again_reopens(clinic: Clinic) -> None:
    booked = clinic.book()
    bearer = clinic.host(booked["id"])
    guest = clinic.wait(code_of(booked["join_url"]))
    clinic.panel.on_person(bearer, booked["id"], guest["participant"], "admit", {})
    clinic.panel.end(bearer, booked["id"])
    clinic.panel.end("demo:personal", booked["id"])
    assert clinic.meeting(booked["id"]).lifecycle == Lifecycle.ENDED
    assert clinic.visits.told(code_of(booked["join_url"]), guest["token"], "s")[-1] == ("bye", {"reason": "ended"})
    with pytest.raises(Conflict):
        clinic.wait(code_of(booked["join_url"]))
    clinic.host(booked["id"])
    assert clinic.meeting(booked["id"]).lifecycle == Lifecycle.OPEN
    assert clinic.wait(code_of(booked["join_url"]))


def test_a_host_on_another_page_takes_the_place_of_the_first(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    first = clinic.host(meeting_id)
    assert clinic.listening.attend(first, "first stream")
    second = clinic.host(meeting_id)
    assert clinic.listening.told(first, meeting_id, "first stream", attending=True)[-1] == ("bye", {"reason": "moved"})
    assert clinic.listening.attend(second, "second stream")
    clinic.listening.hang_up(first, "first stream")
    assert dict(clinic.listening.told(second, meeting_id, "second stream", attending=True))["meeting"]["in_count"] == 1


def test_a_host_whose_page_was_lost_for_too_long_is_told_so_when_it_is_back(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    bearer = clinic.host(meeting_id)
    clinic.listening.attend(bearer, "stream")
    clinic.listening.hang_up(bearer, "stream")
    clinic.house.pass_time(20)
    assert clinic.listening.told(bearer, meeting_id, "anew", attending=False)[-1] == ("bye", {"reason": "lost"})
    clinic.hosting.join(bearer, meeting_id, {})
    assert clinic.listening.told(bearer, meeting_id, "anew", attending=False)[-1][0] == "presence"


def test_a_host_taken_off_the_list_is_on_it_again_when_in(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    clinic.host(meeting_id)
    listed = clinic.participants.listing(clinic.actor("personal"), meeting_id)
    clinic.participants.remove(clinic.actor("personal"), meeting_id, listed[0]["id"])
    clinic.host(meeting_id)
    assert len(clinic.participants.listing(clinic.actor("personal"), meeting_id)) == 1


def test_leaving_hands_over_when_asked(clinic: Clinic) -> None:
    booked = clinic.book()
    bearer = clinic.host(booked["id"])
    colleague = clinic.wait(invited(clinic, booked["id"], "professional"), None)
    with pytest.raises(Conflict):
        clinic.hosting.leave(bearer, booked["id"], colleague["participant"])
    clinic.panel.on_person(bearer, booked["id"], colleague["participant"], "admit", {})
    clinic.hosting.leave(bearer, booked["id"], colleague["participant"])
    clinic.hosting.leave(bearer, booked["id"], None)
    assert clinic.house.conference(clinic.conference(booked["id"])).ending_at is None
    assert clinic.panel.mute_guests(colleague["token"], booked["id"])[0]["role"] == "host"


def invited(clinic: Clinic, meeting_id: str, kind: str) -> str:
    added = clinic.participants.add(clinic.actor("personal"), meeting_id, {"kind": kind, "name": "Vera Lindqvist"})
    return code_of(added["join_url"])


@pytest.mark.parametrize("kind", ["patient", "relative", "guardian", "interpreter", "guest"])
def test_whom_the_meeting_is_about_never_leads_it(clinic: Clinic, kind: str) -> None:
    booked = clinic.book()
    bearer = clinic.host(booked["id"])
    code = code_of(booked["join_url"]) if kind == "guest" else invited(clinic, booked["id"], kind)
    guest = clinic.wait(code)
    clinic.panel.on_person(bearer, booked["id"], guest["participant"], "admit", {})
    with pytest.raises(Forbidden, match="forbidden") as refusal:
        clinic.panel.on_person(bearer, booked["id"], guest["participant"], "make-host", {})
    assert "kan bli värd" in refusal.value.text.sv
    with pytest.raises(Forbidden):
        clinic.hosting.leave(bearer, booked["id"], guest["participant"])
    rows = clinic.panel.mute_guests(bearer, booked["id"])
    assert {row["kind"]: (row["role"], row["state"]) for row in rows} == {
        "staff": ("host", "in"),
        kind: ("guest", "in"),
    }


@pytest.mark.parametrize("kind", ["staff", "professional"])
def test_professionals_may_be_made_host(clinic: Clinic, kind: str) -> None:
    booked = clinic.book()
    colleague = clinic.wait(invited(clinic, booked["id"], kind), None)
    clinic.panel.on_person("demo:personal", booked["id"], colleague["participant"], "admit", {})
    rows = clinic.panel.on_person("demo:personal", booked["id"], colleague["participant"], "make-host", {})
    assert [row["role"] for row in rows] == ["host"]


def test_a_cohost_who_may_host_no_more_hears_nothing_and_may_leave(clinic: Clinic) -> None:
    booked = clinic.book(cohosts=["kollega@demo.example"])
    bearer = clinic.host(booked["id"], "kollega")
    clinic.listening.attend(bearer, "stream")
    clinic.meetings.change(clinic.actor("personal"), booked["id"], {"cohosts": []}, None)
    farewell = [("bye", {"reason": "removed"})]
    assert clinic.listening.told(bearer, booked["id"], "stream", attending=True) == farewell
    with pytest.raises(Unauthenticated):
        clinic.hosting.leave(bearer, booked["id"], "p0")
    clinic.hosting.leave(bearer, booked["id"], None)
    with clinic.house.database.read() as session:
        assert not people.has_host(session, clinic.conference(booked["id"]))


def test_a_host_who_loses_the_right_is_put_out_and_no_other(clinic: Clinic) -> None:
    booked = clinic.book(cohosts=["kollega@demo.example"])
    bearers = {user: clinic.host(booked["id"], user) for user in ("kollega", "personal")}
    with clinic.house.database.write() as session:
        meeting = session.get_one(Meeting, booked["id"])
        clinic.hosting.put_out(session, meeting, "kollega")
        assert people.in_count(session, meeting.conference_id) == 2
        meeting.cohosts = []
        for user in (*bearers, "annan", "nobody"):
            clinic.hosting.put_out(session, meeting, user)
        assert people.in_count(session, meeting.conference_id) == 1
    told = {user: clinic.listening.told(bearer, booked["id"], "s", attending=True) for user, bearer in bearers.items()}
    assert told["kollega"] == [("bye", {"reason": "removed"})]
    assert told["personal"][-1][0] == "presence"


def test_leaving_without_handing_over_ends_it_after_a_minute(clinic: Clinic) -> None:
    booked = clinic.book()
    bearer = clinic.host(booked["id"])
    guest = clinic.wait(code_of(booked["join_url"]))
    clinic.panel.on_person(bearer, booked["id"], guest["participant"], "admit", {})
    clinic.hosting.leave(bearer, booked["id"], None)
    own = dict(clinic.visits.told(code_of(booked["join_url"]), guest["token"], "s"))["presence"]
    assert own["ending_reason"] == "host-left"
    assert own["ending_at"] is not None
    clinic.house.pass_time(60)
    assert clinic.visits.told(code_of(booked["join_url"]), guest["token"], "s")[-1] == ("bye", {"reason": "ended"})
    told = dict(clinic.listening.told(bearer, booked["id"], "s", attending=True))
    assert told["bye"] == {"reason": "left"}


def test_a_session_ends_with_its_time_its_meeting_and_its_owners_right(clinic: Clinic) -> None:
    booked = clinic.book(cohosts=["kollega@demo.example"])
    other = clinic.book(cohosts=["kollega@demo.example"], language="en")
    bearer = clinic.host(booked["id"], "kollega")
    for where, token in ((other["id"], bearer), (booked["id"], "host:made up")):
        with pytest.raises(Unauthenticated):
            clinic.hosting.set_media(token, where, {"camera": False})
    clinic.hosting.set_media(bearer, booked["id"], {"camera": False})
    clinic.meetings.change(clinic.actor("personal"), booked["id"], {"cohosts": []}, None)
    with pytest.raises(Unauthenticated):
        clinic.hosting.set_media(bearer, booked["id"], {"camera": False})
    organiser = clinic.host(booked["id"])
    clinic.house.clock.advance(hours=13)
    with pytest.raises(Unauthenticated):
        clinic.hosting.set_media(organiser, booked["id"], {"camera": False})


def test_media_is_only_for_a_host_who_is_in(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    bearer = clinic.hosting.enter(meeting_id, clinic.ticket(meeting_id))["session"]
    with pytest.raises(Forbidden):
        clinic.hosting.set_media(bearer, meeting_id, {"camera": False})


def test_a_full_meeting_says_so_to_a_host_too(clinic: Clinic) -> None:
    booked = clinic.book(cohosts=["kollega@demo.example"])
    bearer = clinic.host(booked["id"])
    for number in range(3):
        guest = clinic.wait(code_of(booked["join_url"]), f"Gäst {number}")
        clinic.panel.on_person(bearer, booked["id"], guest["participant"], "admit", {})
    with pytest.raises(Invalid) as refusal:
        clinic.host(booked["id"], "kollega")
    assert refusal.value.code == "limit-exceeded"


def test_tickets_and_sessions_that_ran_out_are_deleted(clinic: Clinic) -> None:
    meeting_id = clinic.book()["id"]
    clinic.host(meeting_id)
    with clinic.house.database.write() as session:
        assert host_rights.erase_before(session, clinic.house.clock.now()) == 0
        clinic.house.clock.advance(days=2)
        assert host_rights.erase_before(session, clinic.house.clock.now()) == 2
        assert session.query(HostSession).count() == 0
