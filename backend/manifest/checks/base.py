"""The values of the base part of an add-in only manifest, and the languages of all its texts."""

from collections.abc import Callable, Iterator
from pathlib import Path

from backend.manifest.checks.icons import check_served_icon
from backend.manifest.checks.tree import elements, find, local, place
from backend.manifest.checks.values import (
    FOUR_PARTS,
    GUID,
    LOCALE,
    REQUIREMENT_SET,
    check_choice,
    check_form,
    check_length,
    check_url,
)
from backend.manifest.faults import Fault, fault
from backend.manifest.markup import Element
from backend.manifest.names import PERMISSIONS, STORE_ICON_SIZES

TEXT_LIMITS = {"DisplayName": 125, "Description": 250, "ShortStrings": 125, "LongStrings": 250}
TRANSLATED = ("DisplayName", "Description", "String")
ADDRESSES = ("IconUrl", "HighResolutionIconUrl", "SupportUrl", "SourceLocation", "Image", "Url")
PROVIDER_LIMIT = 125


def check_base(root: Element, icons: Path) -> Iterator[Fault]:
    """Ids, versions, addresses, text lengths, permissions, requirement sets and the store icons."""
    for element in root.iter():
        if isinstance(element.tag, str) and local(element) in VALUES:
            yield from VALUES[local(element)](place(element), _text(element))
    for element in find(root, "Host"):
        if element.get("Name") is not None:
            yield from check_choice(place(element), element.get("Name", ""), ("Mailbox",))
    for element in find(root, "Set", "Sets"):
        version = element.get("MinVersion", element.get("DefaultMinVersion", "1.1"))
        yield from check_form(place(element), version, REQUIREMENT_SET, "bad-version", form="1.8")
    yield from _check_addresses(root)
    yield from _check_texts(root)
    for name, size in STORE_ICON_SIZES.items():
        for element in find(root, name):
            yield from check_served_icon(place(element), element.get("DefaultValue", ""), size, icons)


def _check_provider(where: str, text: str) -> Iterator[Fault]:
    if not text:
        yield fault(where, "empty", name="ProviderName")
    yield from check_length(where, text, PROVIDER_LIMIT)


def _check_guid(where: str, text: str) -> Iterator[Fault]:
    return check_form(where, text, GUID, "bad-guid")


def _check_version(where: str, text: str) -> Iterator[Fault]:
    return check_form(where, text, FOUR_PARTS, "bad-version", form="1.2.3.4")


def _check_locale(where: str, text: str) -> Iterator[Fault]:
    return check_form(where, text, LOCALE, "bad-locale")


def _check_permission(where: str, text: str) -> Iterator[Fault]:
    return check_choice(where, text, tuple(item.xml for item in PERMISSIONS.values()))


def _check_switch(where: str, text: str) -> Iterator[Fault]:
    return check_choice(where, text, ("true", "false"))


VALUES: dict[str, Callable[[str, str], Iterator[Fault]]] = {
    "Id": _check_guid,
    "Version": _check_version,
    "ProviderName": _check_provider,
    "DefaultLocale": _check_locale,
    "Permissions": _check_permission,
    "AppDomain": check_url,
    "DisableEntityHighlighting": _check_switch,
    "SupportsSharedFolders": _check_switch,
    "SupportsPinning": _check_switch,
}


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _values(element: Element) -> Iterator[tuple[Element, str]]:
    """The default and every translated value; elements that only refer to a resource have none."""
    for holder, value in [(element, element.get("DefaultValue"))] + [
        (child, child.get("Value")) for child in elements(element)
    ]:
        if value is not None:
            yield holder, value


def _check_addresses(root: Element) -> Iterator[Fault]:
    for element in find(root, *ADDRESSES):
        for holder, value in _values(element):
            yield from check_url(place(holder), value)


def _check_texts(root: Element) -> Iterator[Fault]:
    translated = [element for element in find(root, *TRANSLATED) if element.get("resid") is None]
    locales = {child.get("Locale", "") for element in translated for child in elements(element)} - {""}
    for locale in sorted(locales):
        yield from check_form(place(root), locale, LOCALE, "bad-locale")
    for element in translated:
        parent = element.getparent()
        limit = TEXT_LIMITS.get(local(element)) or TEXT_LIMITS.get(local(parent) if parent is not None else "", 250)
        for holder, value in _values(element):
            if not value.strip():
                yield fault(place(holder), "empty", name=local(element))
            yield from check_length(place(holder), value, limit)
        given = [child.get("Locale", "") for child in elements(element)]
        for locale in sorted({tag for tag in given if tag and given.count(tag) > 1}):
            yield fault(place(element), "locale-repeated", locale=locale)
        for locale in sorted(locales - set(given)):
            yield fault(place(element), "locale-missing", locale=locale)
