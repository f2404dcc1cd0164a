"""The port: what a job engine promises, whichever engine does the work."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy.orm import Session

from backend.errors import VardmoteError

Payload = Mapping[str, Any]
Handler = Callable[[Payload], None]
# The priority of what is about people in a meeting: it comes before what can wait.
PEOPLE_FIRST = 10


class Later(VardmoteError):
    """Raised by a handler that can't do its work yet; the job runs again after `seconds` and no attempt is counted."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"again in {seconds} s")


class Failed(NamedTuple):
    """A job that is not tried again, with the name of its last error: an error's words may name people."""

    kind: str
    key: str
    attempts: int
    error: str


class JobQueue(Protocol):
    """Keeps what is to be done, does it at least once, and shows what went wrong.

    A handler runs after the transaction that put its job has been committed, never inside it, and may run more than
    once: it has to be idempotent. Jobs with the same kind and key never run side by side, in any process. Payloads hold
    no personal data.
    """

    def register(self, kind: str, handler: Handler, *, attempts: int = 8, priority: int = 0) -> None:
        """Let `handler` do the jobs of this kind; after `attempts` failures the job is shown as failed.

        Of what is due, jobs of a higher priority go first.
        """
        ...

    def every(self, seconds: float, name: str, work: Callable[[], None]) -> None:
        """Do `work` at about this interval while the engine runs; never two at a time, in one process only."""
        ...

    def put(self, session: Session, kind: str, key: str, payload: Payload, *, run_at: datetime | None = None) -> None:
        """Ask for a job in the session's transaction; at once, or not before `run_at`.

        While a job of the same kind and key waits, this replaces its payload and time: there is never a second one.
        """
        ...

    def cancel(self, session: Session, kind: str, key: str) -> None:
        """Take back a waiting job; one that already runs is not stopped. No such job is no error."""
        ...

    def failed(self) -> Sequence[Failed]:
        """Return the jobs that have failed for good, oldest first."""
        ...

    def start(self) -> None:
        """Begin to work. What was under way when the process last died is done again."""
        ...

    def stop(self) -> None:
        """Finish what runs now, within bounds, then rest."""
        ...

    def drain(self) -> int:
        """Do all that is due now, in the caller's thread; the number of jobs done. For tests and one-off runs."""
        ...
