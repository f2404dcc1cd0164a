"""Plans over the API: what is taken, what is refused and why, and who may."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from backend.app import Product
from backend.audit.tables import LogRow
from backend.clock import FixedClock
from backend.conference import erasing
from backend.conference.models import ConferenceCourse, ConferencePlan
from backend.conference.wanted import wanted
from backend.fleet.service import Fleet
from backend.storage import Database
from backend.web import schemas
from rooms.endpoint import Address
from rooms.inventory import RoomKind
from tests.backend.conference.planned import make, mdt_room, plan
from tests.product import Caller, code_of, wired
from tests.tables import contents

ALL = "/api/v1/conferences"


def send(caller: Caller, body: dict[str, Any], key: str = "k") -> Any:
    return caller.call("POST", ALL, body, Idempotency_Key=key)


def faults(response: Any) -> set[tuple[str, str]]:
    assert code_of(response)[0] == 422, response.text
    return {(error["pointer"], error["code"]) for error in response.get_json()["errors"]}


def test_a_plan_is_made_and_read_and_tells_no_number(caller: Caller) -> None:
    made = make(caller, starts_in=10)
    schemas.check("conference/conference", made)
    assert (made["state"], made["place"], made["version"], made["unit"]) == ("planned", "mdk-1", 1, "medicin")
    assert [site["role"] for site in made["sites"]] == ["host", "guest", "guest"]
    assert [site["label"] for site in made["sites"]] == ["Köping", "Sala", "Fagersta"]
    read = caller.call("GET", f"{ALL}/{made['id']}")
    assert read.get_json() == made
    assert read.headers["ETag"] == '"1"'
    listed = caller.call("GET", ALL)
    schemas.check("conference/conferences", listed.get_json())
    assert listed.get_json()["conferences"] == [made]
    told = listed.text + "".join(contents(caller.product.database.engine))
    assert "bro.example" not in told
    assert "73519" not in told


def test_the_same_request_again_makes_no_other(caller: Caller) -> None:
    first = make(caller, "again")
    assert make(caller, "again") == first
    assert len(caller.call("GET", ALL).get_json()["conferences"]) == 1
    assert code_of(send(caller, plan(caller, minutes=30), "again")) == (409, "idempotency-key-reused")


@pytest.mark.parametrize(
    "text", ["", "[" * 100_000, "[]", '{"sites": {}, "newer": 1}', '{"tag": "t", "sites": {"a": {"stage": "?"}}}']
)
def test_a_conference_that_can_t_be_read_costs_no_other(caller: Caller, text: str) -> None:
    unreadable, known = make(caller)["id"], make(caller, "another", starts_in=70)
    with caller.product.database.write() as session:
        session.add(ConferenceCourse(plan_id=unreadable, version=1, text=text, begun_at=caller.clock.now()))
    assert caller.call("GET", ALL).get_json()["conferences"] == [known]
    path = f"{ALL}/{unreadable}"
    press = {"press": "end", "press_id": "a-press-1"}
    asked: list[tuple[str, str, Any]] = [
        ("GET", path, None),
        ("PATCH", path, {"content": None}),
        ("DELETE", path, None),
        ("POST", f"{path}/press", press),
    ]
    for method, where, body in asked:
        refused = caller.call(method, where, body)
        assert code_of(refused) == (409, "conference-unreadable"), (method, refused.text)
        assert "Lägg på från rummens egna paneler" in refused.text
    assert caller.call("GET", f"/conferences/{unreadable}/events").status_code == 409
    with caller.product.database.read() as session:
        assert session.get_one(ConferenceCourse, unreadable).text == text
        assert wanted(session, caller.clock.now() + timedelta(minutes=70))[0].row.id == known["id"]


def test_what_can_t_be_held_is_refused_where_it_is_wrong(caller: Caller) -> None:
    Fleet(caller.product.database, caller.clock).bring_in(
        [
            mdt_room("room7", "Salen", kind=RoomKind.MEETING_ROOM),
            mdt_room("room8", "Hallen", address=Address("https", "127.0.0.1", 443)),
            mdt_room("room9", "Boden", address=None),
        ]
    )
    sites = [{"id": name} for name in ("room1", "room1", "room7", "room8", "room9", "room99")]
    sites.append({"id": "room2", "joins": "calls_in", "label": "Uppsala"})
    cases = [{"number": 1, "minutes": 5, "unit": "A"}, {"number": 1, "minutes": 5, "unit": "B"}]
    wrong = faults(send(caller, plan(caller, minutes=-5, sites=sites, cases=cases, presenter="room3")))
    assert wrong == {
        ("/sites", "twice"),
        ("/sites/2/id", "not-mdt-room"),
        ("/sites/3/id", "no-events"),
        ("/sites/4/id", "no-address"),
        ("/sites/5/id", "unknown-room"),
        ("/sites/5/label", "missing"),
        ("/sites/6/id", "is-a-room"),
        ("/cases", "twice"),
        ("/presenter", "not-a-room-of-ours"),
        ("/closes", "end-before-start"),
    }
    assert caller.call("GET", ALL).get_json()["conferences"] == []


def test_nothing_of_a_patient_is_taken_for_a_place_or_a_unit(caller: Caller) -> None:
    sites = [{"id": "room1", "label": "19121212-1212"}, {"id": "room2"}]
    cases = [{"number": 1, "minutes": 5, "unit": "121212-1212"}]
    refused = send(caller, plan(caller, sites=sites, cases=cases))
    assert faults(refused) == {("/sites/0/label", "personal-data"), ("/cases/0/unit", "personal-data")}
    assert "1212" not in refused.text
    assert faults(send(caller, plan(caller, cases=[{"number": 1, "minutes": 5, "unit": "A", "name": "B"}]))) == {
        ("/cases/0/name", "unknown-field")
    }


def test_a_time_that_has_gone_by_can_t_be_planned(caller: Caller) -> None:
    assert code_of(send(caller, plan(caller, starts_in=-60, minutes=60))) == (422, "already-over")


def test_two_conferences_have_two_places_and_never_one_room(caller: Caller) -> None:
    others = [{"id": name} for name in ("room4", "room5")]
    assert make(caller, "1")["place"] == "mdk-1"
    assert make(caller, "2", sites=others, presenter="room4")["place"] == "mdk-2"
    third = plan(caller, starts_in=30, sites=[{"id": "room6"}, {"id": "x", "label": "X", "joins": "calls_in"}])
    assert code_of(send(caller, third | {"presenter": "room6"})) == (409, "no-place")
    shared = send(caller, plan(caller, starts_in=59, sites=[{"id": "room6"}, {"id": "room3"}], presenter="room6"))
    assert code_of(shared) == (409, "room-taken")
    assert shared.get_json()["errors"] == [{"pointer": "/sites/1/id", "code": "room-taken"}]
    after = make(caller, "3", starts_in=60)
    assert after["place"] == "mdk-1"


def test_a_place_that_has_rested_is_taken_before_one_that_was_just_used(caller: Caller) -> None:
    assert make(caller, "1")["place"] == "mdk-1"
    assert make(caller, "2", starts_in=60)["place"] == "mdk-2"
    assert make(caller, "3", starts_in=24 * 60)["place"] == "mdk-1"


def test_a_plan_is_changed_by_whoever_has_read_it(caller: Caller) -> None:
    made = make(caller, starts_in=10)
    path = f"{ALL}/{made['id']}"
    cases = [{"number": 3, "minutes": 7, "unit": "Urologi"}]
    changed = caller.call("PATCH", path, {"cases": cases}, If_Match='"1"')
    assert changed.status_code == 200, changed.text
    assert (changed.get_json()["cases"], changed.get_json()["version"]) == (cases, 2)
    assert code_of(caller.call("PATCH", path, {"content": None}, If_Match='"1"')) == (412, "precondition-failed")
    same = caller.call("PATCH", path, {"cases": cases}, If_Match='"2"')
    assert same.get_json()["version"] == 2
    moved = caller.call("PATCH", path, {"closes": (caller.clock.now() + timedelta(hours=2)).isoformat()})
    assert (moved.get_json()["version"], moved.get_json()["place"]) == (3, "mdk-1")
    assert code_of(caller.call("PATCH", path, {})) == (400, "malformed")


def test_a_withdrawn_plan_leaves_its_rooms_free_and_is_changed_no_more(caller: Caller) -> None:
    made = make(caller)
    path = f"{ALL}/{made['id']}"
    assert code_of(caller.call("DELETE", path, If_Match='"7"')) == (412, "precondition-failed")
    for _ in range(2):
        assert caller.call("DELETE", path).status_code == 204
    assert caller.call("GET", path).get_json()["state"] == "withdrawn"
    assert code_of(caller.call("PATCH", path, {"content": None})) == (409, "conference-over")
    assert make(caller, "2")["place"] == "mdk-1"


def test_the_same_is_held_again_at_another_time(caller: Caller) -> None:
    made = make(caller)
    again = {"opens": "2026-06-17T08:00:00+02:00", "closes": "2026-06-17T09:00:00+02:00"}
    path = f"{ALL}/{made['id']}/repeat"
    assert code_of(caller.call("POST", path, again)) == (400, "idempotency-key-missing")
    repeated = caller.call("POST", path, again, Idempotency_Key="r")
    assert repeated.status_code == 201, repeated.text
    told = repeated.get_json()
    assert repeated.headers["Location"] == f"{ALL}/{told['id']}"
    assert [told[name] for name in ("sites", "cases", "presenter", "content")] == [
        made[name] for name in ("sites", "cases", "presenter", "content")
    ]
    # Pressed twice it is one; asked for anew it is another, and so is the same key for another conference.
    twice = caller.call("POST", path, again, Idempotency_Key="r")
    assert (twice.status_code, twice.get_json()) == (201, told)
    assert code_of(caller.call("POST", path, again, Idempotency_Key="s")) == (409, "room-taken")
    other = f"{ALL}/{told['id']}/repeat"
    assert code_of(caller.call("POST", other, again, Idempotency_Key="r")) == (409, "idempotency-key-reused")
    assert [one["id"] for one in caller.call("GET", ALL).get_json()["conferences"]] == [told["id"], made["id"]]


def test_those_of_the_unit_plan_and_others_know_of_nothing(caller: Caller) -> None:
    made = make(caller)
    path = f"{ALL}/{made['id']}"
    secretary, support, elsewhere = (caller.as_(name) for name in ("sekreterare", "rum", "annan"))
    assert secretary.call("GET", path).get_json()["may_change"]
    assert secretary.call("PATCH", path, {"content": None}).status_code == 200
    assert not support.call("GET", path).get_json()["may_change"]
    assert code_of(support.call("PATCH", path, {"content": 1})) == (403, "forbidden")
    assert code_of(support.call("DELETE", path)) == (403, "forbidden")
    assert code_of(send(support, plan(caller, starts_in=90))) == (403, "forbidden")
    assert [one["id"] for one in support.call("GET", ALL).get_json()["conferences"]] == [made["id"]]
    for method, body in (("GET", None), ("PATCH", {"content": None}), ("DELETE", None)):
        assert code_of(elsewhere.call(method, path, body)) == (404, "not-found")
    assert elsewhere.call("GET", ALL).get_json()["conferences"] == []
    assert code_of(send(caller, plan(caller, starts_in=90, unit="barn"))) == (403, "forbidden")


def test_what_is_done_with_a_plan_stands_in_the_access_log(caller: Caller) -> None:
    made = make(caller)
    path = f"{ALL}/{made['id']}"
    caller.call("PATCH", path, {"content": None})
    caller.as_("sekreterare").call("DELETE", path)
    caller.product.logbook.catch_up()
    with caller.product.logbook.store.database.read() as session:
        rows = session.scalars(select(LogRow).where(LogRow.meeting == made["id"]).order_by(LogRow.number)).all()
    assert [(row.action, row.user) for row in rows] == [
        ("conference.made", "personal"),
        ("conference.changed", "personal"),
        ("conference.withdrawn", "sekreterare"),
    ]


def test_rooms_say_why_they_can_t_be_sites(caller: Caller) -> None:
    Fleet(caller.product.database, caller.clock).bring_in(
        [
            mdt_room("room7", "Salen", kind=RoomKind.MEETING_ROOM),
            mdt_room("room8", "Hallen", address=Address("https", "127.0.0.1", 443)),
        ]
    )
    told = caller.call("GET", "/api/v1/conference-rooms").get_json()
    schemas.check("conference/rooms", told)
    rooms = {room["id"]: (room["may"], room["why"]) for room in told["rooms"]}
    assert told["ready"]
    assert (rooms["room1"], rooms["room8"], rooms.get("room7")) == ((True, ""), (False, "no-events"), None)


def test_a_house_without_places_plans_nothing(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    bare = wired(tmp_path, database.url, clock)
    try:
        caller = Caller(bare, clock)
        assert caller.call("GET", "/api/v1/conference-rooms").get_json() == {"ready": False, "rooms": []}
        assert code_of(send(caller, plan(caller))) == (409, "rooms-off")
    finally:
        bare.stop()


@pytest.mark.parametrize("days", [13.9, 14.1])
def test_a_conference_is_forgotten_14_days_after_it_closed(
    days: float, product: Product, caller: Caller, clock: FixedClock
) -> None:
    make(caller)
    clock.advance(hours=1, days=days)
    with product.database.write() as session:
        assert erasing.erase_before(session, clock.now() - timedelta(days=14)) == (days > 14)
    with product.database.read() as session:
        assert len(session.scalars(select(ConferencePlan)).all()) == (days < 14)
