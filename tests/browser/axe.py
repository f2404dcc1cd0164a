"""What every page has to pass: no finding of axe in any frame, nothing wider than the window."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

_SOURCE = Path(__file__).parents[2] / "addin" / "node_modules" / "axe-core" / "axe.min.js"
_THERE = "typeof axe !== 'undefined'"
# Read ahead, a sheet of a shadow root becomes a style of axe's own in the page, which our CSP refuses; only a rule that
# is off asks for it.
_RUN = """async () => {
  const answer = await axe.run(document, { iframes: false, preload: false, resultTypes: ["violations"] });
  return answer.violations.flatMap((found) => found.nodes.map((node) =>
    ({ rule: found.id, target: node.target.join(" "), why: node.failureSummary })));
}"""
_TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1)
    .slice(0, 5).map((one) => ({ rule: "too-wide", target: one.outerHTML.slice(0, 120) }));
}"""


@cache
def _axe() -> str:
    return _SOURCE.read_text("utf-8")


def findings(page: Page, frames: Iterable[Frame] | None = None) -> list[dict[str, Any]]:
    """Return all that is wrong with the page's frames, or some of them; every page must have an empty list."""
    found: list[dict[str, Any]] = []
    for frame in page.frames if frames is None else frames:
        if frame.url in {"", "about:blank"}:
            continue
        # Colours on their way to other colours are measured where they arrive.
        frame.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))")
        if not frame.evaluate(_THERE):
            frame.evaluate(_axe())
        found += [
            {"page": frame.url.partition("?")[0], **one} for one in frame.evaluate(_RUN) + frame.evaluate(_TOO_WIDE)
        ]
    return found
