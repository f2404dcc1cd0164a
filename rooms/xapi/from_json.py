"""JSON from a device, made a tree. A leaf is an object with a Value over SSH and in posts, a value over WebSocket."""

import json

from rooms.errors import Unreadable
from rooms.xapi.channel import Node
from rooms.xapi.limits import MOST_BYTES, MOST_LEVELS, MOST_NAME
from rooms.xapi.text import clean

_LISTED = {"id", "Value"}


def loads(text: str | bytes) -> object:
    """Return what the JSON says, duplicates and all as Python reads them.

    Raises Unreadable when it is no JSON, longer than MOST_BYTES or nested without end.
    """
    if len(text) > MOST_BYTES:
        raise Unreadable(f"an answer of {len(text)} is longer than {MOST_BYTES}")
    try:
        return _DECODER.decode(text) if isinstance(text, str) else json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise Unreadable("the answer is no JSON") from fault


def wrapped(value: object) -> Node:
    """Return the tree of JSON in the form of SSH and of HttpFeedback: {"Volume": {"Value": "50"}} is {"Volume": "50"}.

    A leaf marked as an error keeps the mark: {"error": "True", "Value": "Illegal value"}. Raises Unreadable when it is
    too deep, or a name too long.
    """
    return _wrapped(value, 0)


def typed(value: object) -> Node:
    """Return the tree of JSON in the form of WebSocket: 50 is "50", true is "True". Raises as `wrapped`."""
    return _typed(value, 0)


def _wrapped(value: object, level: int) -> Node:
    if isinstance(value, dict):
        leaf = value.get("Value")
        if leaf is not None and not isinstance(leaf, dict | list):
            return _leaf(value, leaf)
        return _object(value, _within(level))
    if isinstance(value, list):
        below = _within(level)
        return [_wrapped(child, below) for child in value]
    return _word(value)


# Most of what reading an answer costs is here, so a usual leaf is taken where it stands, without calls of its own.
def _object(value: dict[str, object], level: int) -> Node:
    tree: dict[str, Node] = {}
    for key, child in value.items():
        leaf = child.get("Value") if type(child) is dict and "error" not in child else child
        if type(leaf) is str:
            node: Node = leaf if leaf.isprintable() else clean(leaf)
        else:
            node = _wrapped(child, level)
        tree[key if key.isprintable() and len(key) <= MOST_NAME else _name(key)] = node
    return tree


def _leaf(value: dict[str, object], leaf: object) -> Node:
    if _word(value.get("error", "")) == "True":
        return {"error": "True", "Value": _word(leaf)}
    return _word(leaf)


def _typed(value: object, level: int) -> Node:
    if isinstance(value, dict):
        # A leaf in a list has a number beside it, here as everywhere.
        if value.keys() == _LISTED and not isinstance(value["Value"], dict | list):
            return _word(value["Value"])
        below = _within(level)
        return {_name(key): _typed(child, below) for key, child in value.items()}
    if isinstance(value, list):
        below = _within(level)
        return [_typed(child, below) for child in value]
    return _word(value)


def _name(key: str) -> str:
    if len(key) > MOST_NAME:
        raise Unreadable(f"a name is longer than {MOST_NAME}")
    return clean(key)


def _within(level: int) -> int:
    if level > MOST_LEVELS:
        raise Unreadable(f"the answer is deeper than {MOST_LEVELS} levels")
    return level + 1


def _word(value: object) -> str:
    return "" if value is None else clean(str(value))


def _refuse(name: str) -> float:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse)
