import pytest
from sqlalchemy.orm import Session

from backend.errors import Conflict, Forbidden, NotFound, Refused, Unauthenticated
from backend.meetings.person_actions import PERSON_ACTIONS
from tests.backend.meetings.clinic import Clinic, code_of


@pytest.fixture
def booked(clinic: Clinic) -> dict[str, str]:
    return clinic.book()


def rows(clinic: Clinic, booked: dict[str, str], bearer: str) -> list[tuple[str, str]]:
    told = dict(clinic.listening.told(bearer, booked["id"], "s", attending=True))
    return [(row["name"], row["state"]) for row in told["participants"]["participants"]]


def test_the_three_groups_come_in_their_order(clinic: Clinic, booked: dict[str, str]) -> None:
    code, bearer = code_of(booked["join_url"]), clinic.host(booked["id"])
    guests = {}
    for name in ("Ada", "Bo", "Cilla", "Dag"):
        clinic.house.clock.advance(seconds=1)
        guests[name] = clinic.wait(code, name)
    for name in ("Ada", "Bo"):
        clinic.panel.on_person(bearer, booked["id"], guests[name]["participant"], "admit", {})
    clinic.visits.leave(code, guests["Dag"]["token"])
    clinic.visits.tell(code, guests["Bo"]["token"], {"hand": True})
    assert rows(clinic, booked, bearer) == [
        ("Bo", "in"),
        ("Cilla", "waiting"),
        ("Disa Ekmark", "in"),
        ("Ada", "in"),
        ("Dag", "left"),
    ]


def test_a_signed_in_organiser_may_act_without_being_in(clinic: Clinic, booked: dict[str, str]) -> None:
    guest = clinic.wait(code_of(booked["join_url"]))
    shown = clinic.panel.on_person("demo:personal", booked["id"], guest["participant"], "admit", {})
    assert [(row["state"], row["identity"]) for row in shown] == [("in", "none")]


@pytest.mark.parametrize(
    ("bearer", "refusal"),
    [
        ("demo:kollega", Forbidden),
        ("demo:admin", Forbidden),
        ("demo:sekreterare", Forbidden),
        ("demo:annan", NotFound),
        ("demo:nobody", Unauthenticated),
        ("host:made up", Unauthenticated),
        ("guest:made up", Unauthenticated),
    ],
)
@pytest.mark.parametrize("action", PERSON_ACTIONS)
def test_nobody_else_may_act(clinic: Clinic, bearer: str, refusal: type[Refused], action: str) -> None:
    meeting = clinic.book()
    guest = clinic.wait(code_of(meeting["join_url"]))
    with pytest.raises(refusal):
        clinic.panel.on_person(bearer, meeting["id"], guest["participant"], action, {"text": "x"})


def test_a_guest_is_no_host_and_a_host_of_one_meeting_none_of_another(clinic: Clinic, booked: dict[str, str]) -> None:
    guest = clinic.wait(code_of(booked["join_url"]))
    with pytest.raises(Forbidden):
        clinic.panel.end(guest["token"], booked["id"])
    clinic.house.clock.advance(seconds=1)
    other = clinic.book()
    with pytest.raises(NotFound):
        clinic.panel.end(guest["token"], other["id"])
    with pytest.raises(NotFound):
        clinic.panel.on_person(clinic.host(other["id"]), other["id"], guest["participant"], "admit", {})


def test_a_note_is_tidied_and_shown_to_the_one_who_waits(clinic: Clinic, booked: dict[str, str]) -> None:
    code = code_of(booked["join_url"])
    guest = clinic.wait(code)
    clinic.panel.on_person(
        "demo:personal", booked["id"], guest["participant"], "note", {"text": " Strax \u202e klart.\n"}
    )
    assert dict(clinic.visits.told(code, guest["token"], "s"))["presence"]["note"] == "Strax klart."


def test_locking_holds_the_door_and_says_so(clinic: Clinic, booked: dict[str, str]) -> None:
    code, bearer = code_of(booked["join_url"]), clinic.host(booked["id"])
    clinic.panel.lock(bearer, booked["id"], locked=True)
    guest = clinic.wait(code)
    assert dict(clinic.visits.told(code, guest["token"], "s"))["door"]["state"] == "locked"
    with pytest.raises(Conflict):
        clinic.panel.on_person(bearer, booked["id"], guest["participant"], "admit", {})
    clinic.panel.lock(bearer, booked["id"], locked=False)
    clinic.panel.on_person(bearer, booked["id"], guest["participant"], "admit", {})


@pytest.mark.parametrize(("action", "reason"), [("deny", "denied"), ("remove", "removed")])
def test_who_is_sent_away_is_told_which(clinic: Clinic, booked: dict[str, str], action: str, reason: str) -> None:
    code, bearer = code_of(booked["join_url"]), clinic.host(booked["id"])
    guest = clinic.wait(code)
    if action == "remove":
        clinic.panel.on_person(bearer, booked["id"], guest["participant"], "admit", {})
    clinic.panel.on_person(bearer, booked["id"], guest["participant"], action, {})
    assert clinic.visits.told(code, guest["token"], "s")[-1] == ("bye", {"reason": reason})
    assert rows(clinic, booked, bearer) == [("Disa Ekmark", "in")]


def test_a_stream_whose_opening_the_database_did_not_keep_is_none(
    clinic: Clinic, booked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_session: Session) -> None:
        raise TimeoutError

    bearer = clinic.host(booked["id"])
    with monkeypatch.context() as patched:
        patched.setattr("backend.storage.database._Session.commit", away)
        with pytest.raises(TimeoutError):
            clinic.listening.open(bearer, booked["id"], "never", lambda _: None)
    assert clinic.house.live._open == {}
    assert clinic.listening.open(bearer, booked["id"], "s", lambda _: None).attending
    assert list(clinic.house.live._open) == ["s"]
