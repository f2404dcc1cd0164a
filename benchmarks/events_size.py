"""How large the script of the check at send is, compressed: classic Outlook fetches and starts it before it sends."""

import gzip
from pathlib import Path

from benchmarks.figure import Figure

SCRIPT = Path(__file__).parents[1] / "backend" / "web" / "dist" / "events.js"
BAR_KILOBYTES = 20.0


def measure() -> list[Figure]:
    """Return the compressed size of the one script."""
    raw = SCRIPT.read_bytes()
    size = round(len(gzip.compress(raw, 9)) / 1000, 1)
    return [Figure("send check, script", size, "kB gzip", BAR_KILOBYTES, f"{len(raw) / 1000:.0f} kB unpacked")]
