"""What stands in a document posted to a device: commands with their parameters, or settings with their values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from simulators.roomos.nodes import BODY, Nodes
from simulators.roomos.tree import Path


@dataclass(frozen=True)
class Said:
    """One command. `path` may be none that the device knows: it is for the device to say so."""

    path: tuple[str, ...]
    parameters: dict[str, list[str]] = field(default_factory=dict)
    body: str | None = None


@dataclass(frozen=True)
class Wanted:
    """One setting."""

    path: Path
    value: str


def commands(root: Element, nodes: Nodes) -> Iterator[Said]:
    """Give the commands below a <Command>, in order; where a command begins is known from the device's table."""
    beginnings = {path[:length] for path in nodes.commands for length in range(len(path))}

    def below(element: Element, path: tuple[str, ...]) -> Iterator[Said]:
        for child in element:
            here = (*path, child.tag)
            key = tuple(name.lower() for name in here)
            if key in beginnings and key not in nodes.commands:
                yield from below(child, here)
            else:
                yield _said(here, child)

    return below(root, ())


def settings(root: Element) -> Iterator[Wanted]:
    """Give the settings below a <Configuration>; `item` makes an element one of a list."""

    def below(element: Element, path: Path) -> Iterator[Wanted]:
        item = element.get("item")
        here: Path = (*path, int(item)) if item is not None and item.isdecimal() and item.isascii() else path
        if len(element) == 0:
            yield Wanted(here, (element.text or "").strip())
        for child in element:
            yield from below(child, (*here, child.tag))

    for child in root:
        yield from below(child, (child.tag,))


def _said(path: tuple[str, ...], element: Element) -> Said:
    parameters: dict[str, list[str]] = {}
    body = None
    for child in element:
        # The text as it is: what is multi-line keeps its lines, and XML within it was escaped.
        if child.tag.lower() == BODY:
            body = child.text or ""
        else:
            parameters.setdefault(child.tag, []).append(child.text or "")
    return Said(path, parameters, body)
