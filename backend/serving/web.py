"""The web processes: one server that listens and begins them anew. Started by `vardmote serve`; knows no product."""

import sys
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from backend.config import Production
from backend.serving.parent import leave_with_parent

# Connections, not requests: streams and browsers that keep theirs open have to fit.
_CONNECTIONS = 4096
_MOST_HEADER_BYTES = 32 * 1024
# A new process has to listen before the old one stops.
_OVERLAP_SECONDS = 6.0
PRODUCT = "backend.serving.application:web"


def serve(told: Production, target: str = PRODUCT) -> None:
    """Serve until told to end. SIGHUP begins each process anew, one at a time, before its elder ends."""
    leave_with_parent()
    unix = told.listen.removeprefix("unix:") if told.listen.startswith("unix:") else None
    host, _, port = told.listen.rpartition(":") if unix is None else ("127.0.0.1", "", "0")
    Server(
        target,
        address=host.strip("[]"),
        port=int(port),
        uds=Path(unix) if unix else None,
        uds_permissions=0o660 if unix else None,
        interface=Interfaces.WSGI,
        factory=True,
        http=HTTPModes.http1,
        websockets=False,
        workers=told.web,
        blocking_threads=told.threads,
        blocking_threads_idle_timeout=60,
        backlog=_CONNECTIONS,
        backpressure=_CONNECTIONS,
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

    serve(production(read(os.environ)), *sys.argv[1:])
