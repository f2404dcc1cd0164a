"""A session on a device, by its cookie. It ends by our word only: devices have few, and none of them times out.

Form: "XMLAPI sessions" in Cisco's guides. A sign-in whose answer is lost may leave a session that nobody can end.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from types import MappingProxyType

from rooms.drivers.roomos_http.lane import Lane
from rooms.drivers.roomos_http.web import Web
from rooms.endpoint import Account
from rooms.errors import (
    AuthenticationRefused,
    Busy,
    Lost,
    NotSupported,
    RateLimited,
    Refused,
    RoomError,
    Unreachable,
    Unreadable,
    Untrusted,
)

# After these the channel is closed and stays so (rooms.xapi.channel).
_ENDING = (Lost, Unreadable, AuthenticationRefused, Untrusted)
_NO_INTERFACE = partial(NotSupported, "the device has no such HTTP interface")
_STARTING = partial(Unreachable, "the device is starting")
_GATE = partial(Lost, "what stands before the device answered in its place")
_REDIRECTS = dict.fromkeys((301, 302, 303, 307, 308), _NO_INTERFACE)
_AT_BEGIN: Mapping[int, Callable[[], RoomError]] = MappingProxyType(
    {
        **_REDIRECTS,
        401: AuthenticationRefused,
        403: AuthenticationRefused,
        # Certain: what answers has shown the device's own key, and one that starts says 502.
        404: _NO_INTERFACE,
        **dict.fromkeys(range(500, 600), _STARTING),
        503: partial(Busy, "the device has no session left"),
    }
)
_WITHIN: Mapping[int, Callable[[], RoomError]] = MappingProxyType(
    {
        **_REDIRECTS,
        # The account was good when the session began: it is the session that is gone, as after a restart.
        401: partial(Lost, "the session on the device is gone"),
        403: partial(Refused, "403"),
        404: _NO_INTERFACE,
        502: _STARTING,
        503: RateLimited,
        504: _STARTING,
    }
)
# Who asks to have something done does not know from these whether it was.
_POSTED: Mapping[int, Callable[[], RoomError]] = MappingProxyType({**_WITHIN, 502: _GATE, 504: _GATE})
_TIMES_TO_END = 3
_SECONDS_BETWEEN = 1.0


class Session:
    """One session. Safe to use from several threads: one question at a time, at the device's pace."""

    def __init__(self, web: Web, lane: Lane, *, answer_seconds: float, end_seconds: float) -> None:
        self._web = web
        self._lane = lane
        self._answer_seconds = answer_seconds
        self._end_seconds = end_seconds
        self._ended = False

    def begin(self, account: Account) -> None:
        """Sign in, once. Raises AuthenticationRefused, Busy without a session left, and as `Web.ask`.

        Lost means that the password was shown and no verdict came: who tries again may be counting wrong passwords.
        """
        try:
            with self._lane.turn():
                self._begin(account)
        except BaseException:
            self._web.close()
            raise

    def _begin(self, account: Account) -> None:
        self._lane.pace()
        answer = self._web.ask("POST", "/xmlapi/session/begin", self._answer_seconds, account=account)
        _check(answer.status, _AT_BEGIN)
        if not self._web.has_cookies:
            raise Unreadable("the device began a session without a cookie")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the session for a question and what its answer means. Whatever makes it useless ends it."""
        with self._lane.turn():
            if self._ended:
                raise Lost("the session has ended")
            try:
                yield
            except _ENDING:
                self._end()
                raise

    def ask(self, method: str, path: str, body: bytes = b"", query: Mapping[str, str] | None = None) -> bytes:
        """Ask in one's turn and return the answer's body. Raises any RoomError but those of the body."""
        self._lane.pace()
        answer = self._web.ask(method, path, self._answer_seconds, body=body, query=query)
        _check(answer.status, _WITHIN if method == "GET" else _POSTED)
        return answer.body

    def end(self) -> None:
        """End the session on the device, and the connection. May be called again."""
        with self._lane.turn(always=True):
            if not self._ended:
                self._end()

    def _end(self) -> None:
        self._ended = True
        until = time.monotonic() + self._end_seconds
        for attempt in range(_TIMES_TO_END):
            if attempt:
                self._lane.rest(_SECONDS_BETWEEN)
            if self._is_ended(until - time.monotonic()):
                break
        self._web.close()

    def _is_ended(self, seconds: float) -> bool:
        """Ask for the end; tell whether there is nothing more to do about it."""
        if seconds <= 0:
            return True
        self._lane.pace()
        with suppress(Lost, Unreadable):
            try:
                answer = self._web.ask("POST", "/xmlapi/session/end", seconds)
            except (Unreachable, Untrusted):
                return True
            return answer.status < 300 or answer.status == 401  # noqa: PLR2004 - ended now, or gone before
        return False


def _check(status: int, refusals: Mapping[int, Callable[[], RoomError]]) -> None:
    if 200 <= status < 300:  # noqa: PLR2004 - HTTP's "it went well"
        return
    refusal = refusals.get(status)
    raise refusal() if refusal else Unreadable(f"the device answered with HTTP {status}")
