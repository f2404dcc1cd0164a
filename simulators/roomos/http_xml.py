"""Trees as documents, and documents as they come: hostile XML is refused before it is read."""

from typing import cast
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from simulators.roomos.render import attribute
from simulators.roomos.tree import TEXT, Branch, Node

MOST_BYTES = 1024 * 1024
_MOST_DEPTH = 30
_NAMES = {"id": "item"}
_ROOTS = {"CommandResponse": "Command"}


class NotXml(Exception):
    """What came is no XML that a device reads."""


def written(answer: Branch) -> bytes:
    """Return a tree with one root as a document; lists repeat their element with `item`."""
    [(root, below)] = answer.items()
    element = Element(_ROOTS.get(root, root))
    fill(element, below)
    return document(element)


def document(root: Element) -> bytes:
    """Return the element as a document."""
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0"?>\n' + body


def fill(element: Element, node: Node, *, items: bool = False) -> None:
    """Write a tree below the element; with `items` every element says which it is, also the only one."""
    if not isinstance(node, dict):
        element.text = str(node)
        return
    for name, below in node.items():
        if attribute(name):
            element.set(_NAMES.get(name, name), str(below))
        elif name == TEXT:
            element.text = str(below)
        else:
            for one in below if isinstance(below, list) else [below]:
                fill(SubElement(element, name, {"item": "1"} if items else {}), cast("Node", one), items=items)


def read(text: bytes) -> Element:
    """Return the document's root. Raises NotXml for what is too large, too deep, has a DTD, or is not XML."""
    if len(text) > MOST_BYTES:
        raise NotXml("too large")
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        raise NotXml(type(fault).__name__) from fault
    _check_depth(root)
    return root


def _check_depth(root: Element) -> None:
    level = [root]
    for _ in range(_MOST_DEPTH):
        level = [child for one in level for child in one]
    if level:
        raise NotXml("too deep")
