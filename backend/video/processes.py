"""Which processes serve pages: each says that it lives, and one of them notices when another has fallen silent."""

import secrets
import time
from collections.abc import Callable

from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.jobs.watch import Watch
from backend.storage import Base

# A process says that it lives every two seconds; one that has not for ten is gone, or hangs, which is the same.
BEAT_SECONDS = 2.0
SILENT_SECONDS = 10.0


class WebProcess(Base):
    """One process that serves pages. `beat` goes up while it lives: machines need not agree about the time."""

    __tablename__ = "web_process"

    id: Mapped[str] = mapped_column(String(13), primary_key=True)
    beat: Mapped[int] = mapped_column(default=0)


def new_process() -> str:
    """Return a name for a process, 13 characters without meaning."""
    return f"w{secrets.token_hex(6)}"


def new_stream(process: str) -> str:
    """Return a name for a stream that this process serves."""
    return f"{process}.{secrets.token_hex(8)}"


def process_of(stream: str) -> str:
    """Return the process that serves a stream."""
    return stream.partition(".")[0]


def beat(session: Session, process: str) -> bool:
    """Say that the process lives; False when it was not on record, and so was given up by the others."""
    mine = update(WebProcess).where(WebProcess.id == process).values(beat=WebProcess.beat + 1)
    if session.scalar(mine.returning(WebProcess.id)) is not None:
        return True
    session.add(WebProcess(id=process))
    return False


def gone(session: Session, process: str) -> bool:
    """Take a process off the record; False when it was not on it any more."""
    return session.scalar(delete(WebProcess).where(WebProcess.id == process).returning(WebProcess.id)) is not None


def known(session: Session) -> frozenset[str]:
    """Return the processes on record."""
    return frozenset(session.scalars(select(WebProcess.id)))


class Rollcall:
    """Notices who has fallen silent. Held by the one process that looks."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._watch: Watch[str] = Watch(SILENT_SECONDS, elapsed)

    def silent(self, session: Session) -> list[str]:
        """Return the processes that have not said for ten seconds that they live. Call about every second."""
        return self._watch.silent({process.id: process.beat for process in session.scalars(select(WebProcess))})

    def begin_anew(self) -> None:
        """Forget what was seen: call when a look has failed."""
        self._watch.begin_anew()
