"""Finds the browser the tests drive; as a program, says in one sentence what to install when there is none."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

MISSING = (
    "No Chromium found. Install it (Debian: apt-get install chromium; or: .venv/bin/playwright install chromium), "
    "or name it in VARDMOTE_CHROMIUM."
)


def chromium() -> str:
    """Return the path of a Chromium: the one named, the system's, Playwright's own. Raises LookupError."""
    named = os.environ.get("VARDMOTE_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    raise LookupError(MISSING)


if __name__ == "__main__":
    try:
        chromium()
    except LookupError as missing:
        sys.exit(str(missing))
