"""The room support's page and a door's sign in a browser, on the demo's software rooms."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer
from tests.browser.looks import WIDTHS
from tests.browser.meeting import Open

Screenshot = Callable[[Page, str], None]
DESK = "/api/v1/room-support"
ALARM = {
    "source": "test", "kind": "Cable", "level": "error", "since": "2026-06-10T06:00:00+00:00",
    "sv": "Kabeln till skärm två sitter löst i ett uttag med ett ovanligt långt namn.", "en": "The cable is loose.",
    "acknowledged_by": "", "acknowledged_at": None,
}  # fmt: skip
CASE = {
    "id": "s1", "room": "bjorken", "room_name": "Konferensrum Björken", "problem": "no-sound",
    "sv": "Ljudet fungerar inte", "en": "The sound does not work", "opened_at": "2026-06-10T06:00:00+00:00",
    "state": {"outcome": "ok", "in_call": True, "software": "26.4", "alarms": ["Cable"]},
    "closed_at": None, "closed_by": "",
}  # fmt: skip
# The tablet on the wall, a narrow one standing, and a phone.
SIZES = ((1280, 800), (600, 1024), (320, 640))


class Troubled:
    """Puts an alarm and a case into what the product says of its rooms; both go when they are seen to."""

    def __init__(self, page: Page) -> None:
        self.seen: list[str] = []
        page.route(f"**{DESK}/**", self._answer)

    def _answer(self, route: Route) -> None:
        path = route.request.url.partition(DESK)[2]
        if route.request.method == "POST" and path.endswith(("/acknowledge", "/close")):
            self.seen.append(path)
            route.fulfill(json={})
            return
        answer = route.fetch()
        told: dict[str, Any] = answer.json() if "json" in answer.headers["content-type"] else {}
        if path == "/rooms" and "/rooms/bjorken/acknowledge" not in self.seen:
            [room] = [one for one in told["rooms"] if one["id"] == "bjorken"]
            room["alarms"].append(ALARM)
        if path == "/cases" and "/cases/s1/close" not in self.seen:
            told["cases"].append(CASE)
        route.fulfill(response=answer, json=told) if told else route.fulfill(response=answer)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_room_support_sees_to_the_rooms(
    open_page: Open, demo_server: DemoServer, screenshot: Screenshot, language: str
) -> None:
    swedish = language == "sv"
    page = open_page("about:blank", locale="sv-SE" if swedish else "en-GB", color_scheme="light" if swedish else "dark")
    Troubled(page)
    page.goto(f"{demo_server.base_url}/console/rooms?demo=rum")
    rooms = page.get_by_role("region", name="Alla rum" if swedish else "All rooms")
    expect(rooms.get_by_role("heading", level=3)).to_have_count(3)
    # The product visits its rooms by itself, and the page tells of it.
    expect(rooms.locator(".state-good")).to_have_count(3, timeout=30_000)
    rooms.get_by_text("Mer om rummet" if swedish else "More about the room").first.click()
    expect(rooms.get_by_text("Codec Pro").first).to_be_visible()
    for width in WIDTHS[language]:
        page.set_viewport_size({"width": width, "height": 800})
        screenshot(page, f"console-rooms-{language}-{width}")
        assert findings(page) == []
    if not swedish:
        return
    alarms = page.get_by_role("region", name="Larm")
    alarms.get_by_role("button", name="Kvittera: Konferensrum Björken").press("Enter")
    expect(alarms.locator(".saved")).to_have_text("Larmet från Konferensrum Björken är kvitterat av dig.")
    expect(alarms.get_by_role("heading", level=2)).to_be_focused()
    cases = page.get_by_role("region", name="Ärenden")
    cases.get_by_role("button", name="Avsluta ärendet: Konferensrum Björken").click()
    expect(cases).to_contain_text("Inga öppna ärenden.")
    page.get_by_label("Sök rum eller plats").fill("lindhaga")
    expect(rooms.get_by_role("heading", level=3)).to_have_text(["MDK-rum Lindhaga"])
    page.get_by_label("Visa", exact=True).select_option("I samtal")
    expect(rooms).to_contain_text("0 av 3 rum visas.")


def answered(feed: dict[str, Any], route: Route) -> None:
    route.fulfill(json=feed)


def test_others_are_told_whose_page_it_is(open_page: Open, demo_server: DemoServer) -> None:
    page = open_page(f"{demo_server.base_url}/console/rooms?demo=personal")
    expect(page.get_by_role("alert")).to_contain_text("Rummen sköts av rumssupporten.")


def test_a_sign_is_made_hung_up_and_taken_down(
    open_page: Open, demo_server: DemoServer, screenshot: Screenshot
) -> None:
    desk = open_page(f"{demo_server.base_url}/console/rooms?demo=rum")
    row = desk.get_by_role("region", name="Alla rum").get_by_role("listitem").filter(has_text="Konferensrum Björken")
    row.get_by_text("Mer om rummet").click()
    row.get_by_role("button", name="Gör länk till en skylt: Konferensrum Björken").click()
    link = row.get_by_label("Länk till skylten för Konferensrum Björken")
    expect(link).to_be_focused()
    assert findings(desk) == []
    address = link.input_value()

    wall = open_page("about:blank")
    wall.clock.install()
    wall.goto(address)
    expect(wall.get_by_role("heading")).to_have_text("Konferensrum Björken")
    expect(wall.locator("body")).to_have_attribute("data-state", re.compile("free|unbooked"))
    told = wall.evaluate("async () => (await fetch(location.pathname + '/feed')).json()")
    for state in ("busy", "booked", "free", "unbooked"):
        feed = {**told, "state": state, "until": told["as_of"]}
        wall.route("**/feed", partial(answered, feed))
        wall.clock.run_for(11_000)
        expect(wall.locator("body")).to_have_attribute("data-state", state)
        for width, height in SIZES if state == "busy" else SIZES[:1]:
            wall.set_viewport_size({"width": width, "height": height})
            screenshot(wall, f"sign-{state}-{width}")
            assert findings(wall) == []
    expect(wall.get_by_text("Inget är bokat nu")).to_be_visible()
    wall.unroute("**/feed")
    # The network goes: for a minute the sign says what it knew, then since when it does not know.
    wall.context.set_offline(True)
    wall.clock.run_for(50_000)
    expect(wall.locator("body")).to_have_attribute("data-state", "unbooked")
    wall.clock.run_for(30_000)
    expect(wall.get_by_text("Skylten vet inte om rummet är ledigt")).to_be_visible()
    expect(wall.get_by_text(re.compile(r"^Har inte fått svar sedan kl\. \d\d\.\d\d$"))).to_be_visible()
    screenshot(wall, "sign-unknown")
    assert findings(wall) == []
    wall.context.set_offline(False)
    wall.clock.run_for(11_000)
    expect(wall.locator("body")).to_have_attribute("data-state", re.compile("free|unbooked"))

    desk.reload()
    row.get_by_text("Mer om rummet").click()
    row.get_by_role("button", name="Ta bort skylten: Konferensrum Björken").click()
    row.get_by_role("button", name="Ja, ta bort").click()
    expect(row.get_by_text("Rummet har ingen skylt.")).to_be_visible()
    wall.clock.run_for(11_000)
    expect(wall.get_by_text("Skylten används inte längre")).to_be_visible()
