"""An add-in only manifest, read as hostile input and checked by structure: no network, no entities, no DTD."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from backend.manifest.checks.base import check_base
from backend.manifest.checks.commands import check_commands
from backend.manifest.checks.grammar import check_structure
from backend.manifest.checks.resources import check_resources
from backend.manifest.checks.tree import short, typed
from backend.manifest.faults import Fault, fault


def check_xml(data: bytes, icons: Path) -> Iterator[Fault]:
    """Every fault of an add-in only manifest; `icons` holds the pictures we serve ourselves."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        yield fault("-", "not-xml", why=error)
        return
    if root.getroottree().docinfo.internalDTD is not None:
        yield fault("-", "doctype")
        return
    if short(root) != "app:OfficeApp" or typed(root) != "MailApp":
        yield fault("-", "wrong-root")
        return
    yield from check_structure(root)
    yield from check_base(root, icons)
    yield from check_resources(root, icons)
    yield from check_commands(root)
