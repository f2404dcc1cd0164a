"""How much a browser fetches of ours before the task pane can be used, compressed."""

import gzip
import json
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure

DIST = Path(__file__).parents[1] / "backend" / "web" / "dist"
BAR_KILOBYTES = 45.0


def measure() -> list[Figure]:
    """Return the compressed size of the page, its script with all it imports at once, and its styles."""
    manifest: dict[str, Any] = json.loads((DIST / "manifest.json").read_text("utf-8"))
    files, pending, seen = {"taskpane.html"}, ["taskpane.html"], set[str]()
    while pending:
        key = pending.pop()
        if key in seen:
            continue
        seen.add(key)
        files |= {manifest[key]["file"], *manifest[key].get("css", ())}
        pending += manifest[key].get("imports", ())
    size = sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in files)
    return [Figure("task pane, first load", round(size / 1000, 1), "kB gzip", BAR_KILOBYTES, f"{len(files)} files")]
