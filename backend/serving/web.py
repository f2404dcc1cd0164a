"""The web processes: one server that listens and begins them anew. Started by `vardmote serve`; knows no product."""

import socket
import sys
from functools import partial
from typing import Any

from granian import net
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from backend.config import Production
from backend.serving.listening import CONNECTIONS
from backend.serving.parent import leave_with_parent

_MOST_HEADER_BYTES = 32 * 1024
# A new process has to listen before the old one stops.
_OVERLAP_SECONDS = 6.0
PRODUCT = "backend.serving.application:web"
# What it hands an open port to its processes in. Its types know of no way to make one.
_holder: Any = net.SocketHolder  # type: ignore[attr-defined]  # there, and pickled there


class _Given(Server):  # type: ignore[misc, valid-type]  # one of two classes, by the kind of Python
    """Takes calls at a port that was opened before it and stays open after it."""

    def __init__(self, opened: socket.socket, target: str, **settings: Any) -> None:  # noqa: ANN401 - as its own takes them
        super().__init__(target, **settings)
        self._opened = opened

    def _init_shared_socket(self) -> None:
        # As its own does where ports can't be shared by number: one open port for all processes.
        self._ssp, self._sso, self._sfd = None, self._opened, self._opened.fileno()
        self._sso.set_inheritable(True)
        self._shd = _holder(self._sfd, self._opened.family is socket.AF_UNIX, CONNECTIONS)


def serve(told: Production, opened: socket.socket | None, target: str = PRODUCT) -> None:
    """Serve until told to end, at the port that was opened or at one that each process opens for itself.

    SIGHUP begins each process anew, one at a time, before its elder ends.
    """
    leave_with_parent()
    server = Server if opened is None else partial(_Given, opened)
    host, _, port = told.listen.rpartition(":") if opened is None else ("", "", "0")
    server(
        target,
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        factory=True,
        http=HTTPModes.http1,
        websockets=False,
        workers=told.web,
        blocking_threads=told.threads,
        blocking_threads_idle_timeout=60,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(
            header_read_timeout=told.header_seconds * 1000, keep_alive=True, max_buffer_size=_MOST_HEADER_BYTES
        ),
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        respawn_interval=_OVERLAP_SECONDS,
        workers_kill_timeout=told.grace,
    ).serve()


if __name__ == "__main__":
    import os

    from backend.config import production, read
    from backend.serving.run import LISTENING

    number = os.environ.get(LISTENING)
    serve(production(read(os.environ)), socket.socket(fileno=int(number)) if number else None, *sys.argv[1:])
