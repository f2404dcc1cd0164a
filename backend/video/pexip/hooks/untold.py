"""People who were led on and whom no event has told of: by them it shows that one publisher is still while others talk.

A publisher that has given up can't say so. Whoever turns back on the way is never told of either, so one alone is no
sign, and whom the Management Node was asked for since, and did not know, is none at all.
"""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from backend.video.lobby import ABSENT_SECONDS
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip import CODE
from backend.video.pexip.hooks.models import PexipLeg, PexipSink
from backend.video.pexip.hooks.persons import moment
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from backend.video.reports import CALLED, UNKNOWN, kind_of
from backend.video.service import Role
from backend.video.stage import LOST

# A person who was led on is heard of within moments.
UNTOLD_AFTER = timedelta(minutes=5)
# One may turn back.
FEWEST = 2
ABSENT = timedelta(seconds=ABSENT_SECONDS)
# Who turned back is soon forgotten; who was there, and told of by nobody, was so for good.
_LATELY, _DAY = timedelta(hours=1), timedelta(days=1)
# Of so many who came last.
AMONG = 10
# Where every node that we know of has spoken since, it takes more, and not from long ago.
_JUST_NOW, _MANY = timedelta(minutes=20), 3
_MOST_READ = 500


@dataclass(frozen=True, eq=False)
class Led:
    """Somebody led on at a moment, and whether an event told of them; `found`: first seen then, by asking alone."""

    at: datetime
    told: bool
    found: bool = False


@dataclass(frozen=True)
class Untold:
    """So many people, the first of them led on at `since`, and the nodes that were not heard since they came.

    `nodes` is empty when all we know of have been: then it is one that never told us anything.
    """

    people: int
    since: datetime
    nodes: Sequence[str]


def judge(
    led: Iterable[Led],
    heard: Mapping[str, datetime],
    now: datetime,
    *,
    answered_at: datetime | None = None,
    begun_at: datetime | None = None,
) -> Untold | None:
    """Return what the people who were led on give away of the publishers; None when nothing.

    `heard` is when each node last spoke, `answered_at` when the Management Node last answered, and `begun_at` when a
    publisher last began anew or lost something: who came before that may be untold for that.
    """
    counted = (each for each in led if now - _DAY < each.at <= now - UNTOLD_AFTER)
    judged = [each for each in counted if not turned_back(each, answered_at)]
    judged.sort(key=lambda each: each.at, reverse=True)
    still = {node: _signs((each for each in judged if each.at >= heard_at), now) for node, heard_at in heard.items()}
    still = {node: signs for node, signs in still.items() if len(signs) >= FEWEST}
    signs = set().union(*still.values())
    if not still:
        after = max(now - _JUST_NOW, begun_at or now - _JUST_NOW)
        last = [each for each in judged if each.at > after][:AMONG]
        signs = {each for each in last if not each.told}
        is_many = len(signs) >= _MANY and 2 * len(signs) >= len(last)
        if not is_many and sum(each.found for each in signs) < FEWEST:
            return None
    return Untold(len(signs), min(each.at for each in signs), sorted(still))


def turned_back(led: Led, answered_at: datetime | None) -> bool:
    """Tell whether somebody is not told of because they are not there, as the Management Node could say."""
    return not led.told and not led.found and answered_at is not None and answered_at >= led.at + UNTOLD_AFTER


def is_doubtful(led: Iterable[Led], now: datetime, looked_at: datetime | None) -> bool:
    """Tell whether so many are untold that lists are to be asked for; those it was asked for already are no doubt."""
    due = [each.at + UNTOLD_AFTER for each in led if not each.told and not each.found and each.at > now - _LATELY]
    due = [each for each in due if each <= now]
    return len(due) >= FEWEST and (looked_at is None or max(due) >= looked_at)


def led_on(session: Session, now: datetime) -> list[Led]:
    """Return those who were led on to Pexip in the last day, the newest of them if they are many.

    Where somebody is told of whom we don't know, it may be them: nobody there is untold.
    """
    rows = session.execute(
        select(
            Presence.conference_id,
            Presence.person,
            Presence.role,
            Presence.state,
            Presence.reason,
            Presence.since,
            Presence.told_at,
            PexipLeg.node,
            PexipLeg.waiting_at,
            PexipLeg.in_at,
        )
        .join(Conference, Conference.id == Presence.conference_id)
        .outerjoin(PexipLeg, and_(PexipLeg.reference == Conference.reference, PexipLeg.call == Presence.call))
        .where(Conference.service == CODE, Presence.since > now - _DAY)
        .order_by(Presence.since.desc())
        .limit(_MOST_READ)
    ).all()
    strangers = {row.conference_id for row in rows if kind_of(row.person) == UNKNOWN}
    found = ((row.conference_id, _led(row)) for row in rows if kind_of(row.person) != CALLED)
    return [led for where, led in found if led is not None and (led.told or led.found or where not in strangers)]


def came(role: Role, since: datetime) -> datetime:
    """Return when somebody was led on who has not come there, and is out since then."""
    # `not_coming` leaves a host's moment as it was.
    return since if role == Role.HOST else since - ABSENT


def answered_at(session: Session) -> datetime | None:
    """Return when the Management Node last answered us; None where it never has, or there is none."""
    part = session.get(PexipPart, PART_MANAGEMENT)
    return part.heard_at if part is not None else None


def untold(session: Session, sinks: Collection[PexipSink], led: Iterable[Led], now: datetime) -> Untold | None:
    """Judge by what is known now. A publisher that said it stopped needs no sign."""
    return judge(
        led,
        {sink.node: sink.heard_at for sink in sinks if sink.stopped_at is None},
        now,
        answered_at=answered_at(session),
        begun_at=max((sink.gap_at for sink in sinks if sink.gap_at is not None), default=None),
    )


def _signs(led: Iterable[Led], now: datetime) -> set[Led]:
    last = itertools.islice(led, AMONG)
    return {each for each in last if not each.told and (each.found or each.at > now - _LATELY)}


def _led(row: Row[*tuple[Any, ...]]) -> Led | None:
    if row.state == PresenceState.COMING:
        return Led(row.since, told=False)
    at = came(row.role, row.since)
    if row.state == PresenceState.LEFT and row.reason == LOST and (row.told_at is None or row.told_at < at):
        return Led(at, told=False)
    if row.told_at is None:
        # Left or sent away, as was said here.
        return None
    seen = [seen_at for seen_at in (row.waiting_at, row.in_at) if seen_at is not None]
    if row.node == "" and seen:
        # An event of it would have named its node.
        return Led(moment(min(seen)), told=False, found=True)
    return Led(row.since, told=True)
