"""Take any one piece away, or swap any two neighbours: the check must notice, but for what Microsoft leaves free."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from backend.manifest.checks.xml import check_xml
from backend.manifest.markup import Element
from backend.manifest.source import ICONS

# May be left out on purpose; what then hangs loose (a resource nobody uses) is a fault of its own.
OPTIONAL_ELEMENTS = {
    "SupportUrl",
    "AppDomains",
    "AppDomain",
    "Requirements",
    "DisableEntityHighlighting",
    "SupportsSharedFolders",
    "Description",
    "LaunchEvent",
    "Control",
    "ExtensionPoint",
    "VersionOverrides",
    "Image",
}
# Without SendMode Outlook takes SoftBlock, which is what we want.
OPTIONAL_ATTRIBUTES = {"MinVersion", "FormType", "SendMode"}
# Lists: their order is the order shown, not grammar.
FREE_ORDER = {"Override", "Image", "Url", "String", "Control", "ExtensionPoint", "LaunchEvent"}


def parsed(good: Path) -> Element:
    return etree.fromstring((good / "outlook.xml").read_bytes(), etree.XMLParser(remove_blank_text=True))


def paths(root: Element) -> Iterator[str]:
    """Of each kind of place, the first and the last."""
    tree = root.getroottree()
    kinds: dict[str, list[str]] = {}
    for element in root.iter():
        if element is not root:
            path = tree.getelementpath(element)
            kinds.setdefault(re.sub(r"\[\d+\]", "", path), []).append(path)
    for same in kinds.values():
        yield from {same[0], same[-1]}


def at(root: Element, path: str) -> Element:
    found = root.find(path)
    assert found is not None
    return found


def faults(root: Element) -> list[str]:
    return [item.code for item in check_xml(etree.tostring(root), ICONS)]


def name(element: Element) -> str:
    return etree.QName(element).localname


def test_no_element_can_be_lost_unnoticed(good: Path) -> None:
    root = parsed(good)
    unnoticed = set()
    for path in paths(root):
        damaged = copy.deepcopy(root)
        element = at(damaged, path)
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
        if not faults(damaged):
            unnoticed.add(name(element))

    assert unnoticed <= OPTIONAL_ELEMENTS
    assert unnoticed  # the good manifest itself is sound, and so is one without what may be left out


def test_no_attribute_can_be_lost_unnoticed(good: Path) -> None:
    root = parsed(good)
    unnoticed = set()
    for path in paths(root):
        for attribute in at(root, path).attrib:
            damaged = copy.deepcopy(root)
            del at(damaged, path).attrib[attribute]
            if not faults(damaged):
                unnoticed.add(attribute)

    assert unnoticed <= OPTIONAL_ATTRIBUTES


def test_no_two_neighbours_can_change_places_unnoticed(good: Path) -> None:
    root = parsed(good)
    unnoticed = set()
    for path in paths(root):
        damaged = copy.deepcopy(root)
        element = at(damaged, path)
        following = element.getnext()
        if following is not None:
            following.addnext(element)
            if not faults(damaged):
                unnoticed.add((name(element), name(following)))

    assert {pair for pair in unnoticed if not set(pair) <= FREE_ORDER} == set()
