"""Jobs that nobody does any more, though the table says that somebody does: put again, so that none is ever lost."""

from collections.abc import Callable, Collection

import structlog
from sqlalchemy import Connection, Engine, text

from backend.clock import Clock
from backend.jobs import rows
from backend.jobs.watch import Watch

log = structlog.get_logger(__name__)

# Heartbeats come every second.
SILENT_SECONDS = 6.0
_UNDER_WAY = text("""
SELECT job.id, job.queue_name, job.args, job.priority, job.worker_id, worker.last_heartbeat
FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
WHERE job.status = 'doing' ORDER BY job.id
""")
_TAKE = text("DELETE FROM procrastinate_jobs WHERE id = :id AND status = 'doing' RETURNING id")
_FORGET = text("DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - interval '1 hour'")


class Stalled:
    """Looks for jobs whose worker is silent, and for those of this process that are not being done here any more."""

    def __init__(self, engine: Engine, clock: Clock, mine: Callable[[], tuple[int | None, Collection[int]]]) -> None:
        self._engine = engine
        self._clock = clock
        self._mine = mine
        self._watch: Watch[int] = Watch(SILENT_SECONDS)

    def look(self) -> int:
        """Put each such job again and return how many. Call about every second; raises what the database raises."""
        try:
            with self._engine.begin() as connection:
                return self._look(connection)
        except Exception:
            self._watch.begin_anew()
            raise

    def _look(self, connection: Connection) -> int:
        worker, active = self._mine()
        found = {row.id: row for row in connection.execute(_UNDER_WAY)}
        # A job done here speaks for itself; another's is as alive as the worker that has it.
        signs = {
            job_id: object() if job_id in active else None if row.worker_id == worker else row.last_heartbeat
            for job_id, row in found.items()
        }
        silent = self._watch.silent(signs)
        for job_id in silent:
            row = found[job_id]
            # Under a new number: whoever comes back and says the old one is done says it of nothing.
            if connection.execute(_TAKE, {"id": job_id}).one_or_none() is not None:
                args = row.args
                log.warning("jobs.stalled", kind=row.queue_name, key=args["key"])
                now, attempts = self._clock.now(), args["attempts"] + 1
                wish = rows.Wish(
                    row.queue_name, args["key"], args["payload"], row.priority, now, attempts, args["error"]
                )
                rows.put_unless_waiting(connection, wish, now)
        if silent:
            connection.execute(_FORGET)
        return len(silent)
