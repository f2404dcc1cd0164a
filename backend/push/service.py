"""The hub: topics that wake their listeners, and short-lived messages to one listener (signalling)."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable

Message = dict[str, object]
MAILBOX_LIMIT = 200


class Subscription:
    """One listener's place in the hub. Leave it with `close()`."""

    def __init__(self, topics: frozenset[str], close: Callable[["Subscription"], None]) -> None:
        self.topics = topics
        self._news = False
        self._woken = threading.Condition()
        self._close = close

    def wake(self) -> None:
        """Say that there is news."""
        with self._woken:
            self._news = True
            self._woken.notify_all()

    def wait(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for news; True when there was any. News in between calls is not lost."""
        # Looking and forgetting are one step: news that comes as the time runs out is told now or the next time.
        with self._woken:
            self._woken.wait_for(lambda: self._news, timeout)
            woken, self._news = self._news, False
        return woken

    def close(self) -> None:
        """Stop listening."""
        self._close(self)


class Hub:
    """Wakes listeners by topic. Thread-safe; publish only what has been committed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Subscription]] = defaultdict(set)
        self._mailboxes: dict[str, list[Message]] = defaultdict(list)

    def subscribe(self, topics: Iterable[str]) -> Subscription:
        """Listen to all of `topics` until the subscription is closed."""
        subscription = Subscription(frozenset(topics), self._leave)
        with self._lock:
            for topic in subscription.topics:
                self._listeners[topic].add(subscription)
        return subscription

    def start(self) -> None:
        """Begin; in one process there is nothing to begin."""

    def stop(self) -> None:
        """End; in one process there is nothing to end."""

    def publish(self, topic: str) -> None:
        """Wake everybody who listens to `topic`."""
        with self._lock:
            listeners = list(self._listeners.get(topic, ()))
        for listener in listeners:
            listener.wake()

    def publish_all(self) -> None:
        """Wake everybody: somebody may not have been able to say what is new."""
        with self._lock:
            listeners = {listener for listening in self._listeners.values() for listener in listening}
        for listener in listeners:
            listener.wake()

    def send(self, topic: str, message: Message) -> None:
        """Leave `message` for the one listener of `topic` and wake it; the oldest go when 200 wait unread."""
        with self._lock:
            mailbox = self._mailboxes[topic]
            mailbox.append(message)
            del mailbox[:-MAILBOX_LIMIT]
        self.publish(topic)

    def take(self, topic: str) -> list[Message]:
        """Return and forget the messages left for `topic`, oldest first."""
        with self._lock:
            return self._mailboxes.pop(topic, [])

    def _leave(self, subscription: Subscription) -> None:
        with self._lock:
            for topic in subscription.topics:
                self._listeners[topic].discard(subscription)
                if not self._listeners[topic]:
                    del self._listeners[topic]
