"""The xAPI over a held WebSocket: every answer by its request, every event by its subscription."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from rooms.drivers.roomos_ws import rpc
from rooms.drivers.roomos_ws.waiting import Waiter, Waiting
from rooms.drivers.roomos_ws.wire import Wire
from rooms.errors import BadParameter, Lost, NotSupported, RoomError
from rooms.xapi import answers
from rooms.xapi.channel import Listener, Node, Path, Value, Way

_WAYS = frozenset({Way.EVENTS, Way.HELD})
_BYE_SECONDS = 1.0


class WsChannel:
    """A `rooms.xapi.channel.Channel` with one thread that reads, until the connection ends."""

    def __init__(self, wire: Wire, answer_seconds: float) -> None:
        self._wire = wire
        self._answer_seconds = answer_seconds
        self._waiting = Waiting()
        self._closing = threading.Event()
        self._reader = threading.Thread(target=self._read, name="roomos-ws", daemon=True)
        self._reader.start()

    @property
    def ways(self) -> frozenset[Way]:
        """What a WebSocket carries: events, on a connection that stands."""
        return _WAYS

    def command(self, path: Path, parameters: Mapping[str, Value] | None = None, body: str | None = None) -> Node:
        """Do the command; as `Channel.command`."""
        params = dict(parameters or {}) | ({} if body is None else {"body": body})
        result = self._ask("/".join(("xCommand", *path)), params)
        return answers.result({"CommandResponse": {"Result": result}})

    def status(self, path: Path) -> Node:
        """Read a status; as `Channel.status`."""
        return self._get("Status", path)

    def configuration(self, path: Path) -> Node:
        """Read a setting; as `Channel.configuration`."""
        return self._get("Configuration", path)

    def configure(self, path: Path, value: str | int | bool) -> None:  # noqa: FBT001 - a configuration's value, not a flag
        """Set a setting; as `Channel.configure`."""
        self._ask("xSet", {"Path": rpc.place("Configuration", path), "Value": value})

    def subscribe(self, path: Path, listener: Listener) -> Callable[[], None]:
        """Hear what happens at the path; as `Channel.subscribe`. What comes before the answer is heard as well."""
        root, *rest = path
        waiter = self._waiting.add(listener)
        self._request(
            waiter, "xFeedback/Subscribe", {"Query": rpc.place(root, tuple(rest)), "NotifyCurrentValue": False}
        )
        number = waiter.subscription

        def stop() -> None:
            if self._waiting.forget(number):
                with suppress(Lost):
                    # Its answer is not waited for: it may be the reader itself that stops.
                    self._send(self._waiting.add(), "xFeedback/Unsubscribe", {"Id": rpc.number(number)})

        return stop

    def put_legacy_bookings(self, xml: str) -> None:  # noqa: ARG002 - nothing carries it
        """Raise NotSupported: the older form goes over HTTP."""
        raise NotSupported("the older form of bookings goes over HTTP only")

    def close(self) -> None:
        """Say goodbye and end the connection. May be called again, and from any thread."""
        self._closing.set()
        self._wire.close(_BYE_SECONDS)
        if threading.current_thread() is self._reader:
            return
        self._reader.join(_BYE_SECONDS)
        self._wire.cut()
        self._reader.join(_BYE_SECONDS)

    def _get(self, root: str, path: Path) -> Node:
        try:
            return self._ask("xGet", {"Path": rpc.place(root, path)}) or {}
        except BadParameter as fault:
            # A path is all that is asked with.
            raise NotSupported("the room has nothing at this path") from fault

    def _ask(self, method: str, params: Mapping[str, object]) -> Node:
        return self._request(self._waiting.add(), method, params)

    def _request(self, waiter: Waiter, method: str, params: Mapping[str, object]) -> Node:
        self._send(waiter, method, params)
        try:
            return waiter.result(self._answer_seconds)
        except TimeoutError:
            self._wire.cut()
            raise Lost("the device did not answer in time") from None

    def _send(self, waiter: Waiter, method: str, params: Mapping[str, object]) -> None:
        self._wire.send(rpc.written(waiter.request, method, params))

    def _read(self) -> None:
        fault: RoomError = Lost("the connection has ended")
        try:
            for message in self._wire.messages():
                self._waiting.take(rpc.read(message))
        except RoomError as ended:
            fault = ended
        finally:
            self._wire.free()
            self._waiting.end(fault, tell=not self._closing.is_set())
