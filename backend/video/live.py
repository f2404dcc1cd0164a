"""Live state: who is in and who waits, kept true by their event streams and told to everybody who looks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.jobs import JobQueue, Later
from backend.jobs.service import PEOPLE_FIRST, Payload
from backend.push import Hub
from backend.storage import Database, new_id
from backend.video import people, processes
from backend.video.about import about_presence
from backend.video.floor import Floor
from backend.video.models import Presence, PresenceState
from backend.video.stage import HOSTLESS, LOST, LOST_JOB

# A phone that changes from wireless to mobile network is back within seconds; after this the person has left.
LOST_SECONDS = 20
# Who waits may put the phone down until its screen locks, and is still there.
LOST_WAITING_SECONDS = 120
_CHECK_SECONDS, _ROLL_SECONDS = 60.0, 1.0


class Live(Floor):
    """The whole live state: lobby, floor, and the streams that show who is still there.

    Each process keeps which streams it serves are open, and only one instance in it is told of them. `process` is its
    name among several; without one this process serves all streams there are.
    """

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        jobs: JobQueue,
        hub: Hub,
        clock: Clock,
        *,
        end_after_host_left_seconds: float,
        process: str | None = None,
    ) -> None:
        super().__init__(database, jobs, hub, clock, end_after_host_left_seconds=end_after_host_left_seconds)
        self._process = process
        # Whose each open stream is.
        self._open: dict[str, str] = {}
        self._rollcall = processes.Rollcall()

    @property
    def is_one_of_many(self) -> bool:
        """Whether other processes may serve streams too."""
        return self._process is not None

    @property
    def timed(self) -> tuple[float, str, Callable[[], None]]:
        """What one process is to do at an interval of seconds, by its name."""
        if self.is_one_of_many:
            return _ROLL_SECONDS, "video.processes", self.call_the_roll
        return _CHECK_SECONDS, "video.streams", self.check_streams

    def register_jobs(self) -> None:
        """Take on the job kinds of the live state. Call once, before the queue starts."""
        self._jobs.register(LOST_JOB, self.end_lost, priority=PEOPLE_FIRST)
        self._jobs.register(HOSTLESS, self.end_hostless, priority=PEOPLE_FIRST)

    def new_stream(self) -> str:
        """Return a name for a stream that this process is about to serve."""
        return processes.new_stream(self._process) if self._process else new_id("s")

    def heard(self, session: Session, presence: Presence, stream: str) -> None:
        """Note that the person's page listens on `stream`; an earlier stream of theirs is thereby superseded."""
        self._open[stream] = presence.id
        earlier, presence.stream, presence.unheard_since = presence.stream, stream, None
        self._jobs.cancel(session, LOST_JOB, presence.id)
        if earlier not in (None, stream):
            # No page shows who listens; only one that does so no more has to be told.
            self.tell(session, presence.conference_id)

    @contextmanager
    def opening(self, stream: str) -> Iterator[None]:
        """Note that `stream` is over when the block raises, in which it was heard: nobody else will say so."""
        try:
            yield
        except BaseException:
            self.closed(stream)
            raise

    def closed(self, stream: str) -> None:
        """Note in memory that `stream` is over. Call before `unheard`, whose writing may fail."""
        self._open.pop(stream, None)

    def check_streams(self) -> None:
        """Find people of ours whose stream is over though nobody could write that down. Call every minute or so."""
        with self._database.read() as session:
            ghosts = {presence.id: presence.stream for presence in self._listening(session) if self._is_over(presence)}
        for presence_id, stream in ghosts.items():
            with self._database.write(about_presence(presence_id)) as session:
                self.unheard(session, presence_id, str(stream))

    def unheard(self, session: Session, presence_id: str, stream: str) -> None:
        """Note that `stream` has broken; without a new one the person has left, in 20 seconds or, waiting, in 120."""
        presence = session.get(Presence, presence_id)
        if presence is not None and presence.stream == stream and presence.state in people.HERE:
            self._unheard(session, presence)

    def end_lost(self, payload: Payload) -> None:
        """Let somebody go whose page has not been heard of for too long (job `video.lost`)."""
        with self._database.write(about_presence(str(payload["presence"]))) as session:
            presence = session.get(Presence, str(payload["presence"]))
            if presence is None or presence.unheard_since is None or presence.call is not None:
                return
            left = (_due(presence, presence.unheard_since) - self._clock.now()).total_seconds()
            if left > 0:
                raise Later(left)
            self.leave(session, presence, reason=LOST)

    def resume(self) -> None:
        """Call when the process starts: streams of processes that are no more must each be heard anew."""
        with self._database.write() as session:
            if self._process:
                processes.beat(session, self._process)
            self._hear_anew(session, self._is_nobodys(session))

    def beat(self) -> None:
        """Say that this process lives. Call every two seconds.

        One that the others had given up, because the database did not hear of it, says anew whom it hears.
        """
        if self._process is None:
            return
        with self._database.write(f"process:{self._process}") as session:
            was_known = processes.beat(session, self._process)
        if not was_known:
            self._hear_still()

    def call_the_roll(self) -> None:
        """Find processes that fell silent; their people must be heard anew. Call every second, in one process."""
        try:
            with self._database.read() as session:
                silent = self._rollcall.silent(session)
        except Exception:
            self._rollcall.begin_anew()
            raise
        for process in silent:
            with self._database.write() as session:
                if processes.gone(session, process):
                    self._hear_anew(session, self._is_nobodys(session))
        if silent:
            # It may have died between a change and the telling of it.
            self._hub.publish_all()

    def close(self) -> None:
        """Call when the process ends: its people must be heard anew, by another or by the next."""
        if self._process:
            with self._database.write() as session:
                processes.gone(session, self._process)
                self._hear_anew(session, self._is_nobodys(session))

    def _hear_anew(self, session: Session, which: Callable[[str], bool]) -> None:
        for presence in self._listening(session):
            if not which(str(presence.stream)):
                continue
            if presence.state in people.HERE:
                self._unheard(session, presence)
            else:
                presence.stream = None

    def _hear_still(self) -> None:
        with self._database.write() as session:
            for stream, presence_id in self._open.copy().items():
                presence = session.get(Presence, presence_id)
                if presence is not None and presence.stream is None and presence.state in people.HERE:
                    self.heard(session, presence, stream)

    def _is_nobodys(self, session: Session) -> Callable[[str], bool]:
        known = processes.known(session)
        return lambda stream: processes.process_of(stream) not in known

    def _is_mine(self, stream: str) -> bool:
        return self._process in (None, processes.process_of(stream))

    def _unheard(self, session: Session, presence: Presence) -> None:
        now = self._clock.now()
        presence.stream = None
        if presence.call is not None:
            # Whether they are still there, the service tells.
            return
        presence.unheard_since = now
        self._jobs.put(session, LOST_JOB, presence.id, {"presence": presence.id}, run_at=_due(presence, now))

    def _listening(self, session: Session) -> Sequence[Presence]:
        return session.scalars(select(Presence).where(Presence.stream.is_not(None))).all()

    def _is_over(self, presence: Presence) -> bool:
        stream = str(presence.stream)
        return presence.state in people.HERE and self._is_mine(stream) and stream not in self._open


def _due(presence: Presence, unheard_since: datetime) -> datetime:
    if presence.state == PresenceState.WAITING:
        return unheard_since + timedelta(seconds=LOST_WAITING_SECONDS)
    # One who was let in with a locked phone in the hand has the same seconds to wake it.
    return max(unheard_since, presence.since) + timedelta(seconds=LOST_SECONDS)
