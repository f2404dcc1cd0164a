"""Calls about series, and what is read of their answers."""

import json
import re
from typing import Any

from backend.web import schemas
from tests.product import Caller

START, END = "2026-06-10T10:00:00+02:00", "2026-06-10T11:00:00+02:00"
WEEKLY = "FREQ=WEEKLY;BYDAY=WE;COUNT=4"
_numbers = iter(range(10**6))


def made(caller: Caller, rule: str = WEEKLY, *, exdates: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    answer = asked(caller, rule, exdates=exdates, **more)
    assert answer.status_code == 201, answer.text
    caller.product.jobs.drain()
    schemas.check("meetings/meeting", answer.get_json())
    return dict(answer.get_json())


def asked(
    caller: Caller, rule: str, *, exdates: tuple[str, ...] = (), zone: str = "Europe/Stockholm", **more: Any
) -> Any:
    appointment = {"item_id": "item", "time_zone": zone, "recurrence": {"rule": rule, "exdates": list(exdates)}}
    body = {"type": "patient_care", "start": START, "end": END, "appointment": appointment, **more}
    return caller.call("POST", "/api/v1/meetings", body, Idempotency_Key=f"series-{next(_numbers)}")


def read(caller: Caller, meeting: str) -> dict[str, Any]:
    return dict(caller.call("GET", f"/api/v1/meetings/{meeting}").get_json())


def change(caller: Caller, meeting: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    answer = caller.call("PATCH", f"/api/v1/meetings/{meeting}", body, **headers)
    assert answer.status_code == 200, answer.text
    caller.product.jobs.drain()
    schemas.check("meetings/meeting", answer.get_json())
    return dict(answer.get_json())


def starts(body: dict[str, Any]) -> list[str]:
    return [each["start"][:16] for each in body["occurrences"]]


def code(url: str) -> str:
    return url.rpartition("/")[2]


def door(caller: Caller, url: str) -> dict[str, Any]:
    """What a link's page says of the meeting it leads to, with the page's status."""
    page = caller.as_(None).call("GET", f"/m/{code(url)}")
    data = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page.text, re.DOTALL)
    assert data is not None, page.text
    return {"status": page.status_code, **json.loads(data[1])}


def leads_to(caller: Caller, url: str) -> tuple[int, str, str]:
    told = door(caller, url)
    return told["status"], told["state"], told["start"][:10]


def host_in(caller: Caller, meeting: str) -> str:
    """Let the organiser go in; the bearer of the host's page."""
    ticket = caller.call("POST", f"/api/v1/meetings/{meeting}/start").get_json()["host_url"].partition("#")[2]
    bearer: str = caller.as_(None).call("POST", f"/h/{meeting}/enter", {"token": ticket}).get_json()["session"]
    joined = caller.as_(bearer).call("POST", f"/h/{meeting}/join", {"camera": False, "microphone": False})
    assert joined.status_code == 200, joined.text
    return bearer


def waiting(caller: Caller, meeting: str) -> list[str]:
    rows = caller.call("GET", f"/api/v1/meetings/{meeting}/participants").get_json()["participants"]
    return [row["name"] for row in rows if row.get("state") == "waiting"]
