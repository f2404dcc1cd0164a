"""Procrastinate's worker in a thread of its own: begun again when the database was gone, heard of while it works."""

import asyncio
import logging
import threading
import time
from collections.abc import Sequence

import structlog
from procrastinate import App
from procrastinate.worker import Worker as Engine
from sqlalchemy import Engine as Connections
from sqlalchemy.exc import SQLAlchemyError

from backend.jobs import rows

log = structlog.get_logger(__name__)

CONCURRENCY = 4
_POLL_SECONDS, _BEAT_SECONDS, _AGAIN_SECONDS, _LOOK_SECONDS = 0.5, 1.0, 1.0, 0.1
_DAY_SECONDS = 86400
# It would log what jobs were given and what errors say. What is to be known of a job is logged by codes.
logging.getLogger("procrastinate").setLevel(logging.CRITICAL + 1)


class Worker:
    """Works in the background from `start` to `stop`."""

    def __init__(self, app: App, connections: Connections, kinds: Sequence[str]) -> None:
        self._app = app
        self._connections = connections
        self._kinds = kinds
        self._engine: Engine | None = None
        self._ending = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._heart = threading.Thread(target=self._beat, name="jobs-heart", daemon=True)

    @property
    def number(self) -> int | None:
        """What the table knows this worker by; None while it does not work."""
        return self._engine.worker_id if self._engine else None

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._heart.start()

    def stop(self, seconds: float) -> None:
        """Take no more jobs and let those finish that run, for so many seconds at most.

        What runs longer is still spoken for until the process ends.
        """
        self._ending.set()
        until = time.monotonic() + seconds
        while self._thread.is_alive() and time.monotonic() < until:
            # Again and again: it forgets what it was told before it began.
            if self._engine is not None:
                self._engine.stop()  # type: ignore[no-untyped-call]  # the package leaves it untyped
            self._thread.join(_LOOK_SECONDS)
        if self._thread.is_alive():
            log.warning("jobs.left-running")
        elif self._heart.is_alive():
            # Whose connections these are may close them now: one in use would be left open.
            self._heart.join(max(until - time.monotonic(), _BEAT_SECONDS))

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                asyncio.run(self._work())
            except Exception as error:  # noqa: BLE001 - whatever it was, the work goes on when it can
                log.warning("jobs.worker-interrupted", error=type(error).__name__)
            self._ending.wait(_AGAIN_SECONDS)
        self._ended.set()

    async def _work(self) -> None:
        async with self._app.open_async():
            self._engine = Engine(
                self._app,
                queues=self._kinds,
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=_POLL_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=False,
                # Its own heart stops when it is asked to stop, while its last jobs still run; and who is silent is for
                # `Stalled` to say, which sees when the database was away.
                update_heartbeat_interval=_DAY_SECONDS,
                stalled_worker_timeout=_DAY_SECONDS,
            )
            if not self._ending.is_set():
                await self._engine.run()  # type: ignore[no-untyped-call]  # the package leaves it untyped

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT_SECONDS):
            number = self.number
            if number is None:
                continue
            try:
                with self._connections.begin() as connection:
                    rows.beat(connection, number)
            except SQLAlchemyError as error:
                log.warning("jobs.heartbeat-missed", error=type(error).__name__)
