import pytest
from sqlalchemy import func, select

from backend.errors import Conflict, Forbidden, Gone, Invalid, NotFound, Refused
from backend.meetings import participants
from backend.meetings.models import Participant
from tests.backend.meetings.clinic import Clinic, code_of

VERA = {"kind": "patient", "name": "Vera Lindqvist", "phone": "070-174 06 05", "identity": "document"}


@pytest.fixture
def meeting_id(clinic: Clinic) -> str:
    booked: str = clinic.book()["id"]
    return booked


def add(clinic: Clinic, meeting_id: str, user: str = "personal", key: str | None = None) -> dict[str, str]:
    return clinic.participants.add(clinic.actor(user), meeting_id, VERA, key)


def test_each_participant_has_a_link_of_their_own(clinic: Clinic, meeting_id: str) -> None:
    first, second = add(clinic, meeting_id), add(clinic, meeting_id)
    assert first["join_url"] != second["join_url"]
    listed = clinic.participants.listing(clinic.actor("personal"), meeting_id)
    assert {row["join_url"] for row in listed} == {first["join_url"], second["join_url"]}
    assert "state" not in listed[0]


def test_the_same_key_adds_nobody_twice(clinic: Clinic, meeting_id: str) -> None:
    assert add(clinic, meeting_id, key="one") == add(clinic, meeting_id, key="one")
    assert add(clinic, meeting_id, key="two")["id"] != add(clinic, meeting_id, key="one")["id"]
    assert len(clinic.participants.listing(clinic.actor("personal"), meeting_id)) == 2


def test_a_live_participant_shows_where_they_are(clinic: Clinic, meeting_id: str) -> None:
    vera = add(clinic, meeting_id)
    clinic.wait(code_of(vera["join_url"]), None)
    listed = clinic.participants.listing(clinic.actor("personal"), meeting_id)
    assert [(row["state"], row["role"], row["identity"]) for row in listed] == [("waiting", "guest", "document")]


def test_who_came_through_the_common_link_is_listed_without_a_link(clinic: Clinic) -> None:
    booked = clinic.book()
    clinic.wait(code_of(booked["join_url"]), "Bertil Ask")
    listed = clinic.participants.listing(clinic.actor("personal"), booked["id"])
    assert [(row["kind"], row["name"], row["join_url"]) for row in listed] == [("guest", "Bertil Ask", None)]


@pytest.mark.parametrize(
    ("user", "refusal"), [("admin", Forbidden), ("kollega", Forbidden), ("annan", NotFound), ("granskare", NotFound)]
)
def test_who_takes_part_is_not_for_everybody(
    clinic: Clinic, meeting_id: str, user: str, refusal: type[Refused]
) -> None:
    vera = add(clinic, meeting_id)
    with pytest.raises(refusal):
        clinic.participants.listing(clinic.actor(user), meeting_id)
    with pytest.raises(refusal):
        add(clinic, meeting_id, user)
    with pytest.raises(refusal):
        clinic.participants.remove(clinic.actor(user), meeting_id, vera["id"])


def test_a_secretary_may_enter_who_is_expected(clinic: Clinic) -> None:
    booked = clinic.book("sekreterare", mailbox="personal@demo.example")
    assert add(clinic, booked["id"], "sekreterare")["name"] == "Vera Lindqvist"


def test_taking_somebody_off_shuts_their_link_and_puts_them_out(clinic: Clinic, meeting_id: str) -> None:
    waiting, inside = add(clinic, meeting_id), add(clinic, meeting_id)
    tokens = {row["id"]: clinic.wait(code_of(row["join_url"]), None)["token"] for row in (waiting, inside)}
    clinic.panel.on_person("demo:personal", meeting_id, inside["id"], "admit", {})
    for row in (waiting, inside, inside):
        clinic.participants.remove(clinic.actor("personal"), meeting_id, row["id"])
    for row, reason in ((waiting, "denied"), (inside, "removed")):
        told = clinic.visits.told(code_of(row["join_url"]), tokens[row["id"]], "s")
        assert told[-1] == ("bye", {"reason": reason})
        with pytest.raises(Gone) as refusal:
            clinic.wait(code_of(row["join_url"]), None)
        assert refusal.value.text.sv.startswith("Länken gäller inte längre.")
    assert clinic.participants.listing(clinic.actor("personal"), meeting_id) == []
    with pytest.raises(NotFound):
        clinic.participants.remove(clinic.actor("personal"), meeting_id, "p0")


def test_a_removed_meeting_takes_nobody_more(clinic: Clinic, meeting_id: str) -> None:
    add(clinic, meeting_id, key="before")
    clinic.meetings.remove(clinic.actor("personal"), meeting_id)
    with pytest.raises(Conflict) as refusal:
        add(clinic, meeting_id)
    assert refusal.value.code == "meeting-removed"


def test_another_audience_takes_nobody_along(clinic: Clinic, meeting_id: str) -> None:
    vera = add(clinic, meeting_id, key="vera")
    clinic.meetings.change(clinic.actor("personal"), meeting_id, {"type": "internal"}, None)
    assert clinic.participants.listing(clinic.actor("personal"), meeting_id) == []
    with pytest.raises(Gone) as refusal:
        clinic.wait(code_of(vera["join_url"]), None)
    assert refusal.value.text.sv == "Mötet har ändrats. Kontakta mottagningen."


def test_the_list_has_a_bound(clinic: Clinic, meeting_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(participants, "MOST", 2)
    for _ in range(2):
        add(clinic, meeting_id)
    with pytest.raises(Invalid) as refusal:
        add(clinic, meeting_id)
    assert refusal.value.code == "limit-exceeded"


def test_names_and_phones_are_blanked_when_the_time_is_up(clinic: Clinic, meeting_id: str) -> None:
    add(clinic, meeting_id)
    clinic.host(meeting_id)
    end = clinic.meeting(meeting_id).end
    with clinic.house.database.write() as session:
        assert participants.erase_before(session, end) == 0
        clinic.house.clock.advance(days=1)
        assert participants.erase_before(session, clinic.house.clock.now()) == 2
        personal = (Participant.name != "") | (Participant.phone != "") | Participant.staff_user.is_not(None)
        assert session.scalar(select(func.count()).select_from(Participant).where(personal)) == 0
