"""Resource ids: each refers to something of the right kind, and everything there is, is referred to."""

from collections.abc import Iterator
from pathlib import Path

from backend.manifest.checks.icons import check_served_icon
from backend.manifest.checks.tree import elements, find, local, own, place
from backend.manifest.checks.values import check_length
from backend.manifest.faults import Fault, fault
from backend.manifest.markup import Element

KINDS = {
    "Label": "ShortStrings",
    "Title": "ShortStrings",
    "Tooltip": "ShortStrings",
    "Description": "LongStrings",
    "Image": "Images",
    "SourceLocation": "Urls",
    "FunctionFile": "Urls",
    "Runtime": "Urls",
    "Override": "Urls",
}
ID_LIMIT = 32
Resources = dict[str, Element]


def check_resources(root: Element, icons: Path) -> Iterator[Fault]:
    """All resources and references, from the outer VersionOverrides inwards: the inner one also sees the outer's."""
    known: Resources = {}
    used: set[str] = set()
    for overrides in find(root, "VersionOverrides"):
        yield from _collect(overrides, known)
        for element in own(overrides):
            resid = element.get("resid")
            if resid is None:
                continue
            used.add(resid)
            yield from check_length(place(element), resid, ID_LIMIT)
            yield from _check_reference(element, resid, known, icons)
    for name, element in known.items():
        if name not in used:
            yield fault(place(element), "resource-unused", name=name)


def _collect(overrides: Element, known: Resources) -> Iterator[Fault]:
    here: set[str] = set()
    for holder in elements(overrides):
        if local(holder) != "Resources":
            continue
        for element in (entry for kind in elements(holder) for entry in elements(kind)):
            name = element.get("id", "")
            yield from check_length(place(element), name, ID_LIMIT)
            if name in here:
                yield fault(place(element), "resource-repeated", name=name)
            here.add(name)
            known[name] = element


def _check_reference(element: Element, resid: str, known: Resources, icons: Path) -> Iterator[Fault]:
    kind = KINDS.get(local(element), "")
    target = known.get(resid)
    parent = target.getparent() if target is not None else None
    if target is None or parent is None or local(parent) != kind:
        yield fault(place(element), "resource-unknown", name=resid, kind=kind or "Resources")
        return
    size = element.get("size", "")
    if kind == "Images" and size.isdecimal() and element.get("scale") is None:
        yield from check_served_icon(place(element), target.get("DefaultValue", ""), int(size), icons)
