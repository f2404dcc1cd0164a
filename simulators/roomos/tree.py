"""Trees of status, events and configuration: leaves are text or whole numbers, lists are of objects with an "id"."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, Union, cast

# A leaf that is worked out when it is read ("Uptime") is a function; it never stands in what is published.
Leaf: TypeAlias = str | int
Node: TypeAlias = Union[Leaf, Callable[[], Leaf], "dict[str, Node]", "list[dict[str, Node]]"]
Branch: TypeAlias = dict[str, Node]
# Names, and numbers for the item of a list: ("Call", 3, "Status").
Path: TypeAlias = tuple[str | int, ...]

GHOST = "True"
# The text of an element that has attributes too: {"id": 1, "$": "/Status/Call"}.
TEXT = "$"


def at(path: Sequence[str | int], node: Node) -> Branch:
    """Return the tree that has only `node`, at `path`: a number makes the name before it a list."""
    for part in reversed(path):
        node = [{"id": part, **cast("Branch", node)}] if isinstance(part, int) else {part: node}
    return cast("Branch", node)


def merge(into: Branch, change: Branch) -> None:
    """Write the leaves of `change` into the tree; items of a list are known by their id."""
    for name, new in change.items():
        old = into.get(name)
        if isinstance(new, dict) and isinstance(old, dict):
            merge(old, new)
        elif isinstance(new, list) and isinstance(old, list):
            _merge_items(old, new)
        else:
            into[name] = copy(new)


def changes(old: Branch, change: Branch) -> Branch:
    """Return what of `change` is new in the tree: leaves that stay as they are do not come along."""
    found: Branch = {}
    for name, new in change.items():
        before = old.get(name)
        if isinstance(new, dict):
            below = changes(before if isinstance(before, dict) else {}, new)
            if below:
                found[name] = below
        elif isinstance(new, list):
            items = [(_item(before, one["id"]), one) for one in new]
            kept = [{"id": one["id"], **changes(was, one)} for was, one in items if changes(was, one) or not was]
            if kept:
                found[name] = kept
        elif name != "id" and before != new:
            found[name] = new
    return found


def copy(node: Node) -> Node:
    """Return a copy that shares nothing with it."""
    if isinstance(node, dict):
        return {name: copy(below) for name, below in node.items()}
    if isinstance(node, list):
        return [cast("Branch", copy(one)) for one in node]
    return node


def settled(node: Node) -> Node:
    """Return a copy in which what is worked out when read is so."""
    if isinstance(node, dict):
        return {name: settled(below) for name, below in node.items()}
    if isinstance(node, list):
        return [cast("Branch", settled(one)) for one in node]
    return node() if callable(node) else node


def find(node: Node | None, path: Sequence[str | int]) -> Node | None:
    """Return what stands at `path`, whatever the case of its names; None when nothing does."""
    for part in path:
        if isinstance(node, dict):
            wanted = str(part).lower()
            node = next((below for name, below in node.items() if name.lower() == wanted), None)
        elif isinstance(node, list):
            node = next((one for one in node if str(one["id"]) == str(part)), None)
        else:
            return None
    return node


def prune(node: Node, path: Sequence[str | int]) -> Node | None:
    """Return the tree from its root with only what matches `path`, or None when nothing does.

    "*" is any one name, "**" any number of them (roomos 1.3, xQuery); a name before a list means all its items.
    """
    if not path:
        return node
    head, rest = path[0], path[1:]
    if head == "**":
        deeper = _below(node, lambda below: prune(below, path))
        here = prune(node, rest)
        return _united(here, deeper)
    if isinstance(node, list):
        chosen = [one for one in node if head == "*" or not _number(head) or str(one["id"]) == str(head)]
        within = rest if head == "*" or _number(head) else path
        kept = [_with_mark(one, prune(one, within)) for one in chosen]
        return [one for one in kept if one is not None] or None
    if not isinstance(node, dict):
        return None
    found: Branch = {}
    for name, below in node.items():
        if name not in _MARKS and (head == "*" or name.lower() == str(head).lower()):
            kept_below = prune(below, rest)
            if kept_below is not None:
                found[name] = kept_below
    return found or None


def united(trees: Sequence[Branch]) -> Branch:
    """Return all of them as one tree."""
    whole: Branch = {}
    for tree in trees:
        merge(whole, tree)
    return whole


_MARKS = frozenset({"id", "ghost"})


def _number(part: str | int) -> bool:
    return isinstance(part, int) or part.isdecimal()


def _item(items: Node | None, wanted: Node) -> Branch:
    found = [one for one in items if one["id"] == wanted] if isinstance(items, list) else []
    return found[0] if found else {}


def _merge_items(into: list[Branch], new: list[Branch]) -> None:
    for one in new:
        old = _item(into, one["id"])
        if old:
            merge(old, one)
        else:
            into.append(cast("Branch", copy(one)))


def _with_mark(item: Branch, kept: Node | None) -> Branch | None:
    if item.get("ghost") == GHOST:  # what is gone is told to whoever listened to anything in it
        return {"id": item["id"], "ghost": GHOST}
    return {"id": item["id"], **kept} if isinstance(kept, dict) else None


def _below(node: Node, select: Callable[[Node], Node | None]) -> Node | None:
    if isinstance(node, dict):
        found: Branch = {}
        for name, below in node.items():
            kept = select(below)
            if kept is not None:
                found[name] = kept
        return found or None
    if isinstance(node, list):
        kept_items = [_with_mark(one, select(one)) for one in node]
        return [one for one in kept_items if one is not None] or None
    return None


def _united(first: Node | None, second: Node | None) -> Node | None:
    if isinstance(first, dict) and isinstance(second, dict):
        return united([first, second])
    return first if first is not None else second
