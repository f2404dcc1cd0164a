"""The engines the contract is for, each on the kind of database it works on."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from backend.clock import Clock
from backend.jobs import EmbeddedQueue, JobQueue, ProcrastinateQueue
from backend.storage import Database

ENGINES: Mapping[str, Callable[[Database, Clock, Path], JobQueue]] = MappingProxyType(
    {
        "sqlite": lambda database, clock, folder: EmbeddedQueue(database, clock, folder / "jobs.lock"),
        "postgresql": lambda database, clock, _: ProcrastinateQueue(database, clock),
    }
)
# How many processes may work at a time.
PROCESSES: Mapping[str, int] = MappingProxyType({"sqlite": 1, "postgresql": 2})
