"""HTTPS to one device: one connection, its certificate known before anything is sent, every answer bounded."""

import time
from collections.abc import Iterator, Mapping
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from http.cookiejar import DefaultCookiePolicy
from typing import NamedTuple
from urllib.parse import quote

import requests
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import HTTPError

from rooms import tls
from rooms.drivers.roomos_http.one_device import OneDevice
from rooms.endpoint import Account, Address, Trust
from rooms.errors import Lost, RoomError, Unreadable
from rooms.xapi.limits import MOST_BYTES

_AT_ONCE = 65536
# A device ends a quiet connection when it likes: what is asked just then would be lost, and nobody would know whether
# it was done. So ours ends it first.
_IDLE_SECONDS = 5.0


class Answer(NamedTuple):
    """An HTTP answer, whatever it says."""

    status: int
    body: bytes


class Web:
    """Asks one device over HTTPS. Follows no redirects, knows no proxies, repeats nothing. For one thread at a time."""

    def __init__(self, address: Address, trust: Trust, connect_seconds: float) -> None:
        self._address = address
        self._trust = trust
        self._connect_seconds = connect_seconds
        self._line: tls.Line | None = None
        self._used = self._until = 0.0
        host = f"[{address.host}]" if ":" in address.host else address.host
        self._base = f"https://{host}:{address.port}"
        self._session = requests.Session()
        # Neither the proxies nor the passwords that lie about in the environment are for a device.
        self._session.trust_env = False
        self._session.headers = {"User-Agent": "vardmote", "Accept": "text/xml", "Accept-Encoding": "identity"}
        # Kept by ourselves: a jar drops what a device with its clock in another year gives until an hour that has gone.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._cookies: dict[str, str] = {}
        self._adapter = OneDevice(address, self._dial)
        self._session.mount("https://", self._adapter)

    def ask(  # noqa: PLR0913 - what an HTTP request is made of
        self,
        method: str,
        path: str,
        seconds: float,
        *,
        body: bytes = b"",
        query: Mapping[str, str] | None = None,
        account: Account | None = None,
    ) -> Answer:
        """Ask once, with the cookies that it gave; all of it takes at most so many seconds.

        Raises Unreachable, Untrusted (nothing was sent), Lost, and Unreadable for what is not HTTP or over MOST_BYTES.
        """
        now = time.monotonic()
        if now - self._used > _IDLE_SECONDS:
            self._adapter.hang_up()
        self._used, self._until = now, now + seconds
        if self._line is not None:
            self._line.until = self._until
        asked = "&".join(f"{name}={quote(value, safe='/')}" for name, value in (query or {}).items())
        try:
            response = self._session.request(
                method,
                f"{self._base}{path}" + (f"?{asked}" if asked else ""),
                data=body,
                headers=self._headers(body),
                auth=_basic(account),
                allow_redirects=False,
                stream=True,
            )
            with response:
                self._cookies |= _given(response)
                read = _read(response)
        except (requests.RequestException, HTTPError, OSError) as fault:
            raise _meaning(fault) from fault
        return Answer(response.status_code, read)

    @property
    def has_cookies(self) -> bool:
        """Whether the device gave a cookie that it will take."""
        return any(self._cookies.values())

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def _headers(self, body: bytes) -> dict[str, str]:
        shown = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return ({"Content-Type": "text/xml"} if body else {}) | ({"Cookie": shown} if shown else {})

    def _dial(self) -> tls.Line:
        self._line = tls.dial(self._address, self._trust, self._connect_seconds)
        self._line.until = self._until
        return self._line


def _given(response: requests.Response) -> dict[str, str]:
    """Return the cookies it gave: all are for the one device, for as long as it takes them."""
    pairs = (line.partition(";")[0].partition("=") for line in response.raw.headers.getlist("Set-Cookie"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _read(response: requests.Response) -> bytes:
    read = bytearray()
    # To the very end: only there it is found that some of it is missing.
    while data := response.raw.read(_AT_ONCE, decode_content=False):
        read += data
        if len(read) > MOST_BYTES:
            raise Unreadable(f"the answer is longer than {MOST_BYTES}")
    return bytes(read)


def _basic(account: Account | None) -> HTTPBasicAuth | None:
    if account is None:
        return None
    # requests writes text in Latin-1; devices read UTF-8.
    return HTTPBasicAuth(account.user.encode(), (account.password or "").encode())


def _meaning(fault: BaseException) -> RoomError:
    for cause in _causes(fault):
        if isinstance(cause, HTTPException) and not isinstance(cause, RemoteDisconnected | IncompleteRead):
            return Unreadable(f"the answer is no HTTP ({type(cause).__name__})")
    return Lost(f"the connection ended before the answer ({type(fault).__name__})")


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """Yield the exception and what it was made of: requests and urllib3 wrap what happened, some in their arguments."""
    seen: list[BaseException] = []
    left = [fault]
    while left:
        cause = left.pop()
        if cause in seen:
            continue
        seen.append(cause)
        yield cause
        inside = (*cause.args, cause.__cause__, cause.__context__)
        left.extend(inner for inner in inside if isinstance(inner, BaseException))
