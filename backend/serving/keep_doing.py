"""Work of a process's own, done for as long as it lives."""

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)


def keep_doing(work: Callable[[], None], seconds: float, name: str) -> None:
    """Do it now and every so often for as long as the process lives, in a thread of its own, whatever it raises."""
    pause = threading.Event()

    def go_on() -> None:
        while True:
            try:
                work()
            except Exception as fault:  # noqa: BLE001 - what fails once, as while a database is moved, may not next time
                log.warning("kept-doing.failed", name=name, error=type(getattr(fault, "orig", None) or fault).__name__)
            pause.wait(seconds)

    threading.Thread(target=go_on, name=name, daemon=True).start()
