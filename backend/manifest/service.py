"""Build the add-in's manifests for one installation, and check any manifest.

Promises: the same base URL always gives the same bytes and the same ids; a check never raises for what a file holds,
never expands an entity and never asks the network.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from backend.manifest.checks.package import check_package, read_json
from backend.manifest.checks.unified import check_unified
from backend.manifest.checks.xml import check_xml
from backend.manifest.faults import Fault, fault
from backend.manifest.outlook_xml import outlook_xml
from backend.manifest.source import ICONS, Description, load
from backend.manifest.unified import COLOR_ICON, OUTLINE_ICON, Json, language_files, unified

OUTLOOK_XML, UNIFIED, TEAMS_ZIP = "outlook.xml", "manifest.json", "vardmote-teams.zip"
MANIFEST_LIMIT = 256 * 1024
PACKAGE_LIMIT = 5 * 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)


def build(base_url: str, out_dir: Path, *, create_directly: bool = False, info_url: str | None = None) -> list[Path]:
    """Write `outlook.xml`, `manifest.json` and `vardmote-teams.zip` into `out_dir` and return their paths.

    Args:
        base_url: the https address the add-in's pages are served below.
        out_dir: is made when missing; files of these names are replaced.
        create_directly: the profile's choice to show "Skapa direkt".
        info_url: the region's own page on support, terms and personal data.

    Raises:
        backend.manifest.source.BaseUrlError: an address can't stand in a manifest.
        OSError: `out_dir` can't be written.
    """
    description = load(base_url, create_directly=create_directly, info_url=info_url)
    out_dir.mkdir(parents=True, exist_ok=True)
    contents = {
        OUTLOOK_XML: outlook_xml(description),
        UNIFIED: _as_bytes(unified(description)),
        TEAMS_ZIP: package(description),
    }
    for name, data in contents.items():
        (out_dir / name).write_bytes(data)
    return [out_dir / name for name in contents]


def package(description: Description) -> bytes:
    """The Teams package; the same description gives the same bytes."""
    files = {
        UNIFIED: _as_bytes(unified(description)),
        COLOR_ICON: (ICONS / "mark-192.png").read_bytes(),
        OUTLINE_ICON: (ICONS / "outline-32.png").read_bytes(),
    } | {name: _as_bytes(texts) for name, texts in language_files(description).items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def check(path: Path, *, icons: Path = ICONS) -> list[Fault]:
    """Every fault of a manifest or package, none when it is sound. The kind is told by the content, not the name.

    Args:
        path: an `outlook.xml`, `manifest.json` or Teams zip; anything at all may be in it.
        icons: the pictures served at `/icons`, whose sizes are looked at.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(PACKAGE_LIMIT + 1)
    except (OSError, ValueError) as error:
        return [fault("-", "unreadable", why=error)]
    packed = data.startswith(b"PK")
    limit = PACKAGE_LIMIT if packed else MANIFEST_LIMIT
    if len(data) > limit:
        return [fault("-", "too-large", size=f"> {limit}", limit=limit)]
    return list(check_package(data, icons) if packed else _check_manifest(data, path.suffix.lower(), icons))


def _check_manifest(data: bytes, suffix: str, icons: Path) -> Iterator[Fault]:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" or suffix == ".xml":
        yield from check_xml(data, icons)
    elif start == b"{" or suffix == ".json":
        manifest = read_json(data)
        if isinstance(manifest, dict):
            yield from check_unified(manifest, icons)
        else:
            yield fault("-", "not-json", why=manifest)
    else:
        yield fault("-", "not-manifest")


def _as_bytes(document: Json) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
