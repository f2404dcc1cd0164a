"""How it stands with the publishers: whether one has stopped, whether anything is missing, whether all is too still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.errors import Text
from backend.storage import Database
from backend.video import people
from backend.video.lobby import ABSENT_SECONDS
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip.hooks import measures, sequence
from backend.video.pexip.hooks.models import PexipEvent, PexipSink

# A person who was led on is heard of within moments; one may turn back, but then nothing at all is told.
_SILENT_AFTER = timedelta(minutes=5)
# The reason of who was led on and never heard of (video.conferences).
_LOST = "lost"
_ABSENT = timedelta(seconds=ABSENT_SECONDS)
_REMEMBERED = timedelta(days=1)
GAP_SHOWN = timedelta(days=1)
_WAITS_LONG = timedelta(minutes=5)

RESTART_STEPS = (
    Text(
        "Logga in i Pexips förvaltning och öppna System > Event sinks.",
        "Sign in to Pexip's management and open System > Event sinks.",
    ),
    Text(
        "Välj vår mottagare: den vars URL slutar på /hooks/pexip/events.",
        "Choose our sink: the one whose URL ends with /hooks/pexip/events.",
    ),
    Text(
        "Se efter att adress, användare och lösenord är de som gäller. Kör vardmote doctor: pexip_events ska vara ok.",
        "See that address, user and password are the right ones. Run vardmote doctor: pexip_events is to be ok.",
    ),
    Text(
        "Starta om mottagaren och spara. Går det inte: gör en ny med samma uppgifter, välj den i varje plats "
        "(Platform > Locations) och ta bort den gamla.",
        "Restart the sink and save. If it can't be: make a new one with the same settings, choose it in every location "
        "(Platform > Locations) and remove the old one.",
    ),
    Text(
        "Titta här igen: noden blir grön när den har hörts av. Mötena fortsätter under tiden; värden ser alla i Pexips "
        "egen app.",
        "Look here again: the node turns green once it has been heard. Meetings go on meanwhile; hosts see everybody "
        "in Pexip's own app.",
    ),
)
RESTART = Text(
    "Öppna System > Event sinks i Pexips förvaltning, välj vår mottagare och starta om den. Gör annars en ny med samma "
    "uppgifter och peka om platserna till den. Mötena fortsätter under tiden; värden ser alla i Pexips egen app.",
    "Open System > Event sinks in Pexip's management, choose our sink and restart it. If it can't be, make a new one "
    "with the same settings and let the locations use it. Meetings go on; hosts see everybody in Pexip's own app.",
)


@dataclass(frozen=True)
class Standing:
    """The publishers that stopped, the nodes that lack events and how many, and since when all is too still.

    `heard_at` is when any was last heard. `oldest` is when the event was taken that has waited longest for its work.
    """

    heard: int
    heard_at: datetime | None
    stopped: Sequence[str]
    missing: Sequence[tuple[str, int]]
    silent_since: datetime | None
    oldest: datetime | None


def standing(session: Session, now: datetime) -> Standing:
    """Return how it stands."""
    sinks = session.scalars(select(PexipSink).order_by(PexipSink.node)).all()
    heard_at = max((sink.heard_at for sink in sinks), default=None)
    expected = _expected(session, heard_at, now)
    is_silent = expected is not None and expected + _SILENT_AFTER < now
    return Standing(
        heard=len(sinks),
        heard_at=heard_at,
        stopped=[sink.node for sink in sinks if sink.stopped_at is not None],
        missing=[
            (sink.node, sequence.lacking((first, last) for first, last in sink.missing))
            for sink in sinks
            if sink.gap_at is not None and sink.gap_at + GAP_SHOWN > now
        ],
        silent_since=expected if is_silent else None,
        oldest=session.scalar(select(func.min(PexipEvent.received_at)).where(PexipEvent.worked_at.is_(None))),
    )


def _expected(session: Session, heard_at: datetime | None, now: datetime) -> datetime | None:
    """Return when somebody was led on since whom nothing was heard of anybody; None when nothing is expected.

    Who is not heard of has left, as we have it, after a while. That does not end the silence while meetings are live:
    theirs, or any that somebody is in.
    """
    at_pexip = (
        select(Presence.state, Presence.since, Conference.end)
        .join(Conference, Conference.id == Presence.conference_id)
        .where(Conference.service == "pexip")
    )
    here = session.execute(at_pexip.where(Presence.state.in_((PresenceState.COMING, *people.HERE)))).all()
    given_up = at_pexip.where(
        Presence.state == PresenceState.LEFT,
        Presence.reason == _LOST,
        Presence.told_at.is_(None),
        Presence.since > now - _REMEMBERED,
    )
    expected = [row.since for row in here if row.state == PresenceState.COMING]
    expected += [row.since - _ABSENT for row in session.execute(given_up) if here or row.end > now]
    first = min(expected, default=None)
    return first if first is None or heard_at is None or heard_at < first else None


def fault(told: Standing, now: datetime) -> Text | None:
    """Return what is wrong and what to do about it; None when nothing is."""
    if told.stopped:
        nodes = ", ".join(told.stopped)
        return _and_restart(
            f"Pexip har slutat skicka händelser från {nodes}.", f"Pexip has stopped sending events from {nodes}."
        )
    if told.silent_since is not None:
        return _and_restart(
            "Någon är på väg in i ett möte, men Pexip har inte hörts av sedan dess.",
            "Somebody is on the way into a meeting, but nothing has been heard from Pexip since.",
        )
    if waits_long(told, now):
        return Text(
            "Händelser från Pexip väntar på att arbetas av. Se efter att en arbetsprocess lever.",
            "Events from Pexip wait to be worked. See that a worker lives.",
        )
    if told.missing:
        named = ", ".join(f"{node}: {number}" for node, number in told.missing)
        return Text(
            f"Händelser saknas ({named}). Deltagarlistor rättas när Pexip tillfrågas; se efter nätet till noden.",
            f"Events are missing ({named}). Participant lists are mended when Pexip is asked; look at the network.",
        )
    return None


def waits_long(told: Standing, now: datetime) -> bool:
    """Tell whether an event has waited for its work longer than it should."""
    return told.oldest is not None and told.oldest + _WAITS_LONG < now


class Measuring:
    """Writes the measures down."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def measure(self) -> None:
        """Measure. Call every minute, in one process."""
        now = self._clock.now()
        with self._database.read() as session:
            told = standing(session, now)
        measures.STOPPED.set(len(told.stopped))
        measures.MISSING.set(sum(number for _, number in told.missing))
        measures.SILENT.set(told.silent_since is not None)
        measures.WAITING.set((now - told.oldest).total_seconds() if told.oldest else 0)


def _and_restart(sv: str, en: str) -> Text:
    return Text(f"{sv} {RESTART.sv}", f"{en} {RESTART.en}")
