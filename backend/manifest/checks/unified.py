"""A unified manifest: Microsoft's schema, and by hand what the schema leaves open.

The schema takes any event name, any action id and any `$schema` address; all three fail silently in Outlook.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft4Validator

from backend.manifest.checks.icons import check_served_icon
from backend.manifest.checks.values import check_url
from backend.manifest.faults import Fault, fault
from backend.manifest.names import PERMISSIONS, REQUIRED_ICON_SIZES, SEND_EVENTS, UNIFIED_EVENTS
from backend.manifest.source import FOLDER
from backend.manifest.unified import SCHEMA_URL, SCHEMA_VERSION

SCHEMAS = FOLDER / "schemas"
Json = dict[str, Any]


@cache
def validator(name: str) -> Draft4Validator:
    """The validator for one of Microsoft's schema files, built once."""
    return Draft4Validator(json.loads((SCHEMAS / name).read_text("utf-8")))


def check_unified(manifest: Json, icons: Path) -> Iterator[Fault]:
    """Every fault of a unified manifest by itself; `icons` holds the pictures we serve ourselves."""
    yield from check_versions(manifest)
    faults = list(check_schema(manifest, f"MicrosoftTeams.schema.v{SCHEMA_VERSION}.json"))
    yield from faults
    if faults:
        return  # what follows reads the manifest by its schema
    yield from _check_addresses(manifest, "")
    yield from _check_domains(manifest)
    yield from _check_members(manifest)
    for index, extension in enumerate(manifest.get("extensions", [])):
        yield from _check_extension(extension, f"/extensions/{index}", icons)


def check_schema(document: object, name: str) -> Iterator[Fault]:
    """Each place where `document` breaks the named schema, as a JSON pointer."""
    for error in validator(name).iter_errors(document):
        yield fault("/" + "/".join(str(step) for step in error.absolute_path), "schema", why=error.message)


def check_versions(manifest: Json) -> Iterator[Fault]:
    """`manifestVersion` and `$schema` name the same version, the one of the schema at hand."""
    url, version = manifest.get("$schema"), manifest.get("manifestVersion")
    if version != SCHEMA_VERSION or str(url).rstrip("#") != SCHEMA_URL:
        yield fault("/manifestVersion", "schema-version", version=version, url=url, wanted=SCHEMA_VERSION)


def _check_addresses(value: object, pointer: str) -> Iterator[Fault]:
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and (key.lower().endswith("url") or key in {"page", "script"}):
                yield from check_url(f"{pointer}/{key}", item)
            yield from _check_addresses(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _check_addresses(item, f"{pointer}/{index}")


def _check_domains(manifest: Json) -> Iterator[Fault]:
    domains = manifest.get("validDomains", [])
    for index, tab in enumerate(manifest.get("staticTabs", [])):
        host = urlsplit(tab.get("contentUrl", "")).netloc
        if host and host not in domains:
            yield fault(f"/staticTabs/{index}/contentUrl", "domain-missing", host=host)


def _check_members(manifest: Json) -> Iterator[Fault]:
    """What the schema lets be left out although Teams or Outlook then shows nothing."""
    for index, tab in enumerate(manifest.get("staticTabs", [])):
        yield from _check_given(f"/staticTabs/{index}", tab, "name", "contentUrl", "scopes")
    granted = manifest.get("authorization", {}).get("permissions", {}).get("resourceSpecific", [])
    allowed = [permission.unified for permission in PERMISSIONS.values()]
    if "extensions" in manifest and not {item["name"] for item in granted} & set(allowed):
        yield fault("/authorization", "permission-missing", allowed=", ".join(allowed))
    for index, extension in enumerate(manifest.get("extensions", [])):
        for number, runtime in enumerate(extension.get("runtimes", [])):
            for count, action in enumerate(runtime.get("actions", [])):
                if action["type"] == "openPage":
                    yield from _check_given(f"/extensions/{index}/runtimes/{number}/actions/{count}", action, "view")
        for number, ribbon in enumerate(extension.get("ribbons", [])):
            place = f"/extensions/{index}/ribbons/{number}"
            yield from _check_given(place, ribbon, "contexts", "tabs")
            for count, tab in enumerate(ribbon["tabs"]):
                yield from _check_given(f"{place}/tabs/{count}", tab, "id" if "id" in tab else "builtInTabId")
                if not tab.get("customMobileRibbonGroups"):
                    yield from _check_given(f"{place}/tabs/{count}", tab, "groups")


def _check_given(pointer: str, holder: Json, *names: str) -> Iterator[Fault]:
    for name in names:
        if not holder.get(name):
            yield fault(f"{pointer}/{name}", "member-missing", name=name)


def _check_extension(extension: Json, pointer: str, icons: Path) -> Iterator[Fault]:
    actions: dict[str, str] = {}
    runtimes: set[str] = set()
    for index, runtime in enumerate(extension.get("runtimes", [])):
        if runtime["id"] in runtimes:
            yield fault(f"{pointer}/runtimes/{index}/id", "id-repeated", name=runtime["id"])
        runtimes.add(runtime["id"])
        for number, action in enumerate(runtime.get("actions", [])):
            place = f"{pointer}/runtimes/{index}/actions/{number}/id"
            if action["id"] in actions:
                yield fault(place, "id-repeated", name=action["id"])
            actions[action["id"]] = place
    used = set()
    for place, action in [*_buttons(extension, pointer), *_events(extension, pointer)]:
        used.add(action)
        if action not in actions:
            yield fault(place, "action-unknown", name=action)
    for name in sorted(actions.keys() - used):
        yield fault(actions[name], "action-unused", name=name)
    yield from _check_events(extension, pointer)
    yield from _check_ribbons(extension, pointer, icons)


def _groups(extension: Json, pointer: str) -> Iterator[tuple[str, Json]]:
    for ribbon_number, ribbon in enumerate(extension.get("ribbons", [])):
        for tab_number, tab in enumerate(ribbon["tabs"]):
            for number, group in enumerate(tab.get("groups", [])):
                yield f"{pointer}/ribbons/{ribbon_number}/tabs/{tab_number}/groups/{number}", group


def _controls(extension: Json, pointer: str) -> Iterator[tuple[str, Json]]:
    for place, group in _groups(extension, pointer):
        for number, control in enumerate(group.get("controls", [])):
            yield f"{place}/controls/{number}", control


def _buttons(extension: Json, pointer: str) -> Iterator[tuple[str, str]]:
    for place, control in _controls(extension, pointer):
        if control["type"] == "button":
            yield f"{place}/actionId", control.get("actionId", "")
        for number, item in enumerate(control.get("items", [])):
            yield f"{place}/items/{number}/actionId", item.get("actionId", "")


def _events(extension: Json, pointer: str) -> Iterator[tuple[str, str]]:
    for number, block in enumerate(extension.get("autoRunEvents", [])):
        for index, event in enumerate(block["events"]):
            yield f"{pointer}/autoRunEvents/{number}/events/{index}/actionId", event["actionId"]


def _check_events(extension: Json, pointer: str) -> Iterator[Fault]:
    seen: set[str] = set()
    scripted = {
        action["id"]
        for runtime in extension.get("runtimes", [])
        if "script" in runtime["code"]
        for action in runtime.get("actions", [])
    }
    for number, block in enumerate(extension.get("autoRunEvents", [])):
        for index, event in enumerate(block["events"]):
            place, name = f"{pointer}/autoRunEvents/{number}/events/{index}", event["type"]
            sends = UNIFIED_EVENTS.get(name) in SEND_EVENTS
            if name not in UNIFIED_EVENTS:
                yield fault(f"{place}/type", "event-unknown", name=name)
            if name in seen:
                yield fault(f"{place}/type", "send-event-repeated" if sends else "event-repeated", name=name)
            seen.add(name)
            if sends and event["actionId"] not in scripted:
                yield fault(f"{place}/type", "send-script-missing", name=name)
            if "sendMode" in event.get("options", {}) and not sends:
                yield fault(f"{place}/options", "send-mode-misplaced")


def _check_ribbons(extension: Json, pointer: str, icons: Path) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, holder in [*_groups(extension, pointer), *_controls(extension, pointer)]:
        name = holder.get("id", "")
        if name in seen:
            yield fault(f"{place}/id", "id-repeated", name=name)
        seen.add(name)
        pictures = holder.get("icons")
        if pictures is None:
            continue
        for size in sorted(set(REQUIRED_ICON_SIZES) - {picture["size"] for picture in pictures}):
            yield fault(f"{place}/icons", "icon-size-missing", size=size)
        for number, picture in enumerate(pictures):
            yield from check_served_icon(f"{place}/icons/{number}", picture["url"], picture["size"], icons)
