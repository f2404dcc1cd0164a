"""The built client: finds the hashed files of an entry through Vite's own manifest."""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

DIST = Path(__file__).parent / "dist"


class Entry(NamedTuple):
    """The addresses a page needs for one entry."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]


class Assets:
    """The files Vite has built into `dist`. A missing build is an empty entry: the page still says what it is."""

    def __init__(self, dist: Path = DIST) -> None:
        self.dist = dist

    @cached_property
    def _manifest(self) -> Mapping[str, Any]:
        file = self.dist / "manifest.json"
        loaded: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
        return loaded

    def entry(self, name: str) -> Entry:
        """Return the addresses of an entry, by name (`door`, `host`, `demo`)."""
        found = next(
            (item for item in self._manifest.values() if item.get("isEntry") and item.get("name") == name), None
        )
        if found is None:
            return Entry((), ())
        styles: list[str] = list(found.get("css", ()))
        pending, seen = list(found.get("imports", ())), set[str]()
        while pending:
            key = pending.pop()
            if key not in seen:
                seen.add(key)
                styles += self._manifest[key].get("css", ())
                pending += self._manifest[key].get("imports", ())
        return Entry((f"/{found['file']}",), tuple(f"/{style}" for style in dict.fromkeys(styles)))
