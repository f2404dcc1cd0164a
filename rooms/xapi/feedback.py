"""What happens in a room, told in the port's words: from a channel's own feedback, and from a device's posts."""

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Literal, NamedTuple

from rooms.endpoint import Capability, Event, Listener
from rooms.errors import BadParameter, RoomError, Unreadable
from rooms.xapi import nodes, tree
from rooms.xapi.channel import Node, Path
from rooms.xapi.from_json import loads, wrapped
from rooms.xapi.from_xml import read_xml
from rooms.xapi.limits import MOST_POST_BYTES
from rooms.xapi.session import Session

_KINDS: dict[str, Literal["event", "status", "configuration"]] = {
    "Event": "event",
    "Status": "status",
    "Configuration": "configuration",
}
_LOST = Event("lost", (), {})
_WHO = "Identification"


class Post(NamedTuple):
    """One post of a device. Whoever knows the address can send one: the serial number is only what it says."""

    serial_number: str
    events: tuple[Event, ...]


def events(answer: dict[str, Node]) -> tuple[Event, ...]:
    """Return what a feedback tree tells of. An empty tree is the end of the connection.

    An event is where the first values stand: ("UserInterface", "Extensions", "Panel", "Clicked") with its PanelId. A
    status is where its values stand, or one item of its list; deeper values have dotted names ("Encryption.Type").
    """
    if not answer:
        return (_LOST,)
    return tuple(
        Event(kind, path, values)
        for root, kind in _KINDS.items()
        if root in answer
        for path, values in _found(kind, (), answer[root])
    )


def read_post(body: bytes, content_type: str) -> Post:
    """Return what a device posted, as JSON or XML. Raises Unreadable for anything else and over MOST_POST_BYTES."""
    if len(body) > MOST_POST_BYTES:
        raise Unreadable(f"a post of {len(body)} is longer than {MOST_POST_BYTES}")
    is_json = "json" in content_type if "xml" in content_type or "json" in content_type else body[:1] == b"{"
    answer = wrapped(loads(body)) if is_json else read_xml(body)
    root = next((answer[name] for name in _KINDS if name in answer), None) if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not isinstance(root, dict):
        raise Unreadable("the post is no feedback")
    serial_number = tree.text(root, _WHO, "SerialNumber")
    return Post(serial_number, events({name: _without_sender(node) for name, node in answer.items()}))


def watch(session: Session, paths: Sequence[Path], listener: Listener) -> Callable[[], None]:
    """Subscribe to each path once, also where they overlap; return what ends it.

    The end of the connection is told once. Raises BadParameter for a path with nothing below its root: a device that
    tells of everything gets slow.
    """
    session.need(Capability.EVENTS)
    for path in paths:
        nodes.check_path(path)
        if path[0] not in _KINDS or (path[1:] == () and path[0] != "Configuration"):
            raise BadParameter("path")
    hearing = _Hearing(listener)
    ends: list[Callable[[], None]] = []
    try:
        ends.extend(session.channel.subscribe(path, hearing) for path in _widest(paths))
    except RoomError:
        _end(ends)
        raise
    return lambda: _end(ends)


class _Hearing:
    """Passes on what several subscriptions hear, and that they are lost only once."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._lock = Lock()
        self._lost = False

    def __call__(self, answer: dict[str, Node]) -> None:
        for event in events(answer):
            if event.kind != "lost" or self._first_loss():
                self._listener(event)

    def _first_loss(self) -> bool:
        with self._lock:
            first, self._lost = not self._lost, True
        return first


def _widest(paths: Sequence[Path]) -> list[Path]:
    several = dict.fromkeys(paths)
    return [path for path in several if not any(path[: len(other)] == other for other in several if other != path)]


def _end(ends: list[Callable[[], None]]) -> None:
    while ends:
        ends.pop()()


def _without_sender(node: Node) -> Node:
    return {name: inner for name, inner in node.items() if name != _WHO} if isinstance(node, dict) else node


def _found(kind: str, path: Path, node: Node) -> Iterator[tuple[Path, dict[str, str]]]:
    if isinstance(node, str):
        yield path[:-1], {path[-1] if path else "Value": node}
        return
    if isinstance(node, list):
        for item in node:
            yield from _found(kind, path, item) if kind == "event" else _item(path, item)
        return
    if kind != "event" and nodes.is_list(path):
        yield from _item(path, node)
        return
    inner = {name: child for name, child in node.items() if name not in tree.ATTRIBUTES}
    if not inner or any(isinstance(child, str) for child in inner.values()):
        marks = {} if kind == "event" else {name: tree.text(node, name) for name in ("ghost",) if name in node}
        yield path, tree.flat(inner) | marks
        return
    for name, child in inner.items():
        yield from _found(kind, (*path, name), child)


def _item(path: Path, item: Node) -> Iterator[tuple[Path, dict[str, str]]]:
    yield path, tree.flat(item) if isinstance(item, dict) else {"Value": item if isinstance(item, str) else ""}
