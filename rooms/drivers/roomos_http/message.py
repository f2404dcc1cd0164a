"""What is posted to a device: a command, a setting, and where a status is, in the XML of its HTTP interface.

Form: Cisco's "RoomOS HTTP API", https://roomos.cisco.com/doc/TechDocs/HttpApi. A part of a path that is a number
chooses the item of a list.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from rooms.errors import BadParameter, NotSupported
from rooms.xapi.channel import Path, Value

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def command(path: Path, parameters: Mapping[str, Value], body: str | None) -> bytes:
    """Return the command to post. Raises BadParameter for what no XML carries, NotSupported for a path of no names."""
    root, leaf = _nested("Command", path)
    for name, value in parameters.items():
        if not _NAME.fullmatch(name):
            raise BadParameter(name)
        for one in _each(value):
            SubElement(leaf, name).text = _fit(name, one)
    if body is not None:
        SubElement(leaf, "body").text = _fit("body", body)
    return _written(root)


def setting(path: Path, value: str | int | bool) -> bytes:  # noqa: FBT001 - a configuration's value, not a flag
    """Return the setting to post. Raises as `command` does."""
    root, leaf = _nested("Configuration", path)
    leaf.text = _fit(path[-1] if path else "", _text(value))
    return _written(root)


def location(root: str, path: Path) -> str:
    """Return where a tree is: "/Status/Call[@item='2']/Status". Raises NotSupported for a path of no names."""
    parts = (f"[@item='{part}']" if _NUMBER.fullmatch(part) else f"/{_named(part)}" for part in path)
    return f"/{root}" + "".join(parts)


def _nested(name: str, path: Path) -> tuple[Element, Element]:
    root = leaf = Element(name)
    for part in path:
        if _NUMBER.fullmatch(part):
            leaf.set("item", part)
        else:
            leaf = SubElement(leaf, _named(part))
    return root, leaf


def _named(part: str) -> str:
    if not _NAME.fullmatch(part):
        raise NotSupported("a path is made of names and numbers")
    return part


def _each(value: Value) -> Iterator[str]:
    if isinstance(value, str | int):
        yield _text(value)
    else:
        yield from value


def _text(value: str | int) -> str:
    return str(value)


def _fit(name: str, text: str) -> str:
    if _NO_XML.search(text):
        raise BadParameter(name)
    return text


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
