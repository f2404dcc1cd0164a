"""Reads a tree that came from a device: whatever it is, something sensible comes out and nothing is raised."""

from rooms.xapi.channel import Node, Path
from rooms.xapi.limits import MOST_DOTTED_NAME

# Keys that say something about an object, not in it.
ATTRIBUTES = frozenset({"id", "ghost", "status", "error"})


def at(node: Node, *path: str) -> Node | None:
    """Return what stands at the path, or None. A number chooses the item of a list with that id."""
    for part in path:
        found = _child(node, part)
        if found is None:
            return None
        node = found
    return node


def below(tree: Node, root: str, path: Path) -> Node:
    """Return what stands below root ("Status") and path in a whole answer, {} when nothing does."""
    found = at(tree, root, *path)
    return {} if found is None or found == "" else found


def text(node: Node, *path: str, default: str = "") -> str:
    """Return the leaf at the path, or the default when there is none."""
    found = at(node, *path)
    return found if isinstance(found, str) else default


def number(node: Node, *path: str) -> int | None:
    """Return the whole number at the path, or None when no sensible one stands there."""
    words = text(node, *path)
    digits = words.removeprefix("-")
    return int(words) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None  # noqa: PLR2004 - 64 bits


def items(node: Node, *path: str) -> list[dict[str, Node]]:
    """Return the objects of the list at the path, without those that are gone. A lone object is a list of one."""
    found = at(node, *path)
    several = found if isinstance(found, list) else [found]
    return [item for item in several if isinstance(item, dict) and item and not is_ghost(item)]


def leaves(node: Node, *path: str) -> tuple[str, ...]:
    """Return the texts of the list at the path, also of numbered ones ({"id": "1", "Value": "a"})."""
    found = at(node, *path)
    several = found if isinstance(found, list) else [found]
    words = (item if isinstance(item, str) else text(item or {}, "Value") for item in several)
    return tuple(word for word in words if word)


def is_ghost(item: Node) -> bool:
    """Tell whether the item says of itself that it is gone."""
    return isinstance(item, dict) and text(item, "ghost").lower() == "true"


def flat(node: dict[str, Node]) -> dict[str, str]:
    """Return all leaves by their dotted names: {"Encryption": {"Type": "None"}} is {"Encryption.Type": "None"}.

    An item of a list inside is named by its id, or by its place from 1. What would have a longer name than anything in
    a device (MOST_DOTTED_NAME) is left out: each leaf repeats it.
    """
    return dict(_leaves("", node))


def _leaves(name: str, node: Node) -> list[tuple[str, str]]:
    if len(name) > MOST_DOTTED_NAME:
        return []
    if isinstance(node, str):
        return [(name, node)]
    inner = node.items() if isinstance(node, dict) else _named(node)
    prefix = f"{name}." if name else ""
    return [
        leaf for key, child in inner if not (name and key in ATTRIBUTES) for leaf in _leaves(f"{prefix}{key}", child)
    ]


def _named(several: list[Node]) -> list[tuple[str, Node]]:
    return [(text(item, "id", default=str(place)), item) for place, item in enumerate(several, start=1)]


def _child(node: Node, part: str) -> Node | None:
    if isinstance(node, dict):
        # A lone item of a list, asked for by its number.
        return node.get(part, node if part.isdigit() and node.get("id") == part else None)
    if isinstance(node, list):
        return next((item for item in node if text_id(item) == part), None)
    return None


def text_id(item: Node) -> str:
    """Return an item's id, or nothing."""
    found = item.get("id") if isinstance(item, dict) else None
    return found if isinstance(found, str) else ""
