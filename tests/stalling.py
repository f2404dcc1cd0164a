"""A TCP proxy before PostgreSQL that can stall: it takes what is sent and says nothing, as a pooler may."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import make_url

_MOST = 65536


class Stalling:
    """Forwards to PostgreSQL's socket. `stalled` is how often somebody was left without an answer so far."""

    def __init__(self, url: str) -> None:
        told = make_url(url)
        self._to = f"{told.query['host']}/.s.PGSQL.5432"
        self._door = socket.create_server(("127.0.0.1", 0))
        here = told.difference_update_query(["host"]).set(host="127.0.0.1", port=self._door.getsockname()[1])
        self.url = here.render_as_string(hide_password=False)
        self.stalled = 0
        self._at: bytes | None = None
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @contextmanager
    def stalling(self, at: bytes = b"SELECT") -> Iterator[None]:
        """Let each connection fall silent that sends these bytes within the block, and stay so."""
        self._at = at
        try:
            yield
        finally:
            self._at = None

    def close(self) -> None:
        """Take nobody any more, and let all go."""
        for each in (self._door, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.socket(socket.AF_UNIX)
                self._open += (near, far)
                far.connect(self._to)
                for from_, to, asks in ((near, far, True), (far, near, False)):
                    threading.Thread(target=self._forward, args=(from_, to, asks), daemon=True).start()

    def _forward(self, from_: socket.socket, to: socket.socket, asks: bool) -> None:  # noqa: FBT001 - as threads are told
        is_silent = False
        with suppress(OSError):
            while said := from_.recv(_MOST):
                if asks and not is_silent and self._at is not None and self._at in said:
                    self.stalled += 1
                    is_silent = True
                if not is_silent:
                    to.sendall(said)
            to.shutdown(socket.SHUT_RDWR)
