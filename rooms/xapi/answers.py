"""What a device's answers mean: the result, or the narrow error it stands for. Shared by every way of speaking.

All forms are those of Cisco's guides and clients: https://roomos.cisco.com/doc/TechDocs/xAPI and jsxapi's sources.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

from rooms.errors import BadParameter, Busy, NotSupported, Refused, RoomError, Unreadable
from rooms.xapi import tree
from rooms.xapi.channel import Node, Path
from rooms.xapi.text import reason

# Fields of a refusal that explain it; any other names the parameter that was not taken.
_EXPLAINING = frozenset({"Reason", "Error", "Description", "Cause", "Code", "Messages", "XPath", "Value"})
_PARAMETER = re.compile(r"[A-Za-z][A-Za-z0-9.]{0,40}")
_ABSENT = ("unknown command", "no match on address expression", "command not recognized", "invalid path")
# The causes of JSON-RPC's code 1 that mean something else than a plain no.
_BAD_ARGUMENT = "27"


_BY_CODE: Mapping[int, Callable[[], RoomError]] = MappingProxyType(
    {
        -32601: NotSupported,
        -32602: BadParameter,
        -32603: partial(Refused, "internal error"),
        -31999: partial(Refused, "permission denied"),
        -31998: partial(Refused, "no more subscriptions"),
        -31997: Busy,
    }
)


def result(answer: dict[str, Node]) -> Node:
    """Return what stands in a command's result, without its status; {} when nothing does.

    `answer` is the whole tree: {"CommandResponse": {"DialResult": {"status": "OK", "CallId": "2"}}}, or the same below
    "Command" as in XML. Raises NotSupported, BadParameter, Refused, and Unreadable when it is about something else.
    """
    _raise_refusal(answer)
    root = next((answer[name] for name in ("CommandResponse", "Command") if name in answer), None)
    if root is None and any(isinstance(node, dict | list) for node in answer.values()):
        raise Unreadable("the answer to a command holds something else than a result")
    found = next(iter(_content(root or {}).values()), {})
    return _content(found)


def status(answer: dict[str, Node], path: Path) -> Node:
    """Return the tree below Status and the path, {} when nothing is there. Raises NotSupported for an unknown path."""
    return _read(answer, "Status", path)


def configuration(answer: dict[str, Node], path: Path) -> Node:
    """Return the tree below Configuration and the path. Raises NotSupported for an unknown path."""
    return _read(answer, "Configuration", path)


def configured(answer: dict[str, Node]) -> None:
    """Return if a setting was taken. Raises NotSupported for an unknown path, BadParameter for a value it refuses."""
    _raise_refusal(answer)
    for name, node in _walk("", answer):
        if tree.text(node, "error").lower() == "true":
            raise BadParameter(name if _PARAMETER.fullmatch(name) else None)


def failure(node: Node) -> RoomError:
    """Return the error that a refusal stands for: {"status": "ParameterError", …} or {"status": "Error", …}."""
    if tree.text(node, "status") == "ParameterError":
        return BadParameter(_parameter(node))
    words = next(filter(None, (tree.text(node, name) for name in ("Reason", "Error", "Description", "Value"))), "")
    if words.lower().startswith(_ABSENT):
        return NotSupported(reason(words))
    return Refused(tree.text(node, "Cause") if tree.number(node, "Cause") is not None else reason(words))


def rpc_failure(code: object, message: object, data: object) -> RoomError:
    """Return the error of a JSON-RPC refusal, whatever stands in its fields. A wrong password is refused earlier."""
    words = message if isinstance(message, str) else ""
    if words.lower().startswith(_ABSENT):
        return NotSupported(reason(words))  # some say so with the code of a bad parameter
    known = _BY_CODE.get(code) if isinstance(code, int) else None
    if known is not None:
        return known()
    cause = str(data.get("Cause", "")) if isinstance(data, dict) else ""
    if cause == _BAD_ARGUMENT:
        return BadParameter()
    return Refused(cause if re.fullmatch(r"\d{1,5}", cause) else reason(words))


def _read(answer: dict[str, Node], root: str, path: Path) -> Node:
    _raise_refusal(answer)
    return tree.below(answer, root, path)


def _raise_refusal(answer: dict[str, Node]) -> None:
    """Raise what an answer says of itself: in its root, or one level down, and below any name."""
    roots = [node for node in answer.values() if isinstance(node, dict)]
    inner = [node for root in roots for node in root.values() if isinstance(node, dict)]
    for found in (*roots, *inner):
        if not _is_fine(found):
            raise failure(found)


def _is_fine(node: dict[str, Node]) -> bool:
    return tree.text(node, "status") not in {"Error", "ParameterError"}


def _content(node: Node) -> dict[str, Node]:
    inside = node if isinstance(node, dict) else {}
    return {name: child for name, child in inside.items() if name not in tree.ATTRIBUTES}


def _parameter(node: Node) -> str | None:
    named = (name for name in _content(node) if name not in _EXPLAINING)
    return next((name for name in named if _PARAMETER.fullmatch(name)), None)


def _walk(name: str, node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, dict):
        yield name, node
        for key, child in node.items():
            yield from _walk(key, child)
    elif isinstance(node, list):
        for item in node:
            yield from _walk(name, item)
