"""Ways into a meeting at Pexip beside the usual one: a blocked tab, a PIN, a room's call, a camera that is off."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer, one_process
from tests.browser.demo_page import NAME, Demo
from tests.browser.meeting import Open, card, come, invite

Screenshot = Callable[[Page, str], None]
BOTH = pytest.mark.parametrize("language", ["sv", "en"])
LOCALES = {"sv": "sv-SE", "en": "en-GB"}
GO_IN = {"sv": "Gå in", "en": "Go in"}
IN = {"sv": "Du är inne i mötet.", "en": "You are in the meeting."}
# As a browser whose owner lets no page open tabs.
NO_TABS = "window.open = () => null;"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    data = tmp_path_factory.mktemp("pexip-ways") / "data"
    with one_process(data, {"VARDMOTE_DEMO_HOST_ENTRY": "pin"}, "--video", "pexip") as address:
        yield DemoServer(address, data)


def start(open_page: Open, server: DemoServer, language: str, **more: Any) -> Page:
    """Come to the host's page of a new meeting."""
    meeting = server.create(language=language)
    started = server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    return come(open_page, started["host_url"], locale=LOCALES[language], **more)


def pin_beside(page: Page, language: str) -> str:
    """Return the PIN that the host's page shows."""
    words = {"sv": "Pinkod när Pexip frågar: ", "en": "PIN when Pexip asks: "}[language]
    shown = page.get_by_text(words)
    expect(shown).to_be_visible()
    found = re.fullmatch(f"{words}([0-9]{{8}})", shown.inner_text())
    assert found is not None
    return found[1]


@BOTH
def test_a_host_is_asked_for_the_pin_that_our_page_shows_and_it_counts_once(
    open_page: Open, server: DemoServer, screenshot: Screenshot, language: str
) -> None:
    page = start(open_page, server, language)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name=GO_IN[language], exact=True).click()
    there = opened.value
    there.wait_for_url("**/webapp3/m/*")
    field = there.get_by_label({"sv": "Pinkod", "en": "PIN"}[language])
    pin = pin_beside(page, language)
    assert pin not in there.url
    screenshot(page, f"pexip-pin-beside-{language}")
    go_on = there.get_by_role("button", name={"sv": "Fortsätt", "en": "Continue"}[language])
    field.fill("00000000" if pin != "00000000" else "11111111")
    go_on.click()
    expect(there.get_by_role("alert")).to_be_visible()
    screenshot(there, f"pexip-pin-asked-{language}")
    field.fill(pin)
    go_on.click()
    expect(page.get_by_text(IN[language])).to_be_visible()
    # It is of no more use, and is not to be read over a shoulder.
    expect(page.get_by_text(pin)).to_have_count(0)
    assert findings(page) == []


@BOTH
def test_a_browser_that_opens_no_tab_shows_a_link_that_does(
    open_page: Open, server: DemoServer, screenshot: Screenshot, language: str
) -> None:
    page = start(open_page, server, language, script=NO_TABS)
    page.get_by_role("button", name=GO_IN[language], exact=True).click()
    link = page.get_by_role("link", name={"sv": "Öppna Pexip", "en": "Open Pexip"}[language])
    expect(link).to_be_visible()
    expect(page.get_by_role("alert").filter(has=link)).to_be_visible()
    screenshot(page, f"pexip-tab-blocked-{language}")
    assert findings(page) == []
    pin = pin_beside(page, language)
    with page.context.expect_page() as opened:
        link.click()
    there = opened.value
    there.wait_for_url("**/webapp3/m/*")
    assert there.evaluate("window.opener") is None
    there.get_by_label({"sv": "Pinkod", "en": "PIN"}[language]).fill(pin)
    there.get_by_label({"sv": "Pinkod", "en": "PIN"}[language]).press("Enter")
    expect(page.get_by_text(IN[language])).to_be_visible()
    expect(link).to_have_count(0)
    assert findings(there) == []


def test_what_a_patient_switched_off_at_the_door_is_off_there(
    open_page: Open, server: DemoServer, screenshot: Screenshot
) -> None:
    meeting = server.create()
    page = come(open_page, invite(server, meeting, "Ylva Provperson")["join_url"], width=390, height=844)
    screenshot(page, "pexip-switches")
    page.get_by_role("button", name="Stäng av mikrofon").click()
    page.get_by_role("button", name="Stäng av kamera").click()
    expect(page.get_by_role("button", name="Sätt på kamera")).to_be_visible()
    screenshot(page, "pexip-switched-off")
    assert findings(page) == []
    page.get_by_role("button", name="Anslut", exact=True).click()
    page.wait_for_url("**/webapp3/m/*")
    started = server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    staff = come(open_page, started["host_url"])
    with staff.context.expect_page() as opened:
        staff.get_by_role("button", name="Gå in", exact=True).click()
    opened.value.get_by_label("Pinkod").fill(pin_beside(staff, "sv"))
    opened.value.get_by_label("Pinkod").press("Enter")
    staff.get_by_role("button", name="Tillåt Ylva Provperson").click()
    expect(card(staff, "inside", "Ylva Provperson")).to_be_visible()
    for name in ("Slå på mikrofonen", "Slå på kameran"):
        expect(page.get_by_role("button", name=name)).to_be_visible()
    screenshot(page, "pexip-came-switched-off")
    expect(card(staff, "inside", "Ylva Provperson")).to_contain_text("Tystad")


def test_the_guide_leads_through_pexip_and_the_booked_room_passes_the_lobby(
    open_page: Open, server: DemoServer, screenshot: Screenshot
) -> None:
    room = json.loads((server.data / "rooms" / "rooms.json").read_text("utf-8"))["rooms"][2]["name"]
    demo = Demo(open_page(f"{server.base_url}/demo?lang=sv", width=1600, height=1000))
    demo.open_draft()
    demo.create()
    demo.pane.get_by_text("Rum", exact=True).click()
    demo.pane.get_by_role("button", name=f"Välj {room}").click()
    expect(demo.pane.get_by_text(f"{room} är valt.")).to_be_visible()
    demo.press("Skicka")
    demo.deliver()
    demo.step(4)
    expect(demo.page.get_by_text("Pexip öppnas i en ny flik, och där väntar patienten.")).to_be_visible()
    demo.page.get_by_role("button", name="Skyddat digitalt vårdmöte").click()
    demo.page.locator(".join-link").click()
    demo.door.get_by_label("Ditt namn").fill(NAME)
    with demo.page.context.expect_page() as opened:
        demo.door.get_by_role("button", name="Anslut", exact=True).click()
    patient = opened.value
    expect(patient.get_by_role("heading", name="Väntar på att värden släpper in dig")).to_be_visible()
    demo.page.bring_to_front()
    demo.step(5)
    screenshot(demo.page, "pexip-guide-step-5")

    demo.press(room)
    demo.press_in_room("Skyddat vårdmöte")
    demo.room.get_by_role("button", name=re.compile("^Anslut till mötet")).click()
    # Past the lobby, but a meeting begins with its host.
    expect(demo.room.get_by_text("Du väntar på värden.")).to_be_visible()
    demo.press("Starta möte")
    with demo.page.context.expect_page() as opened:
        demo.host.get_by_role("button", name="Gå in", exact=True).click()
    there = opened.value
    there.get_by_label("Pinkod").fill(pin_beside_in(demo))
    there.get_by_label("Pinkod").press("Enter")
    demo.page.bring_to_front()
    expect(demo.host.locator('[data-group="inside"] .card').filter(has_text=room)).to_be_visible()
    expect(demo.room.get_by_text("Du väntar på värden.")).to_have_count(0)
    expect(demo.host.locator('[data-group="waiting"] .card')).to_have_count(1)
    demo.host.get_by_role("button", name=f"Tillåt {NAME}").click()
    expect(demo.page.get_by_text("Klart! Patienten är inne")).to_be_visible()
    screenshot(demo.page, "pexip-guide-done")
    screenshot(there, "pexip-guide-there")
    demo.page.locator(".room-frame").scroll_into_view_if_needed()
    demo.room.get_by_role("button", name="Lägg på").first.click()
    expect(demo.host.locator('[data-group="inside"] .card').filter(has_text=room)).to_have_count(0)


def pin_beside_in(demo: Demo) -> str:
    """Return the PIN that the host's screen of the demo shows."""
    shown = demo.host.get_by_text("Pinkod när Pexip frågar: ")
    expect(shown).to_be_visible()
    return shown.inner_text().rpartition(" ")[2]


def test_the_demo_page_has_nothing_for_axe_to_find(open_page: Open, server: DemoServer) -> None:
    page = open_page(f"{server.base_url}/demo?lang=en", width=390, height=844)
    expect(page.get_by_text("Pexip is a stand-in here")).to_be_visible()
    assert findings(page) == []
