"""The booker's HTTP surface: meetings under /api/v1/meetings, the profile the pane shows, and who one is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, request

from backend.clock import Clock, swedish_day
from backend.errors import FieldFault, Invalid, Malformed
from backend.identity import SignIn
from backend.meetings import times
from backend.meetings.series_case import SCOPES, THIS
from backend.meetings.service import Meetings
from backend.profiles import Profile, pane_view
from backend.units.gates import UnitGates
from backend.web.api import IF_MATCH, NOBODY, Answer, Api, actor, answer, body, empty, if_match

_KEY_LIMIT = 200
_MOMENT: Mapping[str, Any] = {"schema": {"type": "string", "format": "date-time"}}
_KEY: Mapping[str, Any] = {"required": True, "schema": {"type": "string", "minLength": 1, "maxLength": _KEY_LIMIT}}
_SCOPE: Mapping[str, Any] = {"schema": {"enum": list(SCOPES)}}


def blueprint(  # noqa: C901 - a list of declarations, not a flow
    meetings: Meetings, sign_in: SignIn, profile: Profile, gates: UnitGates, clock: Clock
) -> Blueprint:
    """Return the routes of the booker."""
    routes = Blueprint("meetings", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "GET", "/api/v1/sign-in", summary="How one signs in here", caller=NOBODY, answers={200: "identity/sign_in"}
    )
    def sign_in_mode() -> Answer:
        return answer({"mode": sign_in.mode})

    @api.operation("GET", "/api/v1/me", summary="Who one is, and for whom one may book", answers={200: "identity/me"})
    def me() -> Answer:
        person = actor().person
        name = person.unit.name
        return answer(
            {
                "user": person.user,
                "name": person.name,
                "mailbox": person.address,
                "unit": {"id": person.unit.id, "name": {"sv": name.sv, "en": name.en}},
                "roles": sorted(actor().roles_in(person.unit.id)),
                "inactive": [
                    {"unit": row.unit, "role": row.role, "waiting_for": row.waiting_for} for row in actor().inactive
                ],
                "mailboxes": [
                    {"address": mailbox.address, "name": mailbox.name, "own": mailbox.own}
                    for mailbox in actor().mailboxes
                ],
            }
        )

    @api.operation(
        "GET",
        "/api/v1/profile",
        summary="What the pane shows of the region's profile",
        answers={200: "meetings/profile"},
    )
    def shown_profile() -> Answer:
        unit = actor().person.unit.id
        view = pane_view(profile, gates.available(unit), swedish_day(clock.now()))
        for row in view["types"]:
            if row["link"] is not None:
                row["link"]["notices"] = meetings.notices(row["link"]["service"])
        return answer({**view, "support": gates.support(unit, "host")})

    @api.operation(
        "POST",
        "/api/v1/meetings",
        summary="Create a meeting",
        body="meetings/create",
        answers={201: "meetings/meeting"},
        problems=(403, 409),
        headers={"Idempotency-Key": _KEY},
    )
    def create() -> Answer:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key:
            raise Malformed("idempotency-key-missing")
        if len(key) > _KEY_LIMIT:
            raise Invalid("too-long")
        created = meetings.create(actor(), body(), key)
        made = answer(created, 201, version=created["version"])
        made.headers["Location"] = f"/api/v1/meetings/{created['id']}"
        return made

    @api.operation(
        "GET",
        "/api/v1/meetings",
        summary="One's meetings in a period; without one, from yesterday and 31 days on",
        answers={200: "meetings/meetings"},
        problems=(422,),
        query={"from": _MOMENT, "to": _MOMENT},
    )
    def listing() -> Answer:
        start = _query("from") or clock.now() - timedelta(days=1)
        return answer({"meetings": meetings.list(actor(), start, _query("to") or start + timedelta(days=32))})

    @api.operation(
        "GET",
        "/api/v1/meetings/<meeting_id>",
        summary="Read a meeting",
        answers={200: "meetings/meeting"},
        problems=(403,),
    )
    def read(meeting_id: str) -> Answer:
        found = meetings.read(actor(), meeting_id)
        return answer(found, version=found["version"])

    @api.operation(
        "PATCH",
        "/api/v1/meetings/<meeting_id>",
        summary="Change a meeting, or of its series what `scope` says; then without ETag, see `series.version`",
        body="meetings/change",
        answers={200: "meetings/meeting"},
        problems=(403, 409, 412),
        headers=IF_MATCH,
        query={"scope": _SCOPE},
    )
    def change(meeting_id: str) -> Answer:
        scope = _scope()
        asked = body() | ({"scope": scope} if scope else {})
        changed = meetings.change(actor(), meeting_id, asked, if_match())
        # What is asked of a series is matched with the version of the series; the meeting's would be taken for it.
        of_series = asked.get("scope", THIS) != THIS or "recurrence" in (asked.get("appointment") or {})
        return answer(changed, version=None if of_series else changed["version"])

    @api.operation(
        "DELETE",
        "/api/v1/meetings/<meeting_id>",
        summary="Remove a meeting, or of its series what `scope` says; 200 names what is on and goes on",
        body="meetings/remove",
        answers={200: "meetings/left_alone", 204: None},
        problems=(403, 409, 412),
        headers=IF_MATCH,
        query={"scope": _SCOPE},
    )
    def remove(meeting_id: str) -> Answer:
        left_alone = meetings.remove(actor(), meeting_id, _scope() or body().get("scope", THIS), if_match())
        return answer({"left_alone": left_alone}) if left_alone else empty()

    return routes


def _scope() -> str | None:
    scope = request.args.get("scope")
    if scope is not None and scope not in SCOPES:
        raise Malformed("malformed", faults=(FieldFault("/scope", "malformed"),))
    return scope


def _query(name: str) -> datetime | None:
    value = request.args.get(name)
    # A plus sign that was not encoded arrives as a space; in a moment it can mean nothing else.
    return times.moment(value.replace(" ", "+"), f"/{name}") if value else None
