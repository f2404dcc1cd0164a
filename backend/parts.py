"""What one process of the product is: the whole of it, one that serves pages, or one that works."""

from enum import StrEnum
from typing import NamedTuple

from backend.clock import Clock
from backend.config import Settings
from backend.jobs import EmbeddedQueue, JobQueue, ProcrastinateQueue
from backend.push import Hub, PostgresHub
from backend.storage import Database
from backend.video.processes import new_process


class Part(StrEnum):
    """`web` puts jobs and does none; `worker` does them and serves nothing; `all` is both in one process."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


class Engines(NamedTuple):
    """What makes one process of many, or the only one. `process` is its name as one of many."""

    jobs: JobQueue
    hub: Hub
    process: str | None


def engines(settings: Settings, database: Database, clock: Clock, part: Part) -> Engines:
    """Return the engines for the part: on PostgreSQL for many processes, on SQLite for the only one.

    Raises ValueError for a part of the product on SQLite, which has room for the whole only.
    """
    if database.side_by_side:
        jobs = ProcrastinateQueue(database, clock, works=part != Part.WEB)
        return Engines(jobs, PostgresHub(database, clock, listens=part != Part.WORKER), new_process())
    if part != Part.ALL:
        raise ValueError("several processes need PostgreSQL")
    return Engines(EmbeddedQueue(database, clock, settings.data / "jobs.lock"), Hub(), None)
