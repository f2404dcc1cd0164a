"""The demo page, and what a person presses on it."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect
from playwright.sync_api import TimeoutError as Rests

from tests.browser.meeting import CHANNELS, MOVING

NAME = "Vera Provberg"
# The browser's own fake camera is green.
GREEN = CHANNELS["lime"]
PATIENCE_MS = 20_000
MOMENT_MS = 5_000


@dataclass(frozen=True)
class Demo:
    """The page, by its places and buttons."""

    page: Page

    @property
    def pane(self) -> FrameLocator:
        return self.page.frame_locator(".pane-frame")

    @property
    def door(self) -> FrameLocator:
        return self.page.frame_locator(".door-frame")

    @property
    def host(self) -> FrameLocator:
        return self.page.frame_locator(".host-frame")

    @property
    def room(self) -> FrameLocator:
        return self.page.frame_locator(".room-frame")

    def press_in_room(self, name: str) -> None:
        # A frame of another origin that is out of sight rests, and nothing in it can be pressed: it is when the page
        # has just been drawn anew above it.
        button = self.room.get_by_role("button", name=name, exact=True)
        for _ in range(2):
            self.page.locator(".room-frame").scroll_into_view_if_needed()
            with suppress(Rests):
                button.click(timeout=MOMENT_MS)
                return
        button.click()

    @property
    def body(self) -> Locator:
        return self.page.locator(".fields:visible .body")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def press_in_pane(self, name: str) -> None:
        self.pane.get_by_role("button", name=name, exact=True).click()

    def step(self, number: int) -> None:
        expect(self.page.get_by_text(f"Steg {number} av 5")).to_be_visible()

    def ringed(self, target: str) -> None:
        expect(self.page.locator("[data-guided]").first).to_have_attribute("data-guide", target)

    def open_draft(self) -> None:
        self.page.locator(".box.draft").click()
        self.press("Nytt möte")

    def create(self) -> None:
        self.press_in_pane("Skapa möte")
        expect(self.pane.get_by_text("Mötet är skapat. Inbjudan är klar att skicka.")).to_be_visible()

    def book(self) -> None:
        self.open_draft()
        self.create()
        self.press("Skicka")
        expect(self.page.get_by_text("Inbjudan är skickad. Mötet står i kalendern.")).to_be_visible()

    def deliver(self) -> None:
        self.press_in_pane("Kopiera länk till 1177")
        expect(self.page.get_by_label("Meddelande", exact=True)).to_have_value(re.compile(r"^http.*/m/[\w-]+$"))
        self.page.get_by_label("Ärendetyp").select_option("Skyddat digitalt vårdmöte")
        self.press("Skicka till inkorgen")

    def join(self) -> None:
        self.page.get_by_role("button", name="Skyddat digitalt vårdmöte").click()
        self.page.locator(".join-link").click()
        self.door.get_by_label("Ditt namn").fill(NAME)
        self.door.get_by_role("button", name="Anslut").click()
        expect(self.door.get_by_role("heading", name="Vårdpersonalen vet att du är här.")).to_be_visible()

    def state(self) -> dict[str, Any]:
        kept: dict[str, Any] = self.page.evaluate("JSON.parse(localStorage.getItem('vardmote.demo'))")
        return kept

    def meeting_id(self) -> str:
        found: str = self.state()["open"]["draft"]["meetingId"]
        return found

    def see_each_other(self) -> None:
        """Wait until the patient's and the host's frame have each shown three different pictures of the other."""
        for css in (".door-frame", ".host-frame"):
            frame = self.page.frame_locator(css)
            other = frame.locator(".tile:not([data-self])").first
            expect(other).to_be_visible()
            element = self.page.locator(css).element_handle()
            assert element is not None
            inside = element.content_frame()
            assert inside is not None
            assert inside.evaluate(MOVING, [other.get_attribute("data-participant"), GREEN, PATIENCE_MS]) >= 3
