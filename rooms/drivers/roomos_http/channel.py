"""The xAPI over HTTPS. What a device refuses stands in the body of a good answer; nothing is heard unasked."""

from collections.abc import Callable, Mapping

from rooms.drivers.roomos_http import message
from rooms.drivers.roomos_http.session import Session
from rooms.errors import NotSupported
from rooms.xapi import answers
from rooms.xapi.channel import Listener, Node, Path, Value, Way
from rooms.xapi.from_xml import read_xml

_WAYS = frozenset({Way.LEGACY_BOOKINGS})


class HttpChannel:
    """A `rooms.xapi.channel.Channel` within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def ways(self) -> frozenset[Way]:
        """What HTTP carries: no events, but the bookings of older software."""
        return _WAYS

    def command(self, path: Path, parameters: Mapping[str, Value] | None = None, body: str | None = None) -> Node:
        """Do the command; as `Channel.command`."""
        posted = message.command(path, parameters or {}, body)
        with self._session.turn():
            return answers.result(self._post("/putxml", posted))

    def status(self, path: Path) -> Node:
        """Read a status; as `Channel.status`."""
        return answers.status(self._read("Status", path), path)

    def configuration(self, path: Path) -> Node:
        """Read a setting; as `Channel.configuration`."""
        return answers.configuration(self._read("Configuration", path), path)

    def configure(self, path: Path, value: str | int | bool) -> None:  # noqa: FBT001 - a configuration's value, not a flag
        """Set a setting; as `Channel.configure`."""
        posted = message.setting(path, value)
        with self._session.turn():
            answers.configured(self._post("/putxml", posted))

    def subscribe(self, path: Path, listener: Listener) -> Callable[[], None]:  # noqa: ARG002 - nothing can be heard
        """Raise NotSupported: HTTP carries no events. HttpFeedback has the device post them elsewhere."""
        raise NotSupported("no events come over HTTP")

    def put_legacy_bookings(self, xml: str) -> None:
        """Replace the bookings; as `Channel.put_legacy_bookings`. Raises BadParameter when the XML is none."""
        posted = xml.encode()
        with self._session.turn():
            answer = self._session.ask("POST", "/bookingsputxml", posted)
            if answer.strip():
                answers.configured(read_xml(answer))

    def close(self) -> None:
        """End the session on the device. May be called again."""
        self._session.end()

    def _read(self, root: str, path: Path) -> dict[str, Node]:
        place = message.location(root, path)
        with self._session.turn():
            return read_xml(self._session.ask("GET", "/getxml", query={"location": place}))

    def _post(self, path: str, body: bytes) -> dict[str, Node]:
        return read_xml(self._session.ask("POST", path, body))
