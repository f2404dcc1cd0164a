"""The rows of the contract about the access log: what is recorded, who reads it, and that reading is recorded too."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DataError

from backend.audit import Entry, Subject
from backend.audit.actions import ACTIONS
from backend.audit.keys import KeyUnknown
from backend.clock import FixedClock
from backend.web import schemas
from tests.contract.http.test_door import door_of
from tests.contract.http.test_hosting import PERSON, api, guest_in, host_in
from tests.product import SECRET, Caller, code_of, wired

LOG = "/api/v1/access-log"
PATIENT = {**PERSON, "name": "Ottilia Vångestad", "phone": "070-174 06 33"}


def log(caller: Caller, reader: str = "granskare", **asked: str) -> list[dict[str, Any]]:
    """The entries as the user is shown them, oldest first."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    found = caller.as_(reader).call("GET", f"{LOG}?{query}")
    assert found.status_code == 200, found.text
    schemas.check("oversight/entries", found.get_json())
    return list(reversed(found.get_json()["entries"]))


def done(caller: Caller, meeting: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entry["action"], entry["user"]) for entry in log(caller, meeting=meeting["id"])]


def extract(caller: Caller, user: str = "chef", **asked: str) -> list[dict[str, Any]]:
    made = caller.as_(user).call("POST", f"{LOG}/extracts", asked)
    assert made.status_code == 200, made.text
    schemas.check("oversight/extract", made.get_json())
    entries: list[dict[str, Any]] = made.get_json()["entries"]
    return entries


def test_a_meeting_from_booking_to_end_leaves_its_trail(caller: Caller) -> None:
    meeting = caller.create()
    added = caller.call("POST", api(meeting, "participants"), PATIENT).get_json()
    caller.call("GET", api(meeting, "participants"))
    host = host_in(caller, meeting)
    page = host.listen(f"/h/{meeting['id']}/events")
    code = added["join_url"].rpartition("/")[2]
    patient = caller.as_(caller.as_(None).call("POST", f"/m/{code}/join", {}).get_json()["token"])
    assert PATIENT["name"] in next(page).decode()
    for action, body in (("note", {"text": "Jag är strax hos dig"}), ("admit", {}), ("mute", {})):
        assert host.call("POST", api(meeting, "participants", added["id"], action), body).status_code == 200
    patient.call("POST", f"/m/{code}/leave", {})
    patient.call("POST", f"/m/{code}/leave", {})
    host.call("POST", api(meeting, "lock"), {})
    host.call("POST", api(meeting, "end"), {})
    caller.call("PATCH", api(meeting), {"cohosts": ["kollega@demo.example"]})
    caller.call("PATCH", api(meeting), {"cohosts": ["kollega@demo.example"]})
    caller.call("DELETE", api(meeting, "participants", added["id"]))
    caller.call("DELETE", api(meeting))
    caller.call("DELETE", api(meeting))
    assert done(caller, meeting) == [
        ("meeting.created", "personal"),
        ("meeting.read", "personal"),
        ("person.added", "personal"),
        ("people.listed", "personal"),
        ("meeting.started", "personal"),
        ("meeting.entered", "personal"),
        ("host.joined", "personal"),
        ("people.shown", "personal"),
        ("person.arrived", "guest"),
        ("people.shown", "personal"),
        ("person.noted", "personal"),
        ("person.admitted", "personal"),
        ("person.muted", "personal"),
        ("person.left", "guest"),
        ("meeting.locked", "personal"),
        ("meeting.ended", "personal"),
        ("meeting.changed", "personal"),
        ("person.removed", "personal"),
        ("meeting.removed", "personal"),
    ]
    caller.product.jobs.drain()
    assert caller.product.logbook.verify().fault is None


def test_an_entry_says_who_in_which_unit_when_and_about_what_kind_of_person(caller: Caller) -> None:
    meeting = caller.create()
    added = caller.call("POST", api(meeting, "participants"), PATIENT).get_json()
    entry = log(caller, meeting=meeting["id"])[-1]
    number = entry.pop("number")
    assert entry == {
        "at": "2026-06-10T06:00:00+00:00",
        "action": "person.added",
        "label": {"sv": "Lade till deltagare", "en": "Added a participant"},
        "user": "personal",
        "name": "Disa Ekmark",
        "unit": "medicin",
        "on_behalf_of": None,
        "meeting": meeting["id"],
        "about": ["patient"],
        "detail": {},
        "reads_patient_data": True,
    }
    assert number > 0
    whole = caller.as_("granskare").call("GET", LOG).text
    for secret in (PATIENT["name"], PATIENT["phone"], added["id"], added["join_url"]):
        assert str(secret) not in whole


def test_what_is_refused_is_not_recorded_as_done(caller: Caller) -> None:
    meeting = caller.create()
    assert caller.as_("sekreterare").call("POST", api(meeting, "start")).status_code == 403
    assert caller.as_("annan").call("GET", api(meeting, "participants")).status_code == 404
    assert caller.call("PATCH", api(meeting), {"type": "nonsense"}).status_code == 422
    assert {action for action, _ in done(caller, meeting)} <= {"meeting.created", "meeting.read", "access.refused"}


def test_who_acts_for_another_is_visible_to_both(caller: Caller) -> None:
    secretary = caller.as_("sekreterare")
    meeting = secretary.create(mailbox="personal@demo.example")
    secretary.call("POST", api(meeting, "participants"), PATIENT)
    for user in ("sekreterare", "personal"):
        found = caller.as_(user).call("GET", f"{LOG}/mine")
        schemas.check("oversight/entries", found.get_json())
        shown = [(entry["action"], entry["user"], entry["on_behalf_of"]) for entry in found.get_json()["entries"]]
        assert ("person.added", "sekreterare", "personal@demo.example") in shown
        assert ("meeting.created", "sekreterare", "personal@demo.example") in shown
        assert "Ottilia" not in found.text
    assert caller.as_("kollega").call("GET", f"{LOG}/mine").get_json()["entries"] == []
    own = caller.create()
    assert log(caller, meeting=own["id"])[0]["on_behalf_of"] is None


def test_a_cohost_acts_in_their_own_name(caller: Caller) -> None:
    meeting = caller.create(cohosts=["annan@demo.example"])
    host_in(caller.as_("annan"), meeting)
    entries = [entry for entry in log(caller, meeting=meeting["id"]) if entry["user"] == "annan"]
    assert [entry["action"] for entry in entries] == ["meeting.started", "meeting.entered", "host.joined"]
    assert {entry["on_behalf_of"] for entry in entries} == {None}
    assert {entry["unit"] for entry in entries} == {"medicin"}


def test_acting_from_the_shared_mailbox_is_on_its_behalf(caller: Caller) -> None:
    meeting = caller.as_("sekreterare").create(mailbox="mottagning@demo.example")
    host_in(caller.as_("kollega"), meeting)
    entries = [entry for entry in log(caller, meeting=meeting["id"]) if entry["user"] == "kollega"]
    assert {entry["on_behalf_of"] for entry in entries} == {"mottagning@demo.example"}


def test_a_guest_made_host_acts_as_guest_with_a_participant(caller: Caller) -> None:
    meeting = caller.create()
    host = host_in(caller, meeting)
    leader = caller.call("POST", api(meeting, "participants"), {"kind": "professional", "name": "Gun Ek"}).get_json()
    code = leader["join_url"].rpartition("/")[2]
    guest = caller.as_(caller.as_(None).call("POST", f"/m/{code}/join", {}).get_json()["token"])
    for action in ("admit", "make-host"):
        assert host.call("POST", api(meeting, "participants", leader["id"], action), {}).status_code == 200
    _, waiting = guest_in(caller, meeting)
    assert guest.call("POST", api(meeting, "participants", waiting, "admit"), {}).status_code == 200
    admitted = next(entry for entry in log(caller, action="person.admitted") if entry["user"] == "guest")
    assert (admitted["detail"], admitted["about"]) == ({"by": leader["id"]}, ["guest", "professional"])
    assert waiting not in str(admitted)
    assert (admitted["name"], admitted["unit"]) == (None, "medicin")


def test_unit_heads_read_their_own_unit_auditors_all_and_nobody_else_any(caller: Caller) -> None:
    own, other = caller.create(), caller.as_("annan").create()
    assert {entry["unit"] for entry in log(caller, "chef")} == {"medicin"}
    assert {entry["unit"] for entry in log(caller, "granskare")} >= {"medicin", "barn"}
    assert {entry["unit"] for entry in log(caller, "granskare", unit="barn")} == {"barn"}
    assert code_of(caller.as_("chef").call("GET", f"{LOG}?unit=barn")) == (403, "forbidden")
    for user in ("personal", "kollega", "annan", "sekreterare", "admin", "region", "rum"):
        for method, path, body in (
            ("GET", LOG, None),
            ("POST", f"{LOG}/extracts", {"name": "x"}),
            ("GET", f"{LOG}/reviews", None),
            ("POST", f"{LOG}/reviews", {"from": "2026-06-01T00:00Z", "to": "2026-06-11T00:00Z", "result": "ok",
                                        "entries": [1]}),
        ):  # fmt: skip
            assert code_of(caller.as_(user).call(method, path, body)) == (403, "forbidden"), (user, path)
    assert code_of(caller.as_(None).call("GET", LOG)) == (401, "unauthenticated")
    assert log(caller, "chef", meeting=other["id"]) == []
    assert log(caller, "chef", meeting=own["id"]) != []


def test_reading_is_itself_recorded_where_the_care_is(caller: Caller) -> None:
    caller.create()
    log(caller, "granskare", unit="medicin", sample="2")
    last = log(caller, "chef")[-1]
    assert (last["action"], last["user"], last["unit"]) == ("log.read", "granskare", "medicin")
    assert last["detail"] == {"entries": 2, "sample": 2}


def test_a_reason_typed_by_staff_is_for_whoever_looks_into_a_meeting_not_for_a_patient(caller: Caller) -> None:
    about = (Subject(participant="p7", kind="patient", name=PATIENT["name"]),)
    with caller.product.database.write() as session:
        entry = Entry(
            action="send.overridden",
            user="personal",
            unit="medicin",
            meeting="m0123456789abcdef",
            subjects=about,
            note="Bråttom",
        )
        caller.product.access_log.record(session, entry)
    assert [entry["note"] for entry in extract(caller, name=PATIENT["name"])] == [None]
    (shown,) = extract(caller, meeting="m0123456789abcdef")
    assert (shown["note"], shown["subjects"][0]["name"]) == ("Bråttom", PATIENT["name"])
    assert "Bråttom" not in caller.as_("chef").call("GET", LOG).text


def test_the_product_itself_and_a_host_who_hands_over_stand_in_the_log(caller: Caller) -> None:
    draft = caller.create(appointment={})
    meeting = caller.create()
    colleague = caller.call("POST", api(meeting, "participants"), {"kind": "professional", "name": "Gun Ek"}).get_json()
    host = host_in(caller, meeting)
    code = colleague["join_url"].rpartition("/")[2]
    caller.as_(None).call("POST", f"/m/{code}/join", {})
    host.call("POST", api(meeting, "participants", colleague["id"], "admit"), {})
    left = host.call("POST", f"/h/{meeting['id']}/leave", {"hand_over_to": colleague["id"]})
    assert left.status_code == 204
    assert done(caller, meeting)[-2:] == [("person.made-host", "personal"), ("host.left", "personal")]
    caller.clock.advance(hours=3)
    next(job for job in caller.product.jobs._scheduler.get_jobs() if job.id == "meetings.sweep").func()
    (swept,) = log(caller, meeting=draft["id"], action="meeting.removed")
    assert (swept["user"], swept["name"], swept["detail"]) == ("system", None, {"reason": "appointment-never-came"})


@pytest.mark.parametrize("words", ["Ottilia%20Vångestad", "191212121212", "x" * 80])
def test_what_a_person_could_be_named_by_is_taken_for_neither_unit_nor_id(caller: Caller, words: str) -> None:
    for field in ("unit", "meeting"):
        refused = caller.as_("granskare").call("GET", f"{LOG}?{field}={words}")
        assert (code_of(refused), refused.get_json()["errors"][0]["pointer"]) == ((422, "malformed"), f"/{field}")
    for field in ("meeting", "participant"):
        asked = {field: words.replace("%20", " ")[:32]}
        refused = caller.as_("granskare").call("POST", f"{LOG}/extracts", asked)
        assert (code_of(refused), refused.get_json()["errors"][0]["pointer"]) == ((422, "malformed"), f"/{field}")
    review = {
        "from": "2026-06-01T00:00:00Z",
        "to": "2026-06-11T00:00:00Z",
        "result": "ok",
        "entries": [1],
        "unit": "x y",
    }
    assert code_of(caller.as_("granskare").call("POST", f"{LOG}/reviews", review)) == (422, "malformed")
    assert [entry for entry in log(caller) if entry["action"].startswith("log.") and entry["unit"] != "region"] == []


def test_a_check_is_documented_and_kept(caller: Caller) -> None:
    caller.create()
    numbers = [entry["number"] for entry in log(caller, "chef", sample="2")]
    body = {"from": "2026-06-01T00:00:00+02:00", "to": "2026-06-11T00:00:00+02:00", "result": "follow_up",
            "entries": numbers}  # fmt: skip
    assert caller.as_("chef").call("POST", f"{LOG}/reviews", body).status_code == 201
    assert code_of(caller.as_("chef").call("POST", f"{LOG}/reviews", {**body, "entries": [999]})) == (404, "not-found")
    assert code_of(caller.as_("chef").call("POST", f"{LOG}/reviews", {**body, "result": "fine"})) == (400, "malformed")
    assert code_of(caller.as_("chef").call("POST", f"{LOG}/reviews", {**body, "entries": []})) == (400, "malformed")
    found = caller.as_("chef").call("GET", f"{LOG}/reviews").get_json()
    schemas.check("oversight/reviews", found)
    (review,) = found["reviews"]
    assert (review["user"], review["name"], review["unit"]) == ("chef", "Ragnhild Säterberg", "medicin")
    assert (review["result"], review["entries"]) == ("follow_up", sorted(numbers))
    assert caller.as_("granskare").call("GET", f"{LOG}/reviews").get_json() == found


def test_pages_are_bounded_and_follow_each_other(caller: Caller) -> None:
    for number in range(230):
        with caller.product.database.write() as session:
            entry = Entry(action="meeting.read", user="personal", unit="barn", meeting=f"x{number}")
            caller.product.access_log.record(session, entry)
    seen, cursor = [], ""
    while True:
        page = caller.as_("granskare").call("GET", f"{LOG}?unit=barn&action=meeting.read{cursor}").get_json()
        assert len(page["entries"]) <= 100
        seen += [entry["meeting"] for entry in page["entries"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [f"x{number}" for number in reversed(range(230))]
    drawn = log(caller, action="meeting.read", sample="20")
    assert len({entry["number"] for entry in drawn}) == 20
    assert [entry["number"] for entry in drawn] == sorted(entry["number"] for entry in drawn)


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("from=yesterday", (422, "bad-time")),
        ("from=2026-06-10T10:00:00", (422, "bad-time")),
        ("from=0001-01-01T00:00:00%2B14:00", (422, "bad-time")),
        ("from=2026-06-11T00:00:00Z&to=2026-06-10T00:00:00Z", (422, "end-before-start")),
        ("sample=0", (422, "limit-exceeded")),
        ("sample=201", (422, "limit-exceeded")),
        ("sample=many", (400, "malformed")),
        ("cursor=-1", (400, "malformed")),
        ("cursor=99999999999999999999", (400, "malformed")),
    ],
)
def test_what_can_not_be_asked_is_said(caller: Caller, query: str, refusal: tuple[int, str]) -> None:
    assert code_of(caller.as_("granskare").call("GET", f"{LOG}?{query}")) == refusal


def test_the_period_is_kept_to_and_a_plus_sign_may_arrive_as_a_space(caller: Caller) -> None:
    caller.create()
    caller.clock.advance(days=40)
    late = caller.create()
    assert {entry["meeting"] for entry in log(caller)} == {late["id"]}
    asked = {"from": "2026-06-10T08:00:00 02:00", "to": "2026-06-10T08:00:01 02:00"}
    assert {entry["action"] for entry in log(caller, **asked)} == {"meeting.created", "meeting.read"}


@pytest.mark.parametrize("error", [OSError(), KeyUnknown(), DataError("INSERT", {}, ValueError())])
def test_a_log_that_does_not_answer_is_said_and_nothing_is_shown(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def away(*_arguments: object) -> None:
        raise error

    caller.create()
    monkeypatch.setattr("backend.audit.store.Store.append", away)
    for path in (LOG, f"{LOG}/mine", f"{LOG}/reviews"):
        with caller.product.database.write() as session:
            caller.product.access_log.record(session, Entry(action="meeting.read", user="personal", unit="medicin"))
        assert code_of(caller.as_("granskare").call("GET", path)) == (503, "service-unavailable"), path


def test_the_log_answers_after_the_meeting_is_erased_and_holds(caller: Caller) -> None:
    meeting = caller.create()
    caller.call("POST", api(meeting, "participants"), PATIENT)
    caller.as_(None).call("POST", f"{door_of(meeting)}/join", {"name": "Gustava Lind"})
    caller.clock.advance(days=15)
    for job in caller.product.jobs._scheduler.get_jobs():
        if job.id in {"privacy.erase", "audit.purge"}:
            job.func()
    found = [entry["action"] for entry in extract(caller, name=PATIENT["name"])]
    assert found == ["person.added", "meeting.created"]
    assert [entry["action"] for entry in extract(caller, name="gustava lind")] == ["person.arrived", "meeting.created"]
    caller.clock.advance(days=4 * 365)
    assert [entry["action"] for entry in extract(caller, phone=PATIENT["phone"])][-2:] == found
    assert caller.product.logbook.verify().fault is None


def test_when_the_secret_is_replaced_what_was_written_before_is_still_found(
    caller: Caller, tmp_path: Path, clock: FixedClock
) -> None:
    meeting = caller.create()
    caller.call("POST", api(meeting, "participants"), PATIENT)
    caller.product.jobs.drain()
    caller.product.stop()
    ring = {"secret_key": b"the secret that came after, 32 b", "earlier_secret_keys": (SECRET,)}
    product = wired(tmp_path, caller.product.database.url, clock, **ring)
    again = Caller(product, clock)
    again.call("GET", api(meeting, "participants"))
    found = extract(again, name=PATIENT["name"], phone=PATIENT["phone"])
    assert [entry["action"] for entry in found] == ["people.listed", "person.added", "meeting.created"]
    assert product.logbook.verify().fault is None
    product.stop()


def test_every_action_has_words_in_both_languages() -> None:
    for code, action in ACTIONS.items():
        assert action.label.sv != action.label.en, code
        assert len(code) <= 40
