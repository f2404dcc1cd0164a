"""What the doctor looks at of Pexip: that it can ask us and tell us, and that people can be led to it.

What each setting is, docs/pexip.md says.
"""

import json
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from backend.config import PexipMode, PexipSettings, Production
from backend.errors import Text
from backend.health.finding import Wrong

_SECONDS = 5
_POLICY = "/policy/v1/service/configuration?local_alias=doctor&trigger=options&call_direction=non_dial"
_EVENTS = "/hooks/pexip/events"
# What a node sends when it has nothing to tell: it is taken, and nothing is kept of it.
_NOTHING = json.dumps({"event": "eventsink_bulk", "node": "127.0.0.1", "seq": 0, "version": 2, "time": 0, "data": []})
_EVERYWHERE = frozenset({"", "0.0.0.0", "::", "[::]", "*"})
# Some lead from there to the page of the app itself.
_THERE = frozenset({HTTPStatus.OK, HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND})
_NONE = Text("Pexip är inte inställt.", "Pexip has not been set up.")


class _UnixConnection(HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_SECONDS)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket at the path."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_SECONDS)
        self.sock.connect(self._path)


def policy(told: Production) -> Text:
    """See that Pexip's questions are answered, to whoever signs in as Pexip does and to nobody else."""
    pexip = told.settings.pexip
    if pexip is None:
        return _NONE
    if pexip.mode != PexipMode.POLICY:
        return Text("Pexip frågar oss inte.", "Pexip doesn't ask us.")
    place = pexip.policy_listen
    # Rightly first: else the line in the log about who did not sign in (`sign_in`) would be ours.
    signed_in = _basic(pexip.policy_user, pexip.policy_password)
    found, body = _ask(_at(place), "GET", _POLICY, signed_in, place)
    status, _ = _ask(_at(place), "GET", _POLICY, {}, place)
    if status != HTTPStatus.UNAUTHORIZED:
        raise Wrong(
            f"{place} svarar {status} utan inloggning, inte 401: är det vår port?",
            f"{place} answers {status} without a sign-in, not 401: is it our port?",
        )
    if (found, _action(body)) != (HTTPStatus.OK, "reject"):
        raise Wrong(
            f"{place} svarar {found} när någon frågar om ett okänt alias, inte 200 och reject. Starta om produkten.",
            f"{place} answers {found} when asked about an unknown alias, not 200 and reject. Restart the product.",
        )
    return Text(
        f"Pexips frågor besvaras på {place}. Att noderna når den genom proxyn syns inte härifrån: docs/pexip.md, 2.",
        f"Pexip's questions are answered at {place}. That nodes reach it by the proxy can't be seen from here: "
        "docs/pexip.md, 2.",
    )


def node(told: Production) -> Text:
    """See that the node that people are led to answers over TLS, and that its web app is where we lead them."""
    pexip = told.settings.pexip
    if pexip is None:
        return _NONE
    status, _ = _ask(_secured(pexip.node, pexip), "GET", "/api/client/v2/status", {}, pexip.node)
    if status != HTTPStatus.OK:
        raise Wrong(
            f"{pexip.node} svarar {status} (503: underhåll). Titta på noden.",
            f"{pexip.node} answers {status} (503: maintenance). Look at the node.",
        )
    app = f"/{pexip.web_path}/"
    status, _ = _ask(_secured(pexip.node, pexip), "GET", app, {}, pexip.node)
    if status not in _THERE:
        raise Wrong(
            f"Webbappen finns inte på {pexip.node}{app} ({status}). Ändra pexip.web_path.",
            f"The web app is not at {pexip.node}{app} ({status}). Change pexip.web_path.",
        )
    return Text(f"{pexip.node}{app} svarar.", f"{pexip.node}{app} answers.")


def events(told: Production) -> Text:
    """See that Pexip can tell us what happens, by our address and its sign-in, and nobody else can."""
    pexip = told.settings.pexip
    if pexip is None:
        return _NONE
    base, kind = told.settings.origin, {"Content-Type": "application/json"}
    # Rightly first: see `policy`.
    for headers, right, sv, en in (
        (
            kind | _basic(pexip.events_user, pexip.events_password),
            HTTPStatus.NO_CONTENT,
            "med inloggning",
            "with a sign-in",
        ),
        (kind, HTTPStatus.UNAUTHORIZED, "utan inloggning", "without a sign-in"),
    ):
        status, _ = _ask(_secured(base), "POST", _EVENTS, headers, base, _NOTHING)
        if status != right:
            raise Wrong(
                f"{base}{_EVENTS} svarar {status} {sv}, inte {right:d}. Se efter att proxyn släpper fram adressen och "
                "att produkten har startats om med pexip.events_*.",
                f"{base}{_EVENTS} answers {status} {en}, not {right:d}. See that the proxy lets the address through "
                "and that the product was restarted with pexip.events_*.",
            )
    return Text(f"Händelser tas emot på {base}{_EVENTS}.", f"Events are taken at {base}{_EVENTS}.")


def _at(place: str) -> HTTPConnection:
    if place.startswith("unix:"):
        return _UnixConnection(place.removeprefix("unix:"))
    host, _, port = place.rpartition(":")
    return HTTPConnection("127.0.0.1" if host in _EVERYWHERE else host.strip("[]"), int(port), timeout=_SECONDS)


def _secured(url: str, pexip: PexipSettings | None = None) -> HTTPSConnection:
    parts, file = urlsplit(url), pexip.ca_file if pexip else None
    context = ssl.create_default_context(cafile=str(file) if file else None)
    return HTTPSConnection(parts.hostname or "", parts.port or 443, timeout=_SECONDS, context=context)


def _ask(  # noqa: PLR0913 - a request is what it is
    connection: HTTPConnection, method: str, path: str, headers: Mapping[str, str], place: str, body: str | None = None
) -> tuple[int, bytes]:
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, HTTPException) as error:
        why = type(error).__name__
        raise Wrong(f"{place} svarar inte ({why}).", f"{place} does not answer ({why}).") from error
    finally:
        connection.close()


def _basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def _action(body: bytes) -> object:
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told.get("action") if isinstance(told, dict) else None
