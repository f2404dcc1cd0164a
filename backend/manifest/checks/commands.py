"""Buttons and events: unique ids, a function for each, known event names, icons in the sizes Outlook asks for."""

from collections.abc import Iterator

from backend.manifest.checks.tree import elements, find, local, own, place, typed
from backend.manifest.checks.values import check_choice
from backend.manifest.faults import Fault, fault
from backend.manifest.markup import Element
from backend.manifest.names import (
    EVENTS,
    MOBILE_ICON_SIZES,
    REQUIRED_ICON_SIZES,
    RIBBON_ICON_SIZES,
    SEND_EVENTS,
    SEND_MODES,
)

MOBILE_SCALES = (1, 2, 3)


def check_commands(root: Element) -> Iterator[Fault]:
    """Everything in VersionOverrides that a user can press or an event can start."""
    inner = [overrides for overrides in find(root, "VersionOverrides") if typed(overrides) == "VersionOverridesV1_1"]
    if not inner:
        yield fault(place(root), "no-overrides-1-1")
    for overrides in find(root, "VersionOverrides"):
        everything = list(own(overrides))
        yield from _check_ids(everything)
        yield from _check_functions(everything)
        yield from _check_runtimes(everything)
        for icon in (element for element in everything if local(element) == "Icon"):
            yield from _check_sizes(icon)
    yield from _check_events(root)


def _check_ids(everything: list[Element]) -> Iterator[Fault]:
    seen: set[str] = set()
    for element in everything:
        if local(element) in {"Group", "Control", "Item"}:
            name = element.get("id", "")
            if name in seen:
                yield fault(place(element), "id-repeated", name=name)
            seen.add(name)


def _check_functions(everything: list[Element]) -> Iterator[Fault]:
    for element in everything:
        if local(element) == "FunctionName" and not (element.text or "").strip():
            yield fault(place(element), "function-missing")
        if (
            local(element).endswith("FormFactor")
            and "FunctionName" in {local(below) for below in find(element, "FunctionName")}
            and "FunctionFile" not in {local(child) for child in elements(element)}
        ):
            yield fault(place(element), "function-file-missing")


def _check_runtimes(everything: list[Element]) -> Iterator[Fault]:
    runtimes = {element.get("resid") for element in everything if local(element) == "Runtime"}
    for element in everything:
        if local(element) == "ExtensionPoint" and typed(element) == "LaunchEvent":
            for source in elements(element):
                if local(source) == "SourceLocation" and source.get("resid") not in runtimes:
                    yield fault(place(source), "runtime-unknown", name=source.get("resid", ""))


def _check_events(root: Element) -> Iterator[Fault]:
    seen: set[str] = set()
    has_script = any(element.get("type") == "javascript" for element in find(root, "Override"))
    for element in find(root, "LaunchEvent"):
        name = element.get("Type", "")
        if name not in EVENTS:
            yield fault(place(element), "event-unknown", name=name)
        if name in seen:
            code = "send-event-repeated" if name in SEND_EVENTS else "event-repeated"
            yield fault(place(element), code, name=name)
        seen.add(name)
        if not element.get("FunctionName", "").strip():
            yield fault(place(element), "function-missing")
        if name in SEND_EVENTS and not has_script:
            yield fault(place(element), "send-script-missing", name=name)
        mode = element.get("SendMode")
        if mode is not None and name not in SEND_EVENTS:
            yield fault(place(element), "send-mode-misplaced")
        elif mode is not None:
            yield from check_choice(place(element), mode, tuple(SEND_MODES))


def _check_sizes(icon: Element) -> Iterator[Fault]:
    parent = icon.getparent()
    mobile = parent is not None and typed(parent) == "MobileButton"
    scales = MOBILE_SCALES if mobile else (1,)
    allowed = MOBILE_ICON_SIZES if mobile else RIBBON_ICON_SIZES
    required = MOBILE_ICON_SIZES if mobile else REQUIRED_ICON_SIZES
    found = {(image.get("size", ""), image.get("scale", "1")) for image in elements(icon)}
    for size, scale in sorted(found - {(str(size), str(scale)) for size in allowed for scale in scales}):
        yield fault(place(icon), "icon-size-unknown", size=f"{size}×{scale}" if mobile else size, where="Outlook")
    for pixels, factor in ((pixels, factor) for pixels in required for factor in scales):
        if (str(pixels), str(factor)) not in found:
            yield fault(place(icon), "icon-size-missing", size=f"{pixels}×{factor}" if mobile else pixels)
