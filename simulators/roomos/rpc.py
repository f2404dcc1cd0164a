"""What is asked and answered over one WebSocket, as JSON-RPC 2.0 (roomos 1.3). Ids are echoed as they came.

Which code an unknown path of xGet gets is in no source (roomos 8): here it is that of a bad parameter.
"""

import json
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, TypeAlias

from simulators.roomos import doc
from simulators.roomos.device import Device
from simulators.roomos.errors import (
    BadParameter,
    Denied,
    Failed,
    IllegalValue,
    NoMatch,
    Refusal,
    TooManyExpressions,
    UnknownCommand,
)
from simulators.roomos.feedback import MOST, ROOTS, Subscription
from simulators.roomos.render import Json, as_typed
from simulators.roomos.sessions import Session
from simulators.roomos.tree import Branch, Path, prune

Params: TypeAlias = Mapping[str, Any]
PARSE, REQUEST, METHOD, PARAMS, DENIED, SUBSCRIBERS, COMMAND = -32700, -32600, -32601, -32602, -31999, -31998, 1
_CODES: Mapping[type[Refusal], int] = {
    UnknownCommand: METHOD,
    BadParameter: PARAMS,
    NoMatch: PARAMS,
    IllegalValue: PARAMS,
    Denied: DENIED,
    TooManyExpressions: SUBSCRIBERS,
    Failed: COMMAND,
}
_COMMAND = "xcommand/"


class Wrong(Exception):
    """The request is none, or not one of these."""

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        super().__init__(message)


class Rpc:
    """One connection's requests and subscriptions. `send` takes the text of a message."""

    def __init__(self, device: Device, session: Session, send: Callable[[str], None]) -> None:
        self._device = device
        self._session = session
        self._send = send
        self._numbers = count(1)
        self._subscriptions: dict[int, Callable[[], None]] = {}
        self._afterwards: list[Callable[[], None]] = []
        self._methods: Mapping[str, Callable[[Params], Json]] = {
            "xget": self._get,
            "xquery": self._query,
            "xset": self._set,
            "xdoc": self._doc,
            "xfeedback/subscribe": self._subscribe,
            "xfeedback/unsubscribe": self._unsubscribe,
        }

    def take(self, text: str) -> None:
        """Take one message and answer it; one without an id gets no answer."""
        request_id: object = None
        try:
            request = _request(text)
            request_id = request.get("id")
            answer: dict[str, Json] = {"result": self._answer(str(request["method"]), request.get("params", {}))}
            if "id" not in request:
                return
        except Wrong as wrong:
            answer = {"error": {"code": wrong.code, "message": str(wrong)}}
        except Refusal as refusal:
            answer = {"error": _error(refusal)}
        self._send(json.dumps({"jsonrpc": "2.0", "id": request_id, **answer}, ensure_ascii=False))
        while self._afterwards:
            self._afterwards.pop()()

    def end(self) -> None:
        """Hear no more."""
        for unsubscribe in self._subscriptions.values():
            unsubscribe()
        self._subscriptions.clear()

    def _answer(self, method: str, params: object) -> Json:
        if not isinstance(params, dict):
            raise Wrong(PARAMS, "Invalid params")
        name = method.lower()
        if name.startswith(_COMMAND):
            return self._command(method[len(_COMMAND) :], params)
        known = self._methods.get(name)
        if known is None:
            raise Wrong(METHOD, "Method not found")
        return known(params)

    def _command(self, path: str, params: Params) -> Json:
        given = {name: value for name, value in params.items() if name != "body"}
        for name, value in given.items():
            if any(
                not isinstance(one, (str, int, float, bool)) for one in (value if isinstance(value, list) else [value])
            ):
                raise BadParameter(tuple(path.split("/")), name)
        body = params.get("body")
        if body is not None and not isinstance(body, str):
            raise BadParameter(tuple(path.split("/")), "body")
        return as_typed(self._device.command(self._session, tuple(path.split("/")), given, body))

    def _get(self, params: Params) -> Json:
        root, path = _path(params.get("Path"))
        found = self._device.read(self._session, root, path)
        if found is None:
            return [] if root == "Status" and self._device.machine.nodes.is_list(path) else None
        return as_typed(found)

    def _query(self, params: Params) -> Json:
        root, path = _path(params.get("Query"))
        self._device.read(self._session, root, ())  # who may not read is refused, whatever the query
        found = prune(self._device.machine.whole(root), (root, *path))
        return as_typed(found or {})

    def _set(self, params: Params) -> Json:
        root, path = _path(params.get("Path"))
        value = params.get("Value")
        if root != "Configuration" or not isinstance(value, (str, int, float, bool)):
            raise BadParameter((root, *path), "Value")
        self._device.configure(self._session, path, value)
        return True

    def _doc(self, params: Params) -> Json:
        path: Any = params.get("Path")
        if params.get("Type", "Schema") != "Schema" or not _is_path(path):
            raise BadParameter((), "Path")
        found: Any = doc.schema(self._device.machine.nodes, path)
        for part in path:
            found = next(below for name, below in found.items() if name.lower() == str(part).lower())
        return as_typed(found)

    def _subscribe(self, params: Params) -> Json:
        root, path = _path(params.get("Query"))
        self._device.check_expression((root, *path))
        if len(self._subscriptions) >= MOST:
            raise TooManyExpressions
        number = next(self._numbers)
        subscription = Subscription(lambda tree: self._event(number, tree), [(root, *path)])
        self._subscriptions[number] = self._device.subscribe(subscription)
        if params.get("NotifyCurrentValue") is True and root != "Event":
            # Told after the answer: before it nobody knows the Id.
            self._afterwards.append(lambda: subscription.hear(self._device.machine.whole(root)))
        return {"Id": number}

    def _unsubscribe(self, params: Params) -> Json:
        number = params.get("Id")
        unsubscribe = self._subscriptions.pop(number, None) if isinstance(number, int) else None
        if unsubscribe is None:
            raise BadParameter((), "Id")
        unsubscribe()
        return True

    def _event(self, number: int, tree: Branch) -> None:
        typed = {name: as_typed(below) for name, below in tree.items()}
        message = {"jsonrpc": "2.0", "method": "xFeedback/Event", "params": {**typed, "Id": number}}
        self._send(json.dumps(message, ensure_ascii=False))


def _request(text: str) -> Mapping[str, Any]:
    try:
        request = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise Wrong(PARSE, "Parse error") from fault
    if not isinstance(request, dict) or request.get("jsonrpc") != "2.0" or not isinstance(request.get("method"), str):
        raise Wrong(REQUEST, "Invalid request")
    if not isinstance(request.get("id", ""), (str, int)):
        raise Wrong(REQUEST, "Invalid request")
    return request


def _is_path(path: object) -> bool:
    return isinstance(path, list) and bool(path) and all(isinstance(part, (str, int)) for part in path)


def _path(path: Any) -> tuple[str, Path]:  # noqa: ANN401 - whatever came
    if not _is_path(path):
        raise BadParameter((), "Path")
    root = ROOTS.get(str(path[0]).lower())
    if root is None:
        raise NoMatch(tuple(path))
    return root, tuple(path[1:])


def _error(refusal: Refusal) -> dict[str, Json]:
    error: dict[str, Json] = {"code": _CODES[type(refusal)], "message": refusal.reason}
    return {**error, "data": {"Cause": refusal.cause}} if isinstance(refusal, Failed) else error
