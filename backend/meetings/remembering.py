"""Answers remembered under an idempotency key, so that a repeated press never makes a second meeting.

Kept 24 hours per user (spec: contract). Links, addresses and names are left out, and made anew from the meeting.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.errors import Conflict
from backend.meetings.models import RememberedAnswer

KEPT = timedelta(hours=24)
_LEFT_OUT = frozenset(
    {
        "link",
        "own_url",
        "series",
        "occurrences",
        "leads_to",
        "notices",
        "join_url",
        "mailbox",
        "organiser",
        "cohosts",
        "appointment",
        "invite_html",
        "invite_text",
        "patient_message",
    }
)


def recall(session: Session, user: str, key: str, request: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """Return what is kept of the answer given before to the same request under this key; None when there was none.

    The same request is answered until its answer is swept (`forget`), also when its time is out by then. So a repeat
    soon after a clock that was slow is mended makes no second meeting; one after the next sweep does, as the answer
    looks a day old. To keep every answer longer for that would be to keep what people did longer.
    Raises Conflict (idempotency-key-reused) when the key was used for another request and its time is not out.
    """
    found = session.get(RememberedAnswer, (user, key))
    if found is None:
        return None
    if found.request_hash == _hash(request):
        return found.answer
    if found.expires_at <= now:
        return None
    raise Conflict("idempotency-key-reused")


def remember(  # noqa: PLR0913 - each is one column
    session: Session, user: str, key: str, request: Mapping[str, Any], answer: dict[str, Any], now: datetime
) -> None:
    """Remember the answer to the request under this key."""
    expired = session.get(RememberedAnswer, (user, key))
    if expired is not None:
        session.delete(expired)
        session.flush()
    kept = {name: value for name, value in answer.items() if name not in _LEFT_OUT}
    session.add(RememberedAnswer(user=user, key=key, request_hash=_hash(request), answer=kept, expires_at=now + KEPT))


def forget(session: Session, now: datetime) -> None:
    """Forget the answers whose time is out, by the clock as it is now."""
    session.execute(delete(RememberedAnswer).where(RememberedAnswer.expires_at <= now))


def _hash(request: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
