"""A program in which a meeting is booked, held and erased, with the log of events in a file.

Started by test_erasure.py, as a process of its own because the log of events is set up once per process.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from werkzeug.test import TestResponse

from backend.clock import FixedClock
from backend.web import logs
from tests.product import Caller, wired

NAME, PHONE, NOTE = "Ottilia Vångestad", "070-174 06 05", "Jag är strax hos dig"
AT_THE_DOOR, IN_THE_WAY, NUMBER = "Ferdinand Ölmestig", "Ulrika Äppelvik", "19890201-3286"
ITEM = "AAMkADk3-ett-eget-id"
ROOM, PIN = "rum-vangestad-17", "pin-5791-vangestad"
TYPED = (NAME, PHONE, NOTE, AT_THE_DOOR, IN_THE_WAY, NUMBER, ITEM, ROOM, PIN)


def done(response: TestResponse) -> TestResponse:
    """Return the answer, having seen that it was no refusal."""
    assert response.status_code < 300, response.text
    return response


def refused(response: TestResponse) -> None:
    """See that the answer was a refusal, and that it repeats nothing of what was typed."""
    assert 400 <= response.status_code < 500, response.text
    assert not [secret for secret in TYPED if secret in response.text]


def live(caller: Caller) -> None:
    """Hold a meeting with all that people can type in it; also what is refused."""
    meeting = caller.create(cohosts=["kollega@demo.example"], appointment={"item_id": ITEM})
    path, code = f"/api/v1/meetings/{meeting['id']}", meeting["join_url"].rpartition("/")[2]
    patient = {"kind": "patient", "name": NAME, "phone": PHONE, "identity": "none"}
    added = done(caller.call("POST", f"{path}/participants", patient)).get_json()
    own = added["join_url"].rpartition("/")[2]
    stranger, guest = caller.as_(None), {"camera": True, "microphone": True}
    done(stranger.call("POST", f"/m/{own}/join", guest))
    done(stranger.call("POST", f"/m/{code}/join", {**guest, "name": AT_THE_DOOR}))
    done(caller.call("POST", f"{path}/participants/{added['id']}/note", {"text": NOTE}))
    done(caller.call("GET", f"{path}/participants"))

    elsewhere = caller.create(service="link", link=f"https://{ROOM}.min-halsa.example/r?{PIN}")
    done(stranger.call("POST", f"/m/{elsewhere['join_url'].rpartition('/')[2]}/handover"))
    refused(caller.call("PATCH", f"/api/v1/meetings/{elsewhere['id']}", {"link": f"https://evil.example/{PIN}"}))

    refused(caller.call("POST", f"{path}/participants", {"kind": IN_THE_WAY, "name": NUMBER}))
    refused(caller.call("POST", f"{path}/participants/{NUMBER}/admit", {}))
    refused(caller.call("GET", f"/api/v1/meetings?from={NUMBER}&to={ITEM}"))
    refused(caller.call("PATCH", path, {"subject": NUMBER, "cohosts": [NAME]}))
    refused(stranger.call("POST", f"/m/{code}/join", {"name": NAME, "note": IN_THE_WAY}))
    refused(stranger.call("GET", f"/m/{NUMBER}"))
    refused(caller.call("GET", f"/{IN_THE_WAY}?name={NAME}"))
    refused(caller.as_(f"demo:{NAME}").call("GET", "/api/v1/me"))


def kept_in_passing(caller: Caller) -> str:
    """Return all rows of the tables that keep things for other reasons than to know people."""
    with caller.product.database.engine.connect() as connection:
        rows = [
            str(tuple(row))
            for query in ("SELECT * FROM job", "SELECT * FROM remembered_answer", "SELECT * FROM access_log_outbox")
            for row in connection.exec_driver_sql(query)
        ]
    return "".join(rows)


def erase(caller: Caller) -> None:
    """Let the timed work be done that would have been done by now."""
    for name in ("meetings.sweep", "privacy.erase"):
        job = next(job for job in caller.product.jobs._scheduler.get_jobs() if job.id == name)
        job.func()
        caller.product.jobs.drain()


def main(folder: Path, days: float) -> None:
    """Hold the meeting, let `days` pass after it, and print the figures and what a patient who asks is told."""
    logs.configure((folder / "vardmote.log").open("w", buffering=1, encoding="utf-8"))
    clock = FixedClock(datetime(2026, 6, 10, 6, 0, tzinfo=UTC))
    caller = Caller(wired(folder, f"sqlite:///{folder / 'test.sqlite'}", clock), clock)
    live(caller)
    figures = caller.call("GET", "/metrics").text
    passing = kept_in_passing(caller)
    while days > 0:
        clock.advance(days=min(days, 1), hours=0 if days > 1 else 1)
        days -= 1
        erase(caller)
    asked = {"name": NAME.upper(), "phone": "+46 70 174 06 05"}
    extract = done(caller.as_("granskare").call("POST", "/api/v1/access-log/extracts", asked)).get_json()
    caller.product.jobs.drain()
    caller.product.stop()
    sys.stdout.write(json.dumps({"figures": figures, "passing": passing, "extract": extract}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
