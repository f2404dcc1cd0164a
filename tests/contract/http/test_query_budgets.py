"""How many SQL statements each page and list may take: never more with many rows than with one, and no more than
tests/query_budgets.json says. Whoever needs one more says so there.
"""

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, event, select
from sqlalchemy.orm import Session

from backend.audit import Entry
from backend.fleet.models import FleetRoom
from backend.identity.models import RoleGrant
from backend.meetings.models import Cohost, Door, Meeting, Participant
from backend.room_meetings.models import MeetingRoom
from backend.storage import Base
from backend.video.models import Conference, Presence
from tests.processes.served import MANY as SEVERAL
from tests.product import Caller

BUDGETS: dict[str, dict[str, int]] = json.loads(
    (Path(__file__).parents[2] / "query_budgets.json").read_text(encoding="utf-8")
)
MANY = 50
ROOM = {"name": "Alen", "kind": "mdt_room", "capacity": 8, "equipment": [], "site": "", "address": ""}
PERSON = {"kind": "patient", "name": "Vera Lindqvist", "identity": "none"}
_REVIEW = {"from": "2026-05-01T00:00:00+00:00", "to": "2026-06-01T00:00:00+00:00", "entries": "1", "result": "nothing"}
_keys = itertools.count()
# (who asks, method, path, body); {meeting}, {code} and {own} name what `fill` made.
ASKED: tuple[tuple[str | None, str, str, Any], ...] = (
    ("personal", "GET", "/api/v1/meetings", None),
    ("region", "GET", "/api/v1/meetings", None),
    ("personal", "GET", "/api/v1/meetings/{meeting}", None),
    ("personal", "PATCH", "/api/v1/meetings/{meeting}", {"cohosts": []}),
    ("personal", "POST", "/api/v1/meetings", {"type": "patient_care"}),
    ("personal", "POST", "/api/v1/meetings/{meeting}/start", {}),
    ("personal", "GET", "/api/v1/meetings/{meeting}/participants", None),
    ("personal", "POST", "/api/v1/meetings/{meeting}/participants", PERSON),
    (None, "GET", "/m/{code}", None),
    (None, "POST", "/m/{code}/join", {"name": "Vera"}),
    (None, "POST", "/m/{own}/join", {}),
    ("personal", "GET", "/api/v1/me", None),
    ("personal", "GET", "/api/v1/guide/last", None),
    ("granskare", "GET", "/api/v1/access-log", None),
    ("personal", "GET", "/api/v1/access-log/mine", None),
    ("granskare", "GET", "/api/v1/access-log/reviews", None),
    ("region", "GET", "/api/v1/units", None),
    ("region", "GET", "/api/v1/units/medicin", None),
    ("region", "GET", "/api/v1/units/medicin/people", None),
    ("personal", "GET", "/api/v1/rooms", None),
    ("personal", "GET", "/api/v1/meetings/{meeting}/rooms", None),
    ("personal", "GET", "/api/v1/meetings/{meeting}/room-choices", None),
)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Count what this thread says to any database within the block."""
    said: list[str] = []
    here = threading.get_ident()

    def note(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if threading.get_ident() == here:
            said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def spent(caller: Caller, names: dict[str, str], asked: tuple[str | None, str, str, Any]) -> int:
    """How many statements one request takes, when everything has been asked for once before."""
    user, method, path, body = asked
    options: dict[str, str] = {}
    if path == "/api/v1/meetings" and method == "POST":
        now = caller.clock.now()
        body = {**body, "start": now.isoformat(), "end": now.replace(hour=now.hour + 1).isoformat()}
    for _ in range(2):
        if method == "POST":
            options["Idempotency_Key"] = f"budget-{next(_keys)}"
        caller.product.logbook.look()
        caller.product.jobs.drain()
        with counted() as said:
            answer = caller.as_(user).call(method, path.format(**names), body, **options)
        assert answer.status_code < 300, (path, answer.text)
    return len([statement for statement in said if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))])


def fill(caller: Caller, count: int) -> dict[str, str]:
    """Let there be so many meetings, people in one of them, grants in a unit and entries in the log."""
    first = caller.create(cohosts=["kollega@demo.example"])
    added = caller.call("POST", f"/api/v1/meetings/{first['id']}/participants", PERSON).get_json()
    own, code = (made["join_url"].rpartition("/")[2] for made in (added, first))
    assert caller.as_(None).call("POST", f"/m/{own}/join", {}).status_code == 200
    now = caller.clock.now()
    grant = {"unit": "medicin", "role": "booking_secretary", "granted_by": "region", "granted_at": now}
    with caller.product.database.write() as session:
        session.add(RoleGrant(id="r0", user="annan", **grant))
        for number in range(1, count):
            end = f"{number:04}"
            conference = copied(session, Conference, {"id": f"c{end}", "key": f"k{end}"}, reference=f"b{end}")
            copied(session, Meeting, {"id": f"m{end}"}, conference_id=conference)
            copied(session, Door, {"code": f"d{end}"}, meeting_id=f"m{end}", participant_id=None)
            copied(session, Cohost, {"meeting_id": f"m{end}"})
            copied(session, Participant, {"id": f"p{end}"})
            session.add(FleetRoom(id=f"f{end}", changed_at=now, **ROOM))
            session.flush()
            session.add_all(
                MeetingRoom(booking=each, room_id=f"f{end}", since=now) for each in (first["id"], f"m{end}")
            )
            copied(session, Presence, {"id": f"s{end}", "person": f"p{end}", "token_hash": f"t{end}"})
            session.add(RoleGrant(id=f"r{end}", user=f"u{end}", **grant))
            for action, user, detail in (("meeting.read", "personal", {}), ("log.reviewed", "granskare", _REVIEW)):
                entry = Entry(action=action, user=user, unit="medicin", detail=detail)
                caller.product.access_log.record(session, entry)
    caller.product.jobs.drain()
    return {"meeting": first["id"], "code": code, "own": own}


def copied(session: Session, kind: type[Base], named: dict[str, str], **changed: str | None) -> str:
    """Copy the first row of a table under another name."""
    table = kind.__table__
    assert isinstance(table, Table)
    # A meeting's common door is the one without a person.
    first = session.execute(select(table).order_by(*table.primary_key).limit(1)).mappings().one()
    session.execute(table.insert().values({**first, **named, **changed}))
    return next(iter(named.values()))


def measured(caller: Caller, count: int) -> dict[str, int]:
    names = fill(caller, count)
    return {f"{user or 'guest'} {method} {path}": spent(caller, names, asked) for asked in ASKED
            for user, method, path, _ in [asked]}  # fmt: skip


@pytest.mark.parametrize("count", [1, MANY])
def test_each_page_keeps_to_its_budget_however_many_rows_there_are(
    caller: Caller, database_kind: str, count: int
) -> None:
    spent_on = measured(caller, count)
    assert spent_on.keys() == BUDGETS.keys()
    # Of several processes, each puts into the log first what another has left for it.
    kinds = ("processes", database_kind) if SEVERAL else (database_kind,)
    most = {name: next(budget[kind] for kind in kinds if kind in budget) for name, budget in BUDGETS.items()}
    over = {name: number for name, number in spent_on.items() if number > most[name]}
    assert over == {}
