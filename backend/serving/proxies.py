"""Who is asking, when a proxy stands between: its word counts only when the proxy is one we were told of.

Without this anybody could write `X-Forwarded-For` and be somebody else at the limits of the door, or this machine at
`/metrics`.
"""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from backend.errors import ConfigurationFault, Text

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_TOLD_BY_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
_OVER_A_SOCKET = "unix"


def networks(told: Sequence[str]) -> tuple[_Network, ...]:
    """Return the networks of `trusted_proxies`; `unix` is none of them. Raises ConfigurationFault."""
    try:
        return tuple(ipaddress.ip_network(each) for each in told if each != _OVER_A_SOCKET)
    except ValueError as error:
        text = Text("Ange adresser eller nät, som 127.0.0.1.", "Give addresses or networks, such as 127.0.0.1.")
        raise ConfigurationFault("trusted_proxies", text) from error


class Proxies:
    """Puts the address of whoever asked, and the scheme they used, where the product reads them."""

    def __init__(self, inner: Application, trusted: Sequence[str]) -> None:
        self._inner = inner
        self._trusted = networks(trusted)
        self._socket = _OVER_A_SOCKET in trusted

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the request as from the one who asked."""
        peer = environ.get("REMOTE_ADDR", "")
        if self._trusts(peer):
            chain = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
            # From the right: each was written by a proxy we trust, until one that was not.
            asked = next((address for address in reversed(chain) if not self._trusts(address)), None)
            asked = asked or (chain[0] if chain else None)
            if asked is not None:
                environ["REMOTE_ADDR"] = asked if _is_address(asked) else "192.0.2.1"
            if environ.get("HTTP_X_FORWARDED_PROTO") in ("http", "https"):
                environ["wsgi.url_scheme"] = environ["HTTP_X_FORWARDED_PROTO"]
        else:
            for name in _TOLD_BY_PROXIES:
                environ.pop(name, None)
        return self._inner(environ, start_response)

    def _trusts(self, address: str) -> bool:
        if not address:
            return self._socket
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return self._socket and address.startswith(_OVER_A_SOCKET)
        return any(found in network for network in self._trusted)


def _is_address(told: str) -> bool:
    try:
        ipaddress.ip_address(told)
    except ValueError:
        return False
    return True
