"""Processes that do the product's work and hold its rooms, and are killed. For the tests that are run by their path."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from backend.parts import Part
from tests.waiting import until

ROOT = Path(__file__).parents[2]


class Holders:
    """The processes that do the work, one of which has the clock and says so in the file `clock`.

    `module` is what they run: it is told the folder, the database's URL, the part of the product, and `more`.
    """

    def __init__(self, module: str, data: Path, url: str, *more: str) -> None:
        self._module, self._data, self._url, self._more = module, data, url, more
        self._on_postgresql = not url.startswith("sqlite")
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        for _ in range(1 + self._on_postgresql):
            self.begin()

    def begin(self) -> None:
        part = Part.WORKER if self._on_postgresql else Part.ALL
        told = [sys.executable, "-m", self._module, str(self._data), self._url, part.value, *self._more]
        with (self._data / "holders.log").open("ab") as log:
            process = subprocess.Popen(told, cwd=ROOT, stdout=log, stderr=log)
        self._running[process.pid] = process

    def kill(self) -> None:
        """Kill whoever has the clock, as a power cut would, and let there be another in its place."""
        pid = until(self._who)
        killed = self._running.pop(pid)
        killed.kill()
        killed.wait()
        (self._data / "clock").unlink(missing_ok=True)
        self.begin()

    def end(self) -> None:
        for process in self._running.values():
            process.send_signal(signal.SIGKILL)
            process.wait()

    def _who(self) -> int:
        with suppress(OSError, ValueError):
            pid = int((self._data / "clock").read_text("ascii"))
            return pid if pid in self._running else 0
        return 0
