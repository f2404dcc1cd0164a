"""What HttpFeedback posts: a tree with one root, and below it which device it is (roomos 1.4)."""

from collections.abc import Callable, Mapping
from typing import cast
from xml.etree.ElementTree import Element, SubElement

from simulators.roomos.http_xml import document, fill
from simulators.roomos.render import as_text
from simulators.roomos.tree import Branch


def as_json(tree: Branch, identification: Branch) -> bytes:
    """Return the tree as JSON: every leaf is {"Value": "…"}, as over SSH."""
    [(root, below)] = tree.items()
    return as_text({root: {"Identification": identification, **cast("Branch", below)}}, None).encode()


def as_xml(tree: Branch, identification: Branch) -> bytes:
    """Return the tree as XML; all but the identification says which item it is."""
    [(root, below)] = tree.items()
    whole = Element(root)
    fill(SubElement(whole, "Identification"), identification)
    fill(whole, below, items=True)
    return document(whole)


WRITERS: Mapping[str, Callable[[Branch, Branch], bytes]] = {"XML": as_xml, "JSON": as_json}
