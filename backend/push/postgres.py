"""The hub of several processes: wake-ups go by PostgreSQL's NOTIFY, and say the topic's name only.

What a wake-up leads to is read from the database anew, so one too many harms nobody; and one that was lost while the
database was away is made good: with a new connection everybody who listens here is woken.
"""

import threading
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import psycopg
import structlog
from sqlalchemy import bindparam, delete, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from backend.clock import Clock
from backend.push.models import PushMessage
from backend.push.service import MAILBOX_LIMIT, Hub, Message, Subscription
from backend.storage import Database

# The empty name: a wake-up for everybody.
_ALL = ""
log = structlog.get_logger(__name__)

_CHANNEL = "vardmote_push"
_LOOK_SECONDS, _AGAIN_SECONDS = 1.0, 0.5
# A page that has not come back for its messages in this time begins its conversation anew.
_KEPT = timedelta(minutes=1)
_TAKEN = (
    delete(PushMessage).where(PushMessage.topic == bindparam("topic")).returning(PushMessage.id, PushMessage.message)
)
_NOTIFY = text("SELECT pg_notify(:channel, topic) FROM unnest(CAST(:topics AS text[])) AS topic")


class PostgresHub(Hub):
    """A hub that all processes over one PostgreSQL database share. Works between `start` and `stop`.

    A process that serves no pages has nobody to wake and does not listen, but whatever it publishes is heard.
    """

    def __init__(self, database: Database, clock: Clock, *, listens: bool = True) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._alone = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._unsent: set[str] = set()
        self._something = threading.Event()
        self._ending = threading.Event()
        # What this process has said and not yet heard back, and the connection it says it by: told here already.
        self._echoes: Counter[str] = Counter()
        self._own: int | None = None
        # Topics of listeners here for which messages may wait.
        self._mail: set[str] = set()
        self._listens = listens
        work = (self._listen, self._send) if listens else (self._send,)
        self._threads = [threading.Thread(target=each, name=f"push{each.__name__}", daemon=True) for each in work]

    def start(self) -> None:
        """Begin to carry wake-ups."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; what was published before is still sent, if the database answers."""
        self._ending.set()
        self._something.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def subscribe(self, topics: Iterable[str]) -> Subscription:
        """See `Hub.subscribe`."""
        subscription = super().subscribe(topics)
        with self._lock:
            self._mail = (self._mail & self._listeners.keys()) | subscription.topics
        return subscription

    def publish(self, topic: str) -> None:
        """Wake everybody who listens to `topic`, in all processes."""
        super().publish(topic)
        with self._lock:
            self._unsent.add(topic)
        self._something.set()

    def publish_all(self) -> None:
        """Wake everybody, in all processes: somebody may not have been able to say what is new."""
        super().publish_all()
        self.publish(_ALL)

    def send(self, topic: str, message: Message) -> None:
        """Leave `message` for the one listener of `topic`, in whichever process, and wake it."""
        now = self._clock.now()
        mine = select(PushMessage.id).where(PushMessage.topic == topic).order_by(PushMessage.id.desc())
        with self._database.write(f"push:{topic}") as session:
            session.add(PushMessage(topic=topic, message=message, at=now))
            session.flush()
            oldest = session.scalar(mine.offset(MAILBOX_LIMIT - 1).limit(1))
            if oldest is not None:
                session.execute(delete(PushMessage).where(PushMessage.topic == topic, PushMessage.id < oldest))
            session.execute(delete(PushMessage).where(PushMessage.at < now - _KEPT))
        with self._lock:
            self._mail.add(topic)
        self.publish(topic)

    def take(self, topic: str) -> list[Message]:
        """See `Hub.take`. Asks the database only when there may be something."""
        with self._lock:
            if topic in self._listeners and topic not in self._mail:
                return []
            self._mail.discard(topic)
        with self._alone.connect() as connection:
            return [row.message for row in sorted(connection.execute(_TAKEN, {"topic": topic}), key=lambda row: row.id)]

    def _expect_echoes(self, speaking: Any, topics: Iterable[str]) -> None:  # noqa: ANN401 - the driver's own connection
        if self._listens:
            with self._lock:
                pid = speaking.info.backend_pid
                if pid != self._own:
                    # Those still under way come from another now: news, which harm nobody. Nobody would count them off.
                    self._own = pid
                    self._echoes.clear()
                self._echoes.update({*topics} - {_ALL})

    def _is_echo(self, notified: psycopg.Notify) -> bool:
        with self._lock:
            left = self._echoes.pop(notified.payload, 0) if notified.pid == self._own else 0
            if left > 1:
                self._echoes[notified.payload] = left - 1
            return left > 0

    def _heard(self, topic: str) -> None:
        if topic == _ALL:
            self._wake_all_here()
            return
        with self._lock:
            listened = topic in self._listeners
            if listened:
                self._mail.add(topic)
        if listened:
            super().publish(topic)

    def _wake_all_here(self) -> None:
        with self._lock:
            self._echoes.clear()
            self._mail |= self._listeners.keys()
        super().publish_all()

    def _listen(self) -> None:
        url = make_url(self._database.url).set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._ending.is_set():
            try:
                with psycopg.connect(url, autocommit=True, connect_timeout=5, application_name="vardmote push") as ear:
                    ear.execute(f"LISTEN {_CHANNEL}".encode())
                    self._wake_all_here()
                    while not self._ending.is_set():
                        for notified in ear.notifies(timeout=_LOOK_SECONDS):
                            if not self._is_echo(notified):
                                self._heard(notified.payload)
                        # A connection that is gone without a word is noticed by asking.
                        ear.execute("SELECT 1")
            except psycopg.Error as error:
                log.warning("push.not-listening", error=type(error).__name__)
                self._ending.wait(_AGAIN_SECONDS)

    def _send(self) -> None:
        while True:
            self._something.wait()
            self._something.clear()
            with self._lock:
                topics, self._unsent = self._unsent, set()
            try:
                if topics:
                    with self._alone.connect() as connection:
                        self._expect_echoes(connection.connection.driver_connection, topics)
                        connection.execute(_NOTIFY, {"channel": _CHANNEL, "topics": sorted(topics)})
            except SQLAlchemyError as error:
                log.warning("push.not-sent", error=type(error).__name__)
                with self._lock:
                    self._unsent |= topics
                    self._echoes.clear()
                self._something.set()
                if self._ending.wait(_AGAIN_SECONDS):
                    return
            if self._ending.is_set() and not self._something.is_set():
                return
