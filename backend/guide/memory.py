"""Keeps a unit's last answers, so that the next who asks sees them marked. Never an age or anything of a person."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.guide.models import GuideMemory

KEPT = timedelta(days=400)
_REMEMBERED = frozenset(
    {
        "initiator", "parties", "patients", "others", "participants", "identity", "content", "place",
        "high_resolution",
    }
)  # fmt: skip


def remember(session: Session, unit: str, fields: Mapping[str, Any], now: datetime) -> None:
    """Write the unit's answers over its last."""
    kept = {name: value for name, value in fields.items() if name in _REMEMBERED}
    session.merge(GuideMemory(unit=unit, answers=kept, answered_at=now))


def last_answers(session: Session, unit: str) -> dict[str, Any]:
    """Return the unit's last answers; empty when it has none."""
    found = session.get(GuideMemory, unit)
    return dict(found.answers) if found else {}


def forget_before(session: Session, moment: datetime) -> int:
    """Delete what no unit has answered since the moment; returns how many were deleted."""
    gone = session.execute(
        delete(GuideMemory).where(GuideMemory.answered_at < moment).returning(GuideMemory.unit)
    ).scalars()
    return len(gone.all())
