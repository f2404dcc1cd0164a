"""Answers as the three output modes of tshell write them (roomos 1.1), and as values with types (roomos 1.3)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from simulators.roomos.tree import TEXT, Branch, Node

Json: TypeAlias = "str | int | bool | dict[str, Json] | list[Json] | None"
_MARKS: Mapping[str, str] = {"Status": "s", "Configuration": "c", "Event": "e", "CommandResponse": "r"}
_KEYS = {TEXT: "Value"}
_BARE = re.compile(r"-?\d+|[A-Z][A-Za-z0-9]*")


def attribute(name: str) -> bool:
    """Tell whether this is an attribute of the element it stands in."""
    return name[:1].islower()


def as_text(answer: Branch, result_id: str | None) -> str:
    """Return an answer as JSON over several lines: every leaf is {"Value": text}."""
    tag = {} if result_id is None else {"ResultId": result_id}
    return json.dumps({**{name: _valued(below) for name, below in answer.items()}, **tag}, indent=2, ensure_ascii=False)


def wordy(node: Node) -> Node:
    """Return an event with an id on every level below its root, its leaves too (roomos 3)."""
    if isinstance(node, dict):
        return {"id": 1, **{name: wordy(below) for name, below in node.items()}}
    return {"id": 1, TEXT: node}


def as_typed(node: Node) -> Json:
    """Return a tree with its types, for JSON-RPC: numbers are numbers, a ghost is true."""
    if isinstance(node, dict):
        return {_KEYS.get(name, name): name == "ghost" or as_typed(below) for name, below in node.items()}
    if isinstance(node, list):
        return [as_typed(one) for one in node]
    return node() if callable(node) else node


def as_xml(answer: Branch, result_id: str | None) -> str:
    """Return an answer as one <XmlDoc>; lists repeat their element with `item`."""
    root = Element("XmlDoc", {} if result_id is None else {"resultId": result_id})
    for name, below in answer.items():
        _fill(SubElement(root, "Command" if name == "CommandResponse" else name), below)
    return tostring(root, encoding="unicode")


def rows(answer: Branch) -> Iterator[str]:
    """Give an answer's rows of terminal mode: "*s Audio Volume: 50"."""
    for root, below in answer.items():
        mark = f"*{_MARKS.get(root, 'r')}"
        if isinstance(below, dict):
            yield from _rows(mark, below)


def _valued(node: Node) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(node, dict):
        return {_KEYS.get(name, name): str(below) if _plain(name) else _valued(below) for name, below in node.items()}
    if isinstance(node, list):
        return [_valued(one) for one in node]
    return {"Value": str(node)}


def _plain(name: str) -> bool:
    return attribute(name) or name == TEXT


def _fill(element: Element, node: Node) -> None:
    if isinstance(node, dict):
        for name, below in node.items():
            if attribute(name):
                element.set({"id": "item"}.get(name, name), str(below))
            elif name == TEXT:
                element.text = str(below)
            else:
                for one in below if isinstance(below, list) else [below]:
                    _fill(SubElement(element, name), one)
    else:
        element.text = str(node)


def _rows(begin: str, node: Branch) -> Iterator[str]:
    marks = ", ".join(f"{name}={below}" for name, below in node.items() if attribute(name) and name != "id")
    if marks:
        yield f"{begin} ({marks}):"
    for name, below in node.items():
        if attribute(name):
            continue
        if name == TEXT:
            yield f"{begin}: {_quoted(str(below))}"
        elif isinstance(below, dict):
            yield from _rows(f"{begin} {name}", below)
        elif isinstance(below, list):
            for one in below:
                yield from _rows(f"{begin} {name} {one['id']}", one)
        else:
            yield f"{begin} {name}: {_quoted(str(below))}"


def _quoted(text: str) -> str:
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
