"""What the job `video.withdraw` is told: whose way in is to be shut, or which call is to be ended."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from backend.jobs import JobQueue
from backend.jobs.service import Payload

WITHDRAW = "video.withdraw"


class Withdrawal(NamedTuple):
    """Somebody's way in is to be none any more, and they out; or, with `call`, that call alone is to be ended.

    `presence` is the id of theirs. `is_in`: they were in when they were sent away. `for_good`: so it is also when they
    are on the way or there again by the time it is done.
    """

    presence: str
    call: str | None = None
    is_in: bool = False
    for_good: bool = False


def put(jobs: JobQueue, session: Session, withdrawal: Withdrawal, run_at: datetime | None = None) -> None:
    """Ask for it in the session's transaction, at once or at `run_at`; it replaces one that waits.

    The end of a call waits by itself, whatever is asked for about its owner meanwhile.
    """
    payload = {
        "presence": withdrawal.presence,
        "call": withdrawal.call,
        "in": withdrawal.is_in,
        "for_good": withdrawal.for_good,
    }
    jobs.put(session, WITHDRAW, withdrawal.call or withdrawal.presence, payload, run_at=run_at)


def read(payload: Payload) -> Withdrawal:
    """Return what was put. What a payload does not say is so of a job that was put before it was said."""
    call = payload.get("call")
    return Withdrawal(
        str(payload["presence"]),
        None if call is None else str(call),
        is_in=bool(payload.get("in")),
        for_good=bool(payload.get("for_good")),
    )
