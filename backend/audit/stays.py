"""From when to when somebody stood in a meeting, as the log tells it, and what of the meeting is theirs to know.

A patient may know who has had access to their data (patientdatalagen). What was done with a meeting before they were
put in it, or after they were taken out, was done for somebody else.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.audit.actions import ACTIONS, Told
from backend.audit.keys import Keyring
from backend.audit.tables import LogRow, SubjectRow

# What an extract tells of though it names nobody.
TOLD = frozenset(code for code, action in ACTIONS.items() if action.told is not Told.NOBODY)
_IN, _OUT = frozenset({"person.added", "person.arrived"}), "person.removed"


class Stay(NamedTuple):
    """The numbers of the entries between which somebody stood in a meeting, both included."""

    first: float
    last: float


def stays(steps: Iterable[tuple[int, str]]) -> list[Stay]:
    """Return the stays of one participant out of number and action of their entries, oldest first.

    Without an entry that tells when they came, they have stood in the meeting from its beginning: it may be purged.
    """
    found: list[Stay] = []
    began: float | None = 0
    for number, action in steps:
        if action == _OUT:
            found += [Stay(began, number)] if began is not None else []
            began = None
        elif action in _IN:
            began = began or number
    return found if began is None else [*found, Stay(began, math.inf)]


def told(session: Session, keys: Keyring, participants: Iterable[str]) -> Mapping[str, Sequence[Stay]]:
    """Return the stays of somebody by meeting, known by one or more participants. No period narrows it."""
    whose = {key.index("participant", each): each for key in keys for each in participants}
    query = (
        select(SubjectRow.digest, LogRow.meeting, LogRow.number, LogRow.action)
        .join(LogRow, LogRow.number == SubjectRow.number)
        .where(SubjectRow.attribute == "participant", SubjectRow.digest.in_(list(whose)), LogRow.meeting != "")
        .order_by(LogRow.number)
    )
    steps: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for digest, meeting, number, action in session.execute(query):
        steps.setdefault((meeting, whose[digest]), []).append((number, action))
    found: dict[str, list[Stay]] = {}
    for (meeting, _), taken in steps.items():
        found.setdefault(meeting, []).extend(stays(taken))
    return found


def theirs(row: LogRow, stood: Iterable[Stay]) -> bool:
    """Tell whether an entry of the meeting that names nobody is part of the extract of who stood in it then."""
    later_too = ACTIONS[row.action].told is Told.WHO_COMES_LATER_TOO
    return any((later_too or stay.first <= row.number) and row.number <= stay.last for stay in stood)
