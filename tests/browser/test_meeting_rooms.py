"""A meeting's room, picked in the pane and called by the host: pressed by the keyboard too, and looked at by axe."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer
from tests.browser.demo_page import Demo

Open = Callable[..., Page]
ROOM = "Konferensrum Björken"
PARTS = ("taskpane", "/h/")


def test_a_room_is_picked_in_the_pane_and_called_by_the_host(
    open_page: Open, demo_server: DemoServer, screenshot: Callable[[Page, str], None]
) -> None:
    demo = Demo(open_page(f"{demo_server.base_url}/demo"))
    demo.book()
    demo.pane.locator("summary", has_text="Rum").click()
    demo.pane.get_by_label("Sök bland lediga rum").fill("björk")
    demo.pane.get_by_role("button", name=f"Välj {ROOM}").press("Enter")
    expect(demo.pane.get_by_text(f"{ROOM} är valt.")).to_be_focused()
    screenshot(demo.page, "rooms-picked")
    assert findings(demo.page, [frame for frame in demo.page.frames if PARTS[0] in frame.url]) == []

    started = demo_server.call("POST", f"/api/v1/meetings/{demo.meeting_id()}/start").json()
    host = open_page(started["host_url"])
    host.get_by_role("button", name="Anslut", exact=True).click()
    host.locator("summary", has_text="Ring rummet").click()
    expect(host.get_by_label("Rum att ringa")).to_contain_text(f"{ROOM} · Ekbacken · valt för mötet")
    host.get_by_role("button", name="Ring rummet", exact=True).click()
    expect(host.get_by_text("Väntar på svar i rummet")).to_be_visible()
    screenshot(host, "rooms-called")
    assert findings(host) == []
    host.get_by_role("button", name=f"Ta tillbaka frågan till {ROOM}").click()
    expect(host.get_by_role("button", name=f"Ta tillbaka frågan till {ROOM}")).to_have_count(0)

    # Whoever has the room another day takes nothing from it: it is given back.
    demo.pane.get_by_role("button", name=f"Ta bort {ROOM}").click()
    expect(demo.pane.get_by_text(f"{ROOM} är inte längre valt.")).to_be_visible()
