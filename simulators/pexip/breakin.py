"""Break-in protection: too many wrong PINs close a service, too many wrong aliases close an address (pexip 5)."""

from collections import defaultdict, deque

from simulators.pexip.clock import Clock

WRONG_TRIES = 20
WITHIN_SECONDS = 600.0


class Tries:
    """Wrong tries by key. At the twentieth within ten minutes the key is closed, until there are fewer."""

    def __init__(self, clock: Clock, most: int = WRONG_TRIES, within: float = WITHIN_SECONDS) -> None:
        self._clock = clock
        self._most = most
        self._within = within
        self._tries: dict[str, deque[float]] = defaultdict(deque)

    def wrong(self, key: str) -> None:
        """Count a wrong try."""
        self._tries[key].append(self._clock.seconds())

    def closed(self, key: str) -> bool:
        """Tell whether nobody gets in by the key now."""
        tries = self._tries.get(key)
        if tries is None:
            return False
        while tries and tries[0] <= self._clock.seconds() - self._within:
            tries.popleft()
        if not tries:
            del self._tries[key]
            return False
        return len(tries) >= self._most
