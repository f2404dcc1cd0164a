"""Where aliases led when they were last asked for: what is answered from while the database doesn't.

Kept in this process's memory, for `OLDEST` at most. What has been seen withdrawn, or gone, is remembered as that: an
older reading that comes late never opens it again.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.video.pexip.policy.ways import Way

OLDEST = timedelta(minutes=10)
# Ten times the people who are at meetings at once in the largest region; the oldest are forgotten first.
_MOST = 100_000


@dataclass(frozen=True)
class _Seen:
    way: Way | None
    at: datetime


class Cache:
    """Ways in by the digest of their alias. May be used by many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, _Seen] = {}

    def note(self, digest: str, way: Way | None, now: datetime) -> Way | None:
        """Remember what the database said, and return what is to be believed: never less than what was seen before.

        An alias it never knew is not remembered: anybody can make those up.
        """
        with self._lock:
            before = self._seen.pop(digest, None)
            if before is None and way is None:
                return None
            if before is not None:
                way = _believed(before.way, way)
            self._seen[digest] = _Seen(way, now)
            if len(self._seen) > _MOST:
                del self._seen[next(iter(self._seen))]
            return way

    def use(self, digest: str, way: Way, use: str, now: datetime) -> bool:
        """Remember what a one-time way is used by; False when it is used otherwise than in `way`, or not remembered."""
        with self._lock:
            seen = self._seen.get(digest)
            if seen is None or seen.way is None or seen.way.call != way.call or seen.way.withdrawn_at is not None:
                return False
            self._seen[digest] = _Seen(seen.way._replace(call=use), now)
            return True

    def kept(self, digest: str, now: datetime) -> Way | None:
        """Return the way in as it was seen last; None for one that was not, or too long ago."""
        with self._lock:
            seen = self._seen.get(digest)
        return seen.way if seen is not None and now - seen.at <= OLDEST else None


def _believed(before: Way | None, way: Way | None) -> Way | None:
    if before is None or way is None:
        return None
    if before.withdrawn_at is not None:
        return before
    # Used while the database could not be told.
    return way._replace(call=before.call) if way.call is None else way
