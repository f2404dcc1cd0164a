"""The job that works what was taken: one at a time for a conference, all that waits in the order it happened."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, Update, select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.jobs import JobQueue
from backend.jobs.service import PEOPLE_FIRST, Payload
from backend.storage import Database
from backend.video import people
from backend.video.about import about_conference
from backend.video.models import Conference, PresenceState
from backend.video.pexip import CODE
from backend.video.pexip.hooks.intake import WORK
from backend.video.pexip.hooks.kept import calls_of, entries_of, keep
from backend.video.pexip.hooks.legs import Calls, Seen
from backend.video.pexip.hooks.models import PexipEvent
from backend.video.pexip.hooks.persons import Gathering, gather
from backend.video.pexip.hooks.untagged import recognise
from backend.video.pexip.models import PexipRoom
from backend.video.reports import CALLED, SECOND, UNKNOWN, Report, Reports, kind_of

# Named after a call, which may turn out to be somebody else's.
_OF_CALLS = frozenset({UNKNOWN, SECOND})
_MOST = 1000


class EventWork:
    """Brings the live state of one conference in line with what Pexip tells of its calls."""

    def __init__(self, database: Database, jobs: JobQueue, clock: Clock, reports: Reports) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock
        self._reports = reports

    def register_jobs(self) -> None:
        """Take on the job kind of this module. Call once, before the queue starts."""
        self._jobs.register(WORK, self.work, priority=PEOPLE_FIRST)

    def work(self, payload: Payload) -> None:
        """Work all that waits about one conference (job `pexip.events`). What is worked is emptied at once."""
        reference = str(payload["room"])
        self.change(reference, self._see_events)

    def change(self, reference: str, see: Callable[[Session, Calls], None]) -> None:
        """Let `see` take in more of what is known of the calls to a conference, and the live state follow.

        Of a conference that is not there any more, or not ours to show, nothing is done but to empty its events.
        """
        with self._database.read() as session:
            conference_id = session.scalar(_conference_of(reference))
        with self._database.write(about_conference(conference_id or reference)) as session:
            conference = session.get(Conference, conference_id) if conference_id else None
            if conference is None or conference.service != CODE:
                session.execute(_emptied(self._clock.now()).where(PexipEvent.reference == reference))
                return
            self._follow(session, conference, reference, see)

    def _follow(
        self, session: Session, conference: Conference, reference: str, see: Callable[[Session, Calls], None]
    ) -> None:
        calls, entries = calls_of(session, reference), entries_of(session, reference)
        before = gather(calls, entries)
        see(session, calls)
        keep(session, calls)
        there = people.everybody(session, conference.id)
        recognise(session, calls, entries, there, self._clock.now())
        after = gather(calls, entries)
        known = {presence.person for presence in there}
        # What was told before we knew that a call was ours to tell of.
        unheard = {presence.person for presence in there if presence.told_at is None}
        news = [
            report
            for person, report in after.reports.items()
            if _is_news(report, before, after, is_listed=person in known)
            or (kind_of(person) == CALLED and person in unheard)
        ]
        self._reports.heard(session, conference, *news)
        strangers = [each for each in there if kind_of(each.person) in _OF_CALLS and each.call in calls.legs]
        mistaken = {each.person for each in strangers if each.person not in after.reports}
        for person in (before.reports.keys() - after.reports.keys()) | mistaken:
            self._reports.forget(session, conference, person)
        for event, locked in calls.locks:
            self._reports.lock_told(session, conference, locked=locked, begins=event == "conference_started")
        if after.over != before.over:
            self._reports.over(session, conference, after.over)

    def _see_events(self, session: Session, calls: Calls) -> None:
        waiting = select(PexipEvent).where(PexipEvent.reference == calls.reference, PexipEvent.worked_at.is_(None))
        events = session.scalars(waiting.order_by(PexipEvent.time, PexipEvent.node, PexipEvent.seq).limit(_MOST)).all()
        for event in events:
            calls.see(Seen(event.node, event.seq, event.time, event.event, event.data))
            event.data, event.worked_at = {}, self._clock.now()
        if len(events) == _MOST:
            self._jobs.put(session, WORK, calls.reference, {"room": calls.reference})


def _is_news(report: Report, before: Gathering, after: Gathering, *, is_listed: bool) -> bool:
    """Tell whether a report says what was not told; of a call parted from its person, not listed, while it goes on."""
    if not is_listed and report.person in after.parted:
        return report.state != PresenceState.LEFT
    return before.reports.get(report.person) != report


def _conference_of(reference: str) -> Select[str]:
    return (
        select(Conference.id)
        .join(PexipRoom, PexipRoom.key == Conference.key)
        .where(PexipRoom.reference == reference, Conference.reference == reference)
    )


def _emptied(now: datetime) -> Update:
    return update(PexipEvent).where(PexipEvent.worked_at.is_(None)).values(data={}, worked_at=now)
