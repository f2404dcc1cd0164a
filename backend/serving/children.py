"""The processes that `serve` keeps alive: each begun anew when it dies, with longer and longer pauses."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import structlog

log = structlog.get_logger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
# Whoever has lived this long died of something new.
_SETTLED_SECONDS = 60.0


class Child:
    """One process, by the module it runs; `given` are open files it has too. Looked after from one thread alone."""

    def __init__(
        self,
        name: str,
        words: Sequence[str],
        environment: Mapping[str, str],
        now: Callable[[], float] = time.monotonic,
        given: Sequence[int] = (),
    ) -> None:
        self.name = name
        self._given = given
        self._command = [sys.executable, "-m", *words]
        self._environment = dict(environment)
        self._now = now
        self._process: subprocess.Popen[bytes] | None = None
        self._born = 0.0
        self._deaths = 0
        self._again_at = 0.0

    @property
    def pid(self) -> int | None:
        """Its process id; None while there is none."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Begin it."""
        # A group of its own: Ctrl-C is for the one who looks after it, and ending the group leaves nobody behind.
        self._process = subprocess.Popen(  # noqa: S603 - our own program and arguments
            self._command, env=self._environment, start_new_session=True, pass_fds=self._given
        )
        self._born = self._now()

    def look(self) -> None:
        """Begin it anew if it has died and the pause is over. Call often."""
        now = self._now()
        if self._process is None:
            if now >= self._again_at:
                self.start()
            return
        code = self._process.poll()
        if code is None:
            return
        self._end_group()
        self._process = None
        self._deaths = 1 if now - self._born > _SETTLED_SECONDS else self._deaths + 1
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (self._deaths - 1))
        self._again_at = now + pause
        log.error("serving.process-died", process=self.name, code=code, again_in_seconds=pause)

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal; nothing happens when it has died."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    def end(self, until: float) -> None:
        """Wait for it to end, which it has been told to; from the moment `until` on it is ended by force."""
        if self._process is None:
            return
        try:
            self._process.wait(timeout=max(0.0, until - self._now()))
        except subprocess.TimeoutExpired:
            log.warning("serving.process-ended-by-force", process=self.name)
        self._end_group()
        self._process.wait()
        self._process = None

    def _end_group(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
