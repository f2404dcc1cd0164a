from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from backend.errors import Conflict, Gone, Invalid, Malformed, NotFound, SlowDown, Unauthenticated
from backend.patients import service
from backend.patients.limits import KNOWN_DOOR, UNKNOWN_CODE
from backend.patients.service import Opened
from tests.backend.meetings.clinic import ADDRESS, Clinic, code_of
from tests.backend.video.house import START
from tests.tables import contents


@pytest.fixture
def booked(clinic: Clinic) -> dict[str, str]:
    return clinic.book()


@pytest.fixture
def code(booked: dict[str, str]) -> str:
    return code_of(booked["join_url"])


def personal_link(clinic: Clinic, meeting_id: str) -> str:
    added = clinic.participants.add(clinic.actor("personal"), meeting_id, {"kind": "patient", "name": "Vera Lindqvist"})
    return code_of(added["join_url"])


def listen(clinic: Clinic, code: str, token: str, stream: str) -> Opened:
    return clinic.visits.open(code, ADDRESS, token, stream, lambda _: None)


def own(clinic: Clinic, code: str, token: str) -> dict[str, object]:
    return dict(clinic.visits.told(code, token, "s"))["presence"]


def admit(clinic: Clinic, meeting_id: str, person: str) -> None:
    clinic.panel.on_person("demo:personal", meeting_id, person, "admit", {})


def test_a_name_is_needed_through_the_common_link_and_not_through_ones_own(
    clinic: Clinic, booked: dict[str, str], code: str
) -> None:
    with pytest.raises(Malformed):
        clinic.wait(code, None)
    with pytest.raises(Invalid):
        clinic.wait(code, "x" * 61)
    assert clinic.page.data(code, ADDRESS)["needs_name"] is True
    mine = personal_link(clinic, booked["id"])
    assert clinic.page.data(mine, ADDRESS)["needs_name"] is False
    assert own(clinic, mine, clinic.wait(mine, None)["token"])["state"] == "waiting"


def test_the_common_link_makes_a_guest_each_time(clinic: Clinic, code: str) -> None:
    assert clinic.wait(code)["participant"] != clinic.wait(code)["participant"]


def test_the_same_page_comes_back_as_the_same_person_and_stays_in(
    clinic: Clinic, booked: dict[str, str], code: str
) -> None:
    first = clinic.wait(code)
    admit(clinic, booked["id"], first["participant"])
    again = clinic.visits.join(code, ADDRESS, first["token"], {})
    assert again["participant"] == first["participant"]
    assert own(clinic, code, again["token"])["state"] == "in"


def test_a_guest_taken_off_the_list_comes_back_as_somebody_new(
    clinic: Clinic, booked: dict[str, str], code: str
) -> None:
    guest = clinic.wait(code)
    clinic.participants.remove(clinic.actor("personal"), booked["id"], guest["participant"])
    with pytest.raises(Malformed):
        clinic.visits.join(code, ADDRESS, guest["token"], {})
    again = clinic.visits.join(code, ADDRESS, guest["token"], {"name": "Vera"})
    assert again["participant"] != guest["participant"]


def test_a_personal_link_opened_anew_sees_the_earlier_page_off_and_waits(
    clinic: Clinic, booked: dict[str, str]
) -> None:
    mine = personal_link(clinic, booked["id"])
    first = clinic.wait(mine, None)
    admit(clinic, booked["id"], first["participant"])
    second = clinic.wait(mine, None)
    assert second["participant"] == first["participant"]
    assert clinic.visits.told(mine, first["token"], "s")[-1] == ("bye", {"reason": "moved"})
    assert own(clinic, mine, second["token"])["state"] == "waiting"


def test_who_waits_moves_with_the_link_without_a_question_and_keeps_their_turn(
    clinic: Clinic, booked: dict[str, str]
) -> None:
    mine = personal_link(clinic, booked["id"])
    first = clinic.wait(mine, None)
    listen(clinic, mine, first["token"], "s")
    since = own(clinic, mine, first["token"])["since"]
    clinic.house.pass_time(20)
    second = clinic.wait(mine, None)
    assert own(clinic, mine, second["token"]) | {"state": "waiting", "since": since} == own(
        clinic, mine, second["token"]
    )
    assert clinic.visits.told(mine, first["token"], "s")[-1] == ("bye", {"reason": "moved"})
    with pytest.raises(Unauthenticated):
        listen(clinic, mine, first["token"], "again")


def test_a_personal_link_opened_anew_asks_before_it_cuts_the_page_that_is_in(
    clinic: Clinic, booked: dict[str, str]
) -> None:
    mine = personal_link(clinic, booked["id"])
    first = clinic.wait(mine, None)
    listen(clinic, mine, first["token"], "s")
    waiting = clinic.wait(mine, None)
    listen(clinic, mine, waiting["token"], "s")
    admit(clinic, booked["id"], waiting["participant"])
    with pytest.raises(Conflict) as refusal:
        clinic.wait(mine, None)
    assert [fault.pointer for fault in refusal.value.faults] == ["/move"]
    assert own(clinic, mine, waiting["token"])["state"] == "in"
    resumed = clinic.visits.join(mine, ADDRESS, waiting["token"], {})
    listen(clinic, mine, resumed["token"], "s")
    moved = clinic.visits.join(mine, ADDRESS, None, {"move": True})
    assert clinic.visits.told(mine, resumed["token"], "s")[-1] == ("bye", {"reason": "moved"})
    assert own(clinic, mine, moved["token"])["state"] == "waiting"


def test_who_still_waits_when_the_time_is_over_is_told_that_it_has_ended(
    clinic: Clinic, booked: dict[str, str], code: str
) -> None:
    guest = clinic.wait(code)
    with clinic.house.database.write() as session:
        clinic.house.conferences.drop(session, clinic.conference(booked["id"]), reason="time-passed")
    assert clinic.visits.told(code, guest["token"], "s")[-1] == ("bye", {"reason": "ended"})


def test_whoever_was_in_when_a_host_ended_it_is_told_apart_from_who_was_never_let_in(
    clinic: Clinic, booked: dict[str, str], code: str
) -> None:
    clinic.host(booked["id"])
    met, waited = clinic.wait(code), clinic.wait(code)
    admit(clinic, booked["id"], met["participant"])
    clinic.panel.end("demo:personal", booked["id"])
    assert [own(clinic, code, each["token"])["was_in"] for each in (met, waited)] == [True, False]
    for each in (met, waited):
        assert clinic.visits.told(code, each["token"], "s")[-1] == ("bye", {"reason": "ended"})


def test_a_second_stream_of_the_same_page_sees_the_first_off(clinic: Clinic, code: str) -> None:
    guest = clinic.wait(code)
    listen(clinic, code, guest["token"], "first")
    opened = listen(clinic, code, guest["token"], "second")
    assert clinic.visits.told(code, guest["token"], "first")[-1] == ("bye", {"reason": "moved"})
    assert clinic.visits.told(code, guest["token"], "second")[-1][0] == "presence"
    clinic.visits.hang_up(opened.presence_id, "first")
    clinic.house.pass_time(30)
    assert clinic.visits.told(code, guest["token"], "second")[-1][0] == "presence"
    clinic.visits.hang_up(opened.presence_id, "second")
    clinic.house.pass_time(120)
    assert clinic.visits.told(code, guest["token"], "third")[-1] == ("bye", {"reason": "lost"})
    again = clinic.visits.join(code, ADDRESS, guest["token"], {})
    assert again["participant"] == guest["participant"]
    assert own(clinic, code, again["token"])["state"] == "waiting"


def test_a_stream_whose_opening_the_database_did_not_keep_is_none(
    clinic: Clinic, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_session: Session) -> None:
        raise TimeoutError

    guest = clinic.wait(code)
    with monkeypatch.context() as patched:
        patched.setattr("backend.storage.database._Session.commit", away)
        with pytest.raises(TimeoutError):
            listen(clinic, code, guest["token"], "never")
    assert clinic.house.live._open == {}
    listen(clinic, code, guest["token"], "s")
    assert list(clinic.house.live._open) == ["s"]


def test_others_are_seen_only_by_those_who_are_in(clinic: Clinic, booked: dict[str, str], code: str) -> None:
    clinic.host(booked["id"])
    clinic.house.clock.advance(seconds=1)
    inside, waiting = clinic.wait(code, "Ada Berg"), clinic.wait(code, "Bo Ek")
    admit(clinic, booked["id"], inside["participant"])
    told = dict(clinic.visits.told(code, inside["token"], "s"))
    assert [row["name"] for row in told["participants"]["participants"]] == ["Disa Ekmark", "Ada Berg"]
    assert "participants" not in dict(clinic.visits.told(code, waiting["token"], "s"))


def test_a_fifth_person_is_told_the_limit(clinic: Clinic, booked: dict[str, str], code: str) -> None:
    clinic.host(booked["id"])
    for number in range(3):
        admit(clinic, booked["id"], clinic.wait(code, f"Gäst {number}")["participant"])
    fifth = clinic.wait(code, "Gäst 5")
    shown = own(clinic, code, fifth["token"])
    assert (shown["limit_reached"], shown["participant_limit"]) == (True, 4)
    assert clinic.page.data(code, ADDRESS)["state"] == "full"


def test_one_says_what_is_switched_on_and_raises_a_hand(clinic: Clinic, booked: dict[str, str], code: str) -> None:
    guest = clinic.wait(code)
    admit(clinic, booked["id"], guest["participant"])
    clinic.visits.tell(code, guest["token"], {"camera": True, "hand": True})
    assert own(clinic, code, guest["token"])["hand"] is True
    clinic.visits.tell(code, guest["token"], {"hand": False, "microphone": True})
    assert own(clinic, code, guest["token"])["hand"] is False


def test_leaving_twice_is_no_error_and_telling_after_it_is_refused(clinic: Clinic, code: str) -> None:
    guest = clinic.wait(code)
    clinic.visits.leave(code, guest["token"])
    clinic.visits.leave(code, guest["token"])
    with pytest.raises(Conflict):
        clinic.visits.tell(code, guest["token"], {"camera": True})
    assert clinic.visits.told(code, guest["token"], "s")[-1] == ("bye", {"reason": "left"})


def test_a_bearer_is_good_for_its_own_meeting_only(clinic: Clinic, code: str) -> None:
    guest = clinic.wait(code)
    other = code_of(clinic.book()["join_url"])
    for where, token in ((other, guest["token"]), (code, "guest:made up")):
        with pytest.raises(Unauthenticated):
            clinic.visits.leave(where, token)
        with pytest.raises(Unauthenticated):
            clinic.visits.require_known(where, ADDRESS, token)
        with pytest.raises(Unauthenticated):
            listen(clinic, where, token, "s")


def test_a_bearer_nobody_has_is_counted_as_a_look_and_refuses_nobody_known(clinic: Clinic, code: str) -> None:
    guest = clinic.wait(code)
    for _ in range(KNOWN_DOOR.times - 1):
        with pytest.raises(Unauthenticated):
            clinic.visits.require_known(code, ADDRESS, "guest:made up")
    with pytest.raises(SlowDown):
        clinic.visits.require_known(code, ADDRESS, "guest:made up")
    for _ in range(UNKNOWN_CODE.times):
        with pytest.raises(NotFound):
            clinic.visits.require_known("made-up", ADDRESS, guest["token"])
    with pytest.raises(SlowDown):
        clinic.visits.require_known("made-up", ADDRESS, guest["token"])
    clinic.visits.require_known(code, ADDRESS, guest["token"])


def test_an_early_patient_is_told_when_and_let_wait_from_then_on(clinic: Clinic, code: str) -> None:
    clinic.house.clock.advance(minutes=-31)
    early = clinic.page.data(code, ADDRESS)
    assert (early["state"], early["opens_at"]) == ("early", (START - timedelta(minutes=30)).isoformat())
    with pytest.raises(Conflict) as refusal:
        clinic.wait(code)
    assert refusal.value.code == "not-open"
    clinic.house.clock.advance(minutes=1)
    assert clinic.wait(code)


def test_a_rehearsal_before_the_time_leaves_the_door_as_it_was(
    clinic: Clinic, booked: dict[str, str], code: str
) -> None:
    clinic.house.clock.advance(minutes=-40)
    clinic.panel.end(clinic.host(booked["id"]), booked["id"])
    assert clinic.page.data(code, ADDRESS)["state"] == "early"
    clinic.house.clock.advance(minutes=40)
    assert clinic.page.data(code, ADDRESS)["state"] == "open"
    assert clinic.wait(code)
    clinic.panel.end("demo:personal", booked["id"])
    assert clinic.page.data(code, ADDRESS)["state"] == "ended"


def test_a_removed_meetings_door_is_gone_and_who_waited_is_told(
    clinic: Clinic, booked: dict[str, str], code: str
) -> None:
    guest = clinic.wait(code)
    clinic.meetings.remove(clinic.actor("personal"), booked["id"])
    assert clinic.visits.told(code, guest["token"], "s")[-1] == ("bye", {"reason": "removed"})
    assert clinic.visits.told(code, None, "s")[-1] == ("bye", {"reason": "removed"})
    assert clinic.page.data(code, ADDRESS)["state"] == "removed"
    for look in (lambda: clinic.wait(code), lambda: clinic.visits.ear(code, ADDRESS)):
        with pytest.raises(Gone):
            look()
    with pytest.raises(Gone):
        clinic.page.calendar(code, ADDRESS)


def test_an_unknown_door_is_not_found_and_guessing_is_slowed_down(clinic: Clinic, code: str) -> None:
    for _ in range(30):
        with pytest.raises(NotFound):
            clinic.page.data("made-up", ADDRESS)
    with pytest.raises(SlowDown):
        clinic.page.data("made-up", ADDRESS)
    assert clinic.wait(code)


def test_the_waiting_room_has_a_bound(clinic: Clinic, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 2)
    for _ in range(2):
        clinic.wait(code)
    with pytest.raises(SlowDown):
        clinic.wait(code)


def test_a_flood_through_the_common_link_refuses_nobody_known(
    clinic: Clinic, booked: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 2)
    guest = clinic.wait(code)
    clinic.wait(code)
    for _ in range(200):
        with pytest.raises(SlowDown):
            clinic.wait(code)
    again = clinic.visits.join(code, ADDRESS, guest["token"], {})
    assert again["participant"] == guest["participant"]
    assert listen(clinic, code, again["token"], "s").told[-1][0] == "presence"
    assert clinic.wait(personal_link(clinic, booked["id"]), None)


def test_one_address_brings_so_many_newcomers_and_no_more(clinic: Clinic, code: str) -> None:
    for number in range(20):
        clinic.wait(code, f"Gäst {number}")
    with pytest.raises(SlowDown):
        clinic.wait(code)
    assert clinic.visits.join(code, "198.51.100.9", None, {"name": "Vera Lindqvist"})


def test_looking_changes_nothing(clinic: Clinic, code: str) -> None:
    clinic.house.database.close()
    before = (clinic.house.database.url, list(contents(clinic.house.database.engine)))
    clinic.page.data(code, ADDRESS)
    clinic.page.calendar(code, ADDRESS)
    clinic.visits.told(code, None, "s")
    assert (clinic.house.database.url, list(contents(clinic.house.database.engine))) == before


@pytest.mark.parametrize(("language", "title"), [("sv", "Videomöte"), ("en", "Video meeting")])
def test_the_calendar_entry_is_neutral(clinic: Clinic, language: str, title: str) -> None:
    booked = clinic.book(language=language)
    mine = personal_link(clinic, booked["id"])
    text = clinic.page.calendar(mine, ADDRESS)
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert (event["summary"], event.decoded("dtstart")) == (title, START)
    assert event.decoded("dtend") == START + timedelta(hours=1)
    for private in ("Vera", "Lindqvist", "Ekbacken", "Vårdmöte", "Ekmark"):
        assert private.encode() not in text


def test_the_page_names_the_unit_and_nobody(clinic: Clinic, booked: dict[str, str]) -> None:
    data = clinic.page.data(personal_link(clinic, booked["id"]), ADDRESS)
    assert data["unit"]["sv"] == "Medicinmottagningen Ekbacken"
    assert data["emergency"]["sv"]
    assert "112" in data["emergency"]["sv"]
    assert "Vera" not in repr(data)
    assert "Ekmark" not in repr(data)
