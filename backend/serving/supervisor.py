"""`vardmote serve`: begins the processes, keeps them alive, and ends them so that nobody is left in the middle.

SIGTERM and SIGINT end it: first /readyz says no, then the port shuts, streams end one by one, and running requests and
jobs have their time. A second signal cuts that short. SIGHUP reads the configuration again and begins the processes
anew, one after the other; who waits or meets reconnects within seconds.
"""

import os
import queue
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import structlog

from backend.config import Production, production, read
from backend.config.production import sqlite_file
from backend.errors import ConfigurationFault
from backend.serving.answering import answering
from backend.serving.children import Child
from backend.serving.listening import listening
from backend.serving.notices import answers, notify
from backend.serving.run import DRAINING, LISTENING, RUN

log = structlog.get_logger(__name__)

_LOOK_SECONDS = 0.5
# Beyond the grace of requests and jobs: to let connections go and end.
_LAST_SECONDS = 5.0
_ENDING = (signal.SIGTERM, signal.SIGINT)


class Supervisor:
    """Looks after one web server with its processes, and the workers. `environment` is what they are started with.

    Raises ConfigurationFault when the address can't be listened at.
    """

    def __init__(self, told: Production, environment: Mapping[str, str], web: tuple[str, ...] = ()) -> None:
        self._told = told
        self._opened = listening(told)
        self._signals: queue.SimpleQueue[signal.Signals] = queue.SimpleQueue()
        # systemd makes one for the unit, and takes it away.
        self._folder = tempfile.TemporaryDirectory(prefix="vardmote-", dir=os.environ.get("RUNTIME_DIRECTORY"))
        self._run = Path(self._folder.name)
        self._environment = {**environment, RUN: str(self._run)}
        given = {} if self._opened is None else {LISTENING: str(self._opened.fileno())}
        open_files = [int(number) for number in given.values()]
        self._web = Child("web", ["backend.serving.web", *web], self._environment | given, given=open_files)
        self._workers = [self._worker() for _ in range(told.workers)]
        self._answering, self._policy = self._policy_process(told)
        self._ready = False

    def run(self) -> int:
        """Run until told to end; the exit code."""
        for number in (*_ENDING, signal.SIGHUP):
            signal.signal(number, lambda got, _frame: self._signals.put(signal.Signals(got)))
        log.info("serving.starting", web=self._told.web, workers=self._told.workers)
        for child in self._children():
            child.start()
        while True:
            got = self._next(_LOOK_SECONDS)
            if got in _ENDING:
                break
            if got is signal.SIGHUP:
                self._anew()
            for child in self._children():
                child.look()
            self._say_when_ready()
        self._end()
        return 0

    def _children(self) -> list[Child]:
        return [self._web, *self._workers, *self._policy]

    def _policy_process(self, told: Production) -> tuple[list[socket.socket], list[Child]]:
        answers_at = answering(told)
        opened = None if answers_at is None else listening(answers_at, "pexip.policy_listen")
        if opened is None:
            return [], []
        environment = self._environment | {LISTENING: str(opened.fileno())}
        return [opened], [Child("policy", ["backend.serving.policy"], environment, given=[opened.fileno()])]

    def _worker(self) -> Child:
        return Child("worker", ["backend.serving.worker"], self._environment)

    def _next(self, seconds: float) -> signal.Signals | None:
        try:
            return self._signals.get(timeout=seconds)
        except queue.Empty:
            return None

    def _say_when_ready(self) -> None:
        if not self._ready and answers(self._told.listen, self._told.settings.base_url):
            self._ready = True
            log.info("serving.ready")
            notify("READY=1")

    def _anew(self) -> None:
        try:
            told = production(read(self._environment))
        except ConfigurationFault as fault:
            # What runs goes on running: a slip in a file must not end anybody's meeting.
            log.error("serving.reload-refused", key=fault.key, reason=fault.text.en)  # noqa: TRY400 - the key says it all
            return
        fixed = ("listen", "web", "workers", "threads", "header_seconds", "grace")
        changed = [name for name in fixed if getattr(told, name) != getattr(self._told, name)]
        changed += ["pexip.policy_listen"] if _asked_at(told) != _asked_at(self._told) else []
        log.info("serving.reloading", needs_restart=changed)
        notify("RELOADING=1")
        for child in self._policy if _asked_at(told) else ():
            # It works on the database beside the others, and begins anew before its elder ends.
            child.tell(signal.SIGHUP)
        if sqlite_file(self._told.settings.database_url) is None:
            self._one_by_one()
        else:
            # Two processes must not work on one SQLite database: the old one ends first. The port stays open.
            self._web.tell(signal.SIGTERM)
            self._web.end(time.monotonic() + self._told.grace + _LAST_SECONDS)
            self._web.start()
        self._ready = False

    def _one_by_one(self) -> None:
        self._web.tell(signal.SIGHUP)
        until = time.monotonic() + self._told.grace + _LAST_SECONDS
        for at, old in enumerate(self._workers):
            self._workers[at] = self._worker()
            self._workers[at].start()
            old.tell(signal.SIGTERM)
            old.end(until)

    def _end(self) -> None:
        log.info("serving.stopping")
        notify("STOPPING=1")
        (self._run / DRAINING).touch()
        # A signal more cuts the waiting short, here and below.
        hurried = self._next(self._told.notice) if self._told.notice else None
        for child in self._children():
            child.tell(signal.SIGTERM)
        for opened in (self._opened, *self._answering):
            if opened is not None:
                opened.close()
        until = time.monotonic() + (0.0 if hurried else self._told.grace + _LAST_SECONDS)
        for number in _ENDING:
            signal.signal(number, self._hurry)
        for child in self._children():
            child.end(until)
        self._folder.cleanup()
        log.info("serving.stopped")

    def _hurry(self, _number: int, _frame: object) -> None:
        for child in self._children():
            child.tell(signal.SIGKILL)


def _asked_at(told: Production) -> str | None:
    answers_at = answering(told)
    return answers_at.listen if answers_at is not None else None
