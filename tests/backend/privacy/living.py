"""A program in which a meeting is booked, held and erased, with the log of events in a file.

Started by test_erasure.py, as a process of its own because the log of events is set up once per process.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import MetaData, make_url, select, text
from werkzeug.test import TestResponse

from backend.app import Product
from backend.clock import FixedClock
from backend.storage import Database
from backend.web import logs
from tests.product import Caller, wired

NAME, PHONE, NOTE = "Ottilia Vångestad", "070-174 06 05", "Jag är strax hos dig"
AT_THE_DOOR, IN_THE_WAY, NUMBER = "Ferdinand Ölmestig", "Ulrika Äppelvik", "19890201-3286"
ITEM = "AAMkADk3-ett-eget-id"
ROOM, PIN = "rum-vangestad-17", "pin-5791-vangestad"
TYPED = (NAME, PHONE, NOTE, AT_THE_DOOR, IN_THE_WAY, NUMBER, ITEM, ROOM, PIN)


_DEAD = text("""
    SELECT relname, (pgstattuple(oid)).dead_tuple_count FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
""")


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


def rows(database: Database) -> Iterator[tuple[str, str]]:
    """Give every row of every table as text, with the table's name."""
    tables = MetaData()
    with database.engine.connect() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            for row in connection.execute(select(table)):
                values = [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in row]
                yield table.name, str(values)


def kept_in_passing(product: Product) -> str:
    """Return all rows of the tables that keep things for other reasons than to know people."""
    kept = {"job", "procrastinate_jobs", "remembered_answer", "access_log_outbox"}
    return "".join(row for name, row in rows(product.database) if name in kept)


def kept(product: Product) -> dict[str, list[tuple[str, str]]]:
    """Return every row of both databases."""
    return {"main": list(rows(product.database)), "log": list(rows(product.logbook.store.database))}


def dead_rows(database: Database) -> dict[str, int]:
    """Return how many deleted or overwritten rows PostgreSQL's tables still hold, where there are any."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pgstattuple"))
        return {name: count for name, count in connection.execute(_DEAD) if count}


def erase(caller: Caller) -> None:
    """Let the timed work be done that would have been done by now."""
    for name in ("meetings.sweep", "privacy.erase"):
        job = next(job for job in caller.product.jobs._scheduler.get_jobs() if job.id == name)
        job.func()
        caller.product.jobs.drain()


def main(folder: Path, days: float, main_url: str, log_url: str) -> None:
    """Hold the meeting, let `days` pass after it, and print what is known before and after, with the figures."""
    logs.configure((folder / "vardmote.log").open("w", buffering=1, encoding="utf-8"))
    clock = FixedClock(datetime(2026, 6, 10, 6, 0, tzinfo=UTC))
    product = wired(folder, main_url, clock, audit_database_url=log_url)
    caller = Caller(product, clock)
    live(caller)
    figures = caller.call("GET", "/metrics").text
    told: dict[str, object] = {"figures": figures, "passing": kept_in_passing(product)}
    on_postgresql = make_url(main_url).get_backend_name() == "postgresql"
    if on_postgresql:
        told["before"] = kept(product)
    while days > 0:
        clock.advance(days=min(days, 1), hours=0 if days > 1 else 1)
        days -= 1
        erase(caller)
    asked = {"name": NAME.upper(), "phone": "+46 70 174 06 05"}
    if on_postgresql:
        told |= {"dead": dead_rows(product.database), "after": kept(product)}
    told["extract"] = done(caller.as_("granskare").call("POST", "/api/v1/access-log/extracts", asked)).get_json()
    caller.product.jobs.drain()
    caller.product.stop()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:])
