"""Finds the browser the tests drive; as a program, says in one sentence what to install when there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

MISSING = (
    "No Chromium found. Install it (Debian: apt-get install chromium; or: .venv/bin/playwright install chromium), "
    "or name it in VARDMOTE_CHROMIUM."
)
_OWN = "from playwright.sync_api import sync_playwright as run\nwith run() as one: print(one.chromium.executable_path)"


def chromium() -> str:
    """Return the path of a Chromium: the one named, the system's, Playwright's own. Raises LookupError."""
    named = os.environ.get("VARDMOTE_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    # Asked of a process of its own: the tests have a Playwright running, and there is room for one in each.
    own = subprocess.run([sys.executable, "-c", _OWN], capture_output=True, text=True, check=True).stdout.strip()
    if Path(own).exists():
        return own
    raise LookupError(MISSING)


if __name__ == "__main__":
    try:
        chromium()
    except LookupError as missing:
        sys.exit(str(missing))
