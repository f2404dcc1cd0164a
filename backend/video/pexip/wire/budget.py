"""How long a request to Pexip may take: what is left of the time, all of it together."""

import time
from typing import NamedTuple

from backend.video.service import ServiceUnavailable

# What a host presses is given up within what the port promises; the rest within what it promises of everything.
PRESSED_SECONDS, SECONDS = 4.5, 25.0


class Budget(NamedTuple):
    """Until when (monotonic seconds) something has to be done, and whether somebody waits for it."""

    until: float
    pressed: bool = False

    def require_left(self) -> float:
        """Return the seconds left. Raises `ServiceUnavailable` when there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise ServiceUnavailable
        return left


def background() -> Budget:
    """Return the time for what nobody waits for."""
    return Budget(time.monotonic() + SECONDS)


def pressed() -> Budget:
    """Return the time for what somebody has pressed."""
    return Budget(time.monotonic() + PRESSED_SECONDS, pressed=True)
