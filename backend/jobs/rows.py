"""Procrastinate's table as we use it: one row per job, replaced while it waits, kept when it has failed.

Which job is next, who does it and what became of it is asked of Procrastinate's own functions. Only what it lacks is
written here: one statement that puts a job or replaces the one that waits, in the caller's transaction.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ENUM, JSONB

from backend.jobs.service import Failed, Payload

TODO, DOING, SUCCEEDED, FAILED = "todo", "doing", "succeeded", "failed"
_STATUS = ENUM(
    *(TODO, DOING, SUCCEEDED, FAILED, "cancelled", "aborting", "aborted"),
    name="procrastinate_job_status",
    create_type=False,
)
# Not among our own tables: Procrastinate's migrations make it.
JOBS = Table(
    "procrastinate_jobs",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("queue_name", Text),
    Column("task_name", Text),
    Column("priority", Integer),
    Column("lock", Text),
    Column("queueing_lock", Text),
    Column("args", JSONB),
    Column("status", _STATUS),
    Column("scheduled_at", DateTime(timezone=True)),
    Column("worker_id", BigInteger),
)
_DUE = "(args->>'due')::timestamptz"


class Wish(NamedTuple):
    """One job to be put: `due` by the product's clock."""

    kind: str
    key: str
    payload: Payload
    priority: int
    due: datetime
    attempts: int = 0
    error: str = ""

    @property
    def name(self) -> str:
        """What no two waiting jobs, and no two running ones, have in common."""
        return name_of(self.kind, self.key)

    def row(self, now: datetime) -> dict[str, Any]:
        """Return the job as `_PUT` reads it. Each kind is a queue, so that nobody takes what they have no handler for.

        The database's clock, which decides, and ours need not agree: only the distance from this moment counts.
        """
        args = {
            "key": self.key,
            "payload": dict(self.payload),
            "due": self.due.astimezone(UTC).isoformat(),
            "attempts": self.attempts,
            "error": self.error,
        }
        wait = (self.due - now).total_seconds()
        return {"kind": self.kind, "name": self.name, "priority": self.priority, "args": args, "wait": wait}


class Claim(NamedTuple):
    """One job that somebody does now."""

    id: int
    kind: str
    args: Mapping[str, Any]


def name_of(kind: str, key: str) -> str:
    """Return the name of the job of this kind and key."""
    return f"{kind} {key}"


def put(connection: Connection, wishes: Sequence[Wish], now: datetime) -> None:
    """Put jobs, each in the place of one that waits with the same name, in the caller's transaction.

    Give them in the order of their names: two who put the same jobs must not wait for each other in a circle.
    """
    if wishes:
        connection.execute(_PUT, {"wishes": json.dumps([wish.row(now) for wish in wishes])})


def put_unless_waiting(connection: Connection, wish: Wish, now: datetime) -> None:
    """Put a job; one that waits with the same name, put meanwhile, is left as it is."""
    connection.execute(_PUT_UNLESS_WAITING, {"wishes": json.dumps([wish.row(now)])})


def take_back(connection: Connection, names: Sequence[str]) -> None:
    """Take waiting jobs back, in the caller's transaction."""
    if names:
        connection.execute(JOBS.delete().where(JOBS.c.queueing_lock.in_(names), JOBS.c.status == TODO))


def note_failure(connection: Connection, job_id: int, attempts: int, error: str) -> None:
    """Note how often a job was tried and the name of its last error."""
    noted = func.jsonb_build_object("attempts", attempts, "error", error)
    connection.execute(JOBS.update().where(JOBS.c.id == job_id).values(args=JOBS.c.args.op("||")(noted)))


def failed(connection: Connection) -> list[Failed]:
    """Return what has failed for good, oldest first."""
    rows = connection.execute(select(JOBS.c.task_name, JOBS.c.args).where(JOBS.c.status == FAILED).order_by(JOBS.c.id))
    return [
        Failed(kind, args.get("key", ""), args.get("attempts", 0), args.get("error", "")) for kind, args in rows.all()
    ]


def make_next_due(connection: Connection, kinds: Sequence[str], now: datetime) -> bool:
    """Make those ready that are due first by the product's clock, and no others; False when none is due."""
    given = {"kinds": list(kinds), "now": now}
    connection.execute(_HOLD_BACK, given)
    return connection.execute(_MAKE_READY, given).rowcount > 0


def fetch(connection: Connection, kinds: Sequence[str], worker: int) -> Claim | None:
    """Take the next job that is ready."""
    row = connection.execute(_FETCH, {"kinds": list(kinds), "worker": worker}).one()
    return None if row.id is None else Claim(row.id, row.task_name, row.args)


def finish(connection: Connection, job_id: int, *, ok: bool) -> None:
    """Let a job that is done go, or keep one that has failed."""
    connection.execute(_FINISH, {"id": job_id, "status": SUCCEEDED if ok else FAILED, "gone": ok})


def begin_worker(connection: Connection) -> int:
    """Put a worker on record and return its number."""
    return int(connection.execute(_REGISTER).scalar_one())


def end_worker(connection: Connection, worker: int) -> None:
    """Take a worker off the record."""
    connection.execute(_UNREGISTER, {"worker": worker})


def beat(connection: Connection, worker: int) -> None:
    """Say that a worker lives."""
    connection.execute(_BEAT, {"worker": worker})


_INSERT = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
SELECT kind, kind, priority, name, name, args,
  CASE WHEN wait > 0 THEN clock_timestamp() + make_interval(secs => wait) END
FROM ROWS FROM (
  jsonb_to_recordset(CAST(:wishes AS jsonb))
  AS (kind text, name text, priority integer, args jsonb, wait double precision)
) WITH ORDINALITY AS wish (kind, name, priority, args, wait, at)
ORDER BY at
ON CONFLICT (queueing_lock) WHERE status = 'todo'
"""
# Workers hear of a new row by themselves, of a changed one only so.
_PUT = text(f"""
WITH put AS ({_INSERT}
  DO UPDATE SET args = excluded.args, priority = excluded.priority, scheduled_at = excluded.scheduled_at
  RETURNING queue_name, xmax::text <> '0' AS replaced
)
SELECT pg_notify('procrastinate_queue_v1#' || queue_name, '{{"type": "job_inserted", "job_id": 0}}')
FROM (SELECT DISTINCT queue_name FROM put WHERE replaced) AS changed
""")  # noqa: S608 - constants of ours
_PUT_UNLESS_WAITING = text(f"{_INSERT} DO NOTHING")
_FETCH = text("SELECT id, task_name, args FROM procrastinate_fetch_job_v2(CAST(:kinds AS varchar[]), :worker)")
_FINISH = text("SELECT procrastinate_finish_job_v1(:id, CAST(:status AS procrastinate_job_status), :gone)")
_REGISTER = text("SELECT worker_id FROM procrastinate_register_worker_v1()")
_UNREGISTER = text("SELECT procrastinate_unregister_worker_v1(:worker)")
_BEAT = text("SELECT procrastinate_update_heartbeat_v1(:worker)")
_HOLD_BACK = text(f"""
UPDATE procrastinate_jobs SET scheduled_at = now() + ({_DUE} - :now)
WHERE status = 'todo' AND queue_name = ANY(:kinds) AND {_DUE} > :now AND coalesce(scheduled_at, now()) <= now()
""")  # noqa: S608 - a constant of ours
_MAKE_READY = text(f"""
UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' AND queue_name = ANY(:kinds) AND {_DUE} = (
  SELECT min({_DUE}) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = ANY(:kinds) AND {_DUE} <= :now
)
""")  # noqa: S608 - a constant of ours
