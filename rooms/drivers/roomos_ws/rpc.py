"""JSON-RPC 2.0 as devices speak it: what is asked, and what comes back.

Form: Cisco's "xAPI over WebSocket", https://roomos.cisco.com/doc/TechDocs/WebSocket.
"""

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from rooms.errors import RoomError, Unreadable
from rooms.xapi.answers import rpc_failure
from rooms.xapi.channel import Node
from rooms.xapi.from_json import loads, typed

_EVENT = "xFeedback/Event"
_NUMBER = re.compile(r"[0-9]{1,9}")


class Answer(NamedTuple):
    """What one request got: a result, or the error it stands for."""

    request: str
    result: Node
    fault: RoomError | None


class Told(NamedTuple):
    """What a subscription heard: a whole tree from its root."""

    subscription: str
    tree: dict[str, Node]


def written(request: str, method: str, params: Mapping[str, object]) -> str:
    """Return the request as one message."""
    return json.dumps({"jsonrpc": "2.0", "id": request, "method": method, "params": params})


def read(message: str) -> Answer | Told | None:
    """Return what the message says; None for what is of no concern to us. Raises Unreadable for no JSON-RPC."""
    said = loads(message)
    if not isinstance(said, dict):
        raise Unreadable("the message is no JSON-RPC")
    if "method" in said:
        return _told(said.get("params")) if said["method"] == _EVENT else None
    if not {"result", "error"} & said.keys():
        raise Unreadable("the answer holds neither result nor error")
    request = str(said.get("id", ""))
    if said.get("error") is not None:
        return Answer(request, {}, _fault(said["error"]))
    return Answer(request, typed(said.get("result")), None)


def place(root: str, path: tuple[str, ...]) -> list[str | int]:
    """Return a path as JSON-RPC has it: a number chooses the item of a list."""
    return [root, *map(number, path)]


def number(part: str) -> str | int:
    """Return a number as one, and anything else as it is."""
    return int(part) if _NUMBER.fullmatch(part) else part


def _told(params: object) -> Told | None:
    """Return what was heard; None when it is nothing, as an empty tree would mean the end of the connection."""
    if not isinstance(params, dict):
        return None
    tree = typed({name: value for name, value in params.items() if name != "Id"})
    return Told(str(params.get("Id", "")), tree) if isinstance(tree, dict) and tree else None


def _fault(error: object) -> RoomError:
    said = error if isinstance(error, dict) else {}
    return rpc_failure(said.get("code"), said.get("message"), said.get("data"))
