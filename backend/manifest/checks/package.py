"""A Teams package: the manifest with every file it names, in a zip that holds nothing else."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.manifest.checks.icons import check_picture
from backend.manifest.checks.unified import check_schema, check_unified
from backend.manifest.faults import Fault, fault
from backend.manifest.unified import SCHEMA_VERSION

MANIFEST = "manifest.json"
LANGUAGE_SCHEMA = f"MicrosoftTeams.Localization.schema.v{SCHEMA_VERSION}.json"
ENTRY_LIMIT = 64
SIZE_LIMIT = 1024 * 1024
UNSAFE_NAME = re.compile(r"^/|\\|:|(^|/)\.\.(/|$)")
STEP = re.compile(r"([^.\[\]]+)|\[(\d{1,6})\]")
Json = dict[str, Any]


def read_json(data: bytes) -> Json | str:
    """The JSON object in `data`, or a text that says why there is none."""
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        return str(error) or type(error).__name__
    return value if isinstance(value, dict) else f"{type(value).__name__}, not an object"


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def check_package(data: bytes, icons: Path) -> Iterator[Fault]:
    """Every fault of a package; places name the file and then the place in it."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from _read(package, files)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        yield fault("-", "not-zip", why=error)
        return
    if MANIFEST not in files:
        yield fault(MANIFEST, "file-missing", name=MANIFEST)
        return
    manifest = read_json(files[MANIFEST])
    if not isinstance(manifest, dict):
        yield fault(MANIFEST, "not-json", why=manifest)
        return
    found = list(check_unified(manifest, icons))
    yield from (item._replace(place=f"{MANIFEST}{item.place}") for item in found)
    if not any(item.code == "schema" for item in found):
        yield from _check_files(manifest, files)


def _read(package: zipfile.ZipFile, files: dict[str, bytes]) -> Iterator[Fault]:
    entries = package.infolist()
    if len(entries) > ENTRY_LIMIT:
        yield fault("-", "too-large", size=len(entries), limit=ENTRY_LIMIT)
    for entry in entries[:ENTRY_LIMIT]:
        if entry.filename in files or UNSAFE_NAME.search(entry.filename):
            yield fault(entry.filename, "bad-file-name", name=entry.filename)
        elif not entry.is_dir():
            with package.open(entry) as stream:
                content = stream.read(SIZE_LIMIT + 1)
            if len(content) > SIZE_LIMIT:
                yield fault(entry.filename, "too-large", size=len(content), limit=SIZE_LIMIT)
            files[entry.filename] = content[:SIZE_LIMIT]


def _check_files(manifest: Json, files: dict[str, bytes]) -> Iterator[Fault]:
    pictures = {manifest["icons"]["color"]: (192, False), manifest["icons"]["outline"]: (32, True)}
    information = manifest.get("localizationInfo", {})
    languages = {entry["file"]: entry["languageTag"] for entry in information.get("additionalLanguages", [])}
    if "defaultLanguageFile" in information:
        languages[information["defaultLanguageFile"]] = information["defaultLanguageTag"]
    for name in sorted((pictures.keys() | languages.keys()) - files.keys()):
        yield fault(MANIFEST, "file-missing", name=name)
    for name in sorted(files.keys() - pictures.keys() - languages.keys() - {MANIFEST}):
        yield fault(name, "file-unused", name=name)
    for name, (size, transparent) in pictures.items():
        if name in files:
            yield from check_picture(name, name, files[name], size, transparent=transparent)
    texts: dict[str, Json] = {}
    for name in languages.keys() & files.keys():
        content = read_json(files[name])
        if isinstance(content, dict):
            texts[name] = content
        else:
            yield fault(name, "not-json", why=content)
    yield from _check_texts(manifest, texts, languages)


def _check_texts(manifest: Json, texts: dict[str, Json], languages: dict[str, str]) -> Iterator[Fault]:
    every = {key for content in texts.values() for key in content if key != "$schema"}
    for name, content in sorted(texts.items()):
        for item in check_schema(content, LANGUAGE_SCHEMA):
            yield item._replace(place=f"{name}{item.place}")
        for key in sorted(content.keys() - {"$schema"}):
            if not _holds_text(manifest, key):
                yield fault(f"{name}/{key}", "text-unknown", name=key)
        for key in sorted(every - content.keys()):
            yield fault(f"{name}/{key}", "text-missing", name=key, language=languages[name])


def _holds_text(manifest: Json, path: str) -> bool:
    """Whether the manifest has a text at a path such as `extensions[0].ribbons[1].tabs[0].groups[0].label`."""
    value: Any = manifest
    for name, index in STEP.findall(path):
        if name and isinstance(value, dict) and name in value:
            value = value[name]
        elif index and isinstance(value, list) and int(index) < len(value):
            value = value[int(index)]
        else:
            return False
    return isinstance(value, str)
