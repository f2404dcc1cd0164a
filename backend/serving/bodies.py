"""Bodies: read whole before a request begins, up to the largest its route takes, a few at a time.

The server reads a body in the thread that works on the request, for as long as the sender likes: it has no limit in
time, and an answer given while a read waits would stop the whole process. So only so many bodies are read side by side,
which leaves threads for everybody else, and `silence` ends the connections of those who never finish.
"""

import io
import threading
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import structlog

from backend.errors import Malformed, Unavailable
from backend.serving.proxies import Application
from backend.web.problems import problem

log = structlog.get_logger(__name__)

_WAIT_SECONDS = 0.5


class Bodies:
    """Reads each body before the request it belongs to: at most `readers` side by side, of `most` bytes each.

    `larger` has the paths that take more, and how much.
    """

    def __init__(
        self, inner: Application, most: int, readers: int, larger: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self._inner = inner
        self._most = most
        self._larger = larger
        self._free = threading.BoundedSemaphore(readers)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the request, with its body at hand."""
        length = environ.get("CONTENT_LENGTH", "")
        if length in ("", "0") and "HTTP_TRANSFER_ENCODING" not in environ:
            return self._inner(environ, start_response)
        most = self._larger.get(environ.get("PATH_INFO", ""), self._most)
        if length.isdecimal() and int(length) > most:
            # Unread: the route that takes it says no by its length, and the connection ends with the answer.
            return self._inner(environ, _closing(start_response))
        if not self._free.acquire(timeout=_WAIT_SECONDS):
            log.warning("serving.too-many-slow-bodies")
            return problem(Unavailable("service-unavailable"))(environ, _closing(start_response))
        try:
            body = environ["wsgi.input"].read(most + 1)
        except OSError:
            body = b""
        finally:
            self._free.release()
        if length.isdecimal() and len(body) < int(length):
            log.info("serving.body-cut-short")
            return problem(Malformed("malformed"))(environ, _closing(start_response))
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._inner(environ, start_response if len(body) <= most else _closing(start_response))


def _closing(start_response: Callable[..., Any]) -> Callable[..., Any]:
    def begin(status: str, headers: list[tuple[str, str]], *more: object) -> Any:  # noqa: ANN401 - as WSGI has it
        return start_response(status, [*headers, ("Connection", "close")], *more)

    return begin
