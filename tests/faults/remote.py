"""A video service of the product's that speaks to `simulators.conference` as to any other company's."""

import json
from http.client import HTTPConnection, HTTPException
from typing import Any

from backend.video.builtin.service import BuiltinService
from backend.video.service import ConferenceRequest, Redirect, Role, ServiceRefused, ServiceUnavailable

# Its own deadline; a real one's is seconds, and the tests wait for it many times over.
DEADLINE = 0.15


class Odd(Exception):
    """The service answered with something that makes no sense."""


class Remote:
    """One service by its code, at a port of this machine."""

    capabilities = BuiltinService.capabilities

    def __init__(self, code: str, port: int) -> None:
        self.code = code
        self._port = port

    def create(self, request: ConferenceRequest) -> str:
        made = self._ask("POST", "", _asked(request))
        return str(made["reference"])

    def change(self, reference: str, request: ConferenceRequest) -> None:
        changed = self._ask("PUT", f"/{reference}", _asked(request))
        if changed.get("reference") != reference and "service" not in changed:
            raise Odd

    def remove(self, reference: str) -> None:
        if self._ask("DELETE", f"/{reference}") is not None:
            raise Odd

    def find(self, key: str) -> str | None:
        found = self._listed(f"?key={key}")
        return found[0] if found else None

    def references(self) -> list[str]:
        return self._listed("")

    def occupied(self, reference: str) -> bool:
        return any(room["people"] for room in self._ask("GET", "") if room["reference"] == reference)

    def entry(self, reference: str, role: Role, display_name: str, person: str = "") -> Redirect:  # noqa: ARG002 - the port's signature
        return Redirect(f"https://video.example/{reference}")

    def _listed(self, query: str) -> list[str]:
        rooms = self._ask("GET", query)
        if not isinstance(rooms, list):
            raise Odd
        return [str(room["reference"]) for room in rooms]

    def _ask(self, method: str, rest: str, body: dict[str, Any] | None = None) -> Any:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=DEADLINE)
        try:
            connection.request(method, f"/{self.code}/conferences{rest}", None if body is None else json.dumps(body))
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException) as error:
            raise ServiceUnavailable from error
        finally:
            connection.close()
        if answer.status == 404:
            raise ServiceRefused("no-such-conference")
        if answer.status == 429 or answer.status >= 500:
            raise ServiceUnavailable(1.0 if answer.status == 429 else None)
        return json.loads(content) if content else None


def line_up(port: int, fault: str | None) -> None:
    """Tell the service what the next request is to meet; None calms it."""
    _tell(port, "POST", "/_control", {"fault": fault})


def held(port: int, *services: str) -> list[dict[str, Any]]:
    """Return the conferences the services hold."""
    return [room for code in services for room in json.loads(_tell(port, "GET", f"/{code}/conferences"))]


def _tell(port: int, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, None if body is None else json.dumps(body))
    content = connection.getresponse().read()
    connection.close()
    return content


def _asked(request: ConferenceRequest) -> dict[str, Any]:
    return {
        "key": request.key,
        "start": request.start.isoformat(),
        "end": request.end.isoformat(),
        "limit": request.participant_limit,
    }
