"""What `serve` tells systemd (sd_notify), and how it learns that the web processes answer."""

import http.client
import os
import socket
from urllib.parse import urlsplit

import structlog

log = structlog.get_logger(__name__)

_SECONDS = 2.0


def notify(state: str) -> None:
    """Tell systemd, if it asked to be told: `READY=1`, `RELOADING=1`, `STOPPING=1`.

    That it can't be told ends nobody's meeting: it is logged.
    """
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            # A leading @ stands for the NUL of an abstract address.
            sender.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)
    except OSError as error:
        log.warning("serving.not-told", state=state, error=type(error).__name__)


def answers(listen: str, base_url: str) -> bool:
    """Tell whether /readyz says yes at `host:port` or `unix:/path`."""
    connection = _Connection(listen)
    try:
        connection.request("GET", "/readyz", headers={"Host": urlsplit(base_url).netloc})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class _Connection(http.client.HTTPConnection):
    def __init__(self, listen: str) -> None:
        self._unix = listen.removeprefix("unix:") if listen.startswith("unix:") else None
        host, _, port = ("localhost", "", "80") if self._unix else listen.rpartition(":")
        reached = {"0.0.0.0": "127.0.0.1", "[::]": "::1"}.get(host, host.strip("[]"))
        super().__init__(reached, int(port), timeout=_SECONDS)

    def connect(self) -> None:
        """Connect, over the socket file if there is one."""
        if self._unix is None:
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(_SECONDS)
        self.sock.connect(self._unix)
