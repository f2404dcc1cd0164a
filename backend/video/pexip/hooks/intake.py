"""Takes what nodes post: read, written down in one transaction, and left for a job.

A publisher sends one post at a time and stops for good when one is refused for an hour (decision 47). So only two
answers make it wait: that it signed in wrongly, and that our database is away. Whatever else a post holds, it is taken;
what could not be read is counted and noted by a code, and the look at who is there mends what it would have told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.jobs import JobQueue
from backend.storage import Database
from backend.video.pexip.hooks import sequence
from backend.video.pexip.hooks.measures import EVENTS
from backend.video.pexip.hooks.models import PexipEvent, PexipSink
from backend.video.pexip.hooks.reading import Told, read
from backend.video.pexip.hooks.sequence import Run
from backend.video.pexip.models import PexipRoom

log = structlog.get_logger(__name__)

MOST_BYTES = 4 * 1024 * 1024
WORK = "pexip.events"
# Whoever takes posts has this name: publishers' numbers and the work are written down by one at a time.
ABOUT = "pexip-events"
# Pexip's pages have both names for it.
_STOPPED = frozenset({"eventsink_stopped", "eventsink_ended"})


class Intake:
    """Takes posts."""

    def __init__(self, database: Database, jobs: JobQueue, clock: Clock) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock

    def take(self, body: bytes) -> None:
        """Write one post down. Raises one of `storage.AWAY`: then nothing is kept, and the node sends it again."""
        post = read(body, self._clock.now())
        if post.unreadable:
            self.refuse("unreadable", post.unreadable)
        if post.told:
            with self._database.write(about=ABOUT) as session:
                self._take(session, post.told)

    def refuse(self, why: str, number: int = 1) -> None:
        """Count and note what is not written down."""
        EVENTS.labels(why).inc(number)
        log.warning("pexip.events-refused", reason=why, events=number)

    def _take(self, session: Session, told: Iterable[Told]) -> None:
        told, now = tuple(told), self._clock.now()
        _keep_numbers(session, told, now)
        rooms = _rooms(session, {each.conference for each in told if each.conference})
        ours = [each for each in told if each.conference in rooms]
        EVENTS.labels("others").inc(len(told) - len(ours))
        if not ours:
            return
        kept = _insert(session, [_row(each, rooms[each.conference], now) for each in ours])
        EVENTS.labels("taken").inc(len(kept))
        EVENTS.labels("again").inc(len(ours) - len(kept))
        for reference in sorted(set(kept)):
            self._jobs.put(session, WORK, reference, {"room": reference})


def _rooms(session: Session, names: set[str]) -> dict[str, str]:
    if not names:
        return {}
    found = session.execute(select(PexipRoom.name, PexipRoom.reference).where(PexipRoom.name.in_(names)))
    return dict(found.all())


def _insert(session: Session, rows: list[Mapping[str, object]]) -> list[str]:
    """Insert those that were not there before; the references of these."""
    # Said alike in both, and by no common word.
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(PexipEvent).on_conflict_do_nothing().returning(PexipEvent.reference)
    return list(session.scalars(new, rows))


def _row(told: Told, reference: str, now: datetime) -> Mapping[str, object]:
    return {
        "reference": reference,
        "node": told.node,
        "seq": told.seq,
        "time": told.time,
        "version": told.version,
        "event": told.event,
        "data": told.data,
        "received_at": now,
        "worked_at": None,
    }


def _keep_numbers(session: Session, told: Iterable[Told], now: datetime) -> None:
    by_node: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        by_node[each.node].append(each)
    for node, events in by_node.items():
        sink = session.get(PexipSink, node)
        if sink is None:
            sink = PexipSink(node=node, after=-1, seq=events[0].seq, time=events[0].time, missing=[])
            session.add(sink)
        _count(sink, events, now)


def _count(sink: PexipSink, events: Iterable[Told], now: datetime) -> None:
    before = Run(sink.after, sink.seq, sink.time, tuple((first, last) for first, last in sink.missing))
    run = before
    for each in events:
        if each.event in _STOPPED:
            sink.stopped_at = now
        elif each.time > run.time:
            sink.stopped_at = None
        run = sequence.heard(run, each.seq, each.time)
    sink.after, sink.seq, sink.time = run.after, run.seq, run.time
    sink.heard_at = now
    if run.missing != before.missing:
        sink.missing = [list(piece) for piece in run.missing]
        lacked, lacks = sequence.lacking(before.missing), sequence.lacking(run.missing)
        if lacks > lacked:
            sink.gap_at = now
            log.warning("pexip.events-missing", node=sink.node, events=lacks)
    if run.after != before.after:
        # What came to pass while the publisher was still is told by nobody.
        sink.gap_at = now
