"""Browser contexts that are used again: each as empty as a new one, with its renderers still warm.

In a new context every site gets a new process, which compiles every script anew: most of what a test in a browser
costs. Here a page of each site stays open in the context, and `PER_SITE` makes Chromium put a test's pages in that
page's process.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Frame, Page

PER_SITE = "--process-per-site"
# Chromium makes two pages of its own for each window, for an address bar that nobody sees here: 1.3 s of CPU a time.
NO_ADDRESS_BAR = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup"


@dataclass
class _Kept:
    """One context, the pages that keep its processes, and the origins that may have stored something."""

    context: BrowserContext
    keepers: list[Page]
    devtools: CDPSession
    free: bool = False
    origins: set[str] = field(default_factory=set)

    def note(self, frame: Frame) -> None:
        url = urlsplit(frame.url)
        if url.scheme in {"http", "https"}:
            self.origins.add(f"{url.scheme}://{url.netloc}")

    def close_pages(self) -> None:
        while others := [page for page in self.context.pages if page not in self.keepers]:
            others[-1].close()

    def empty(self) -> None:
        self.close_pages()
        self.context.clear_cookies()
        for origin in self.origins:
            self.devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self.origins.clear()
        self.free = True


class Contexts:
    """A browser's contexts, by what they were opened with; `keep` are light addresses, one for each site."""

    def __init__(self, browser: Browser, *keep: str) -> None:
        self._browser = browser
        self._keep = keep
        self._all: dict[str, list[_Kept]] = {}

    def take(self, **options: Any) -> BrowserContext:
        """Return an empty context that nobody else has until the next `empty`."""
        same = self._all.setdefault(repr(sorted(options.items())), [])
        kept = next((one for one in same if one.free), None) or self._open(options)
        if kept not in same:
            same.append(kept)
        kept.free = False
        kept.close_pages()  # a window opened while the one before was closed
        return kept.context

    def empty(self) -> None:
        """Close the pages of all that were taken and forget what they stored."""
        for same in self._all.values():
            for kept in same:
                if not kept.free:
                    kept.empty()

    def _open(self, options: dict[str, Any]) -> _Kept:
        context = self._browser.new_context(**options)
        keepers = [context.new_page() for _ in self._keep]
        for page, url in zip(keepers, self._keep, strict=True):
            page.goto(url)
        kept = _Kept(context, keepers, context.new_cdp_session(keepers[0]))
        context.on("page", lambda page: page.on("framenavigated", kept.note))
        return kept
