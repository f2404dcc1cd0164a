"""Ribbon functions, launch events and windows, by office.js's own way of calling them."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

MANIFEST = Path(__file__).parent / "addin" / "manifest.xml"
BUTTONS = {
    "functionFile": "https://addin.example.test/commands.html",
    "buttons": [
        {"id": "pane", "label": "Nytt möte", "url": "https://addin.example.test/pane.html"},
        {"id": "write", "label": "Skriv", "function": "writeSubject"},
        {"id": "window", "label": "Öppna", "function": "openWindow"},
        {"id": "missing", "label": "Saknas", "function": "noSuchFunction"},
    ],
    "launch": [
        {
            "type": "OnNewAppointmentOrganizer",
            "function": "onCreated",
            "url": "https://addin.example.test/commands.html",
        }
    ],
}


@pytest.fixture
def form(page: Page) -> Page:
    page.evaluate("addin => outlook.install(addin)", BUTTONS)
    return page


def state(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("outlook.state()")
    return found


def test_a_ribbon_function_runs_in_a_fresh_page_each_time(form: Page) -> None:
    assert form.evaluate("outlook.press('writeSubject')")["status"] == 0
    form.evaluate("outlook.press('writeSubject')")
    assert state(form)["subject"] == "write 1"
    assert len(form.frames) == 1


def test_the_ribbon_is_there_to_be_pressed(form: Page) -> None:
    form.get_by_role("button", name="Nytt möte").click()
    expect(form.frame_locator("#pane iframe").locator("#ready")).to_have_text("Outlook/OfficeOnline")
    form.get_by_role("button", name="Stäng").click()
    assert not state(form)["paneOpen"]


def test_a_function_that_does_not_exist_is_reported_by_office_js(form: Page) -> None:
    assert form.evaluate("outlook.press('missing')")["status"] != 0


def test_an_unknown_button_is_an_error_that_names_the_known(form: Page) -> None:
    with pytest.raises(Error, match="there are pane, write"):
        form.evaluate("outlook.press('nothing')")


def test_a_launch_event_reaches_its_function(form: Page) -> None:
    answer = form.evaluate("outlook.launchEvent('OnNewAppointmentOrganizer')")
    assert answer["context"] == {"allowEvent": True}
    assert state(form)["subject"] == "OnNewAppointmentOrganizer"


def test_a_window_the_browser_blocks_in_the_frame_is_opened_by_the_host(form: Page) -> None:
    with form.context.expect_page() as opened:
        form.get_by_role("button", name="Öppna").click()
    assert opened.value.url == "https://addin.example.test/pane.html"
    assert state(form)["opened"] == ["https://addin.example.test/pane.html"]


def test_a_manifest_installs_its_buttons_permission_and_events(form: Page) -> None:
    form.evaluate("xml => outlook.install(xml)", MANIFEST.read_text("utf-8"))
    assert form.locator("#ribbon button").all_text_contents() == ["Nytt möte", "Skriv"]
    form.evaluate("outlook.press('writeSubject')")
    assert state(form)["subject"] == "Write 1"
    form.evaluate("outlook.launchEvent('OnNewAppointmentOrganizer')")
    assert state(form)["subject"] == "OnNewAppointmentOrganizer"


def test_a_manifest_with_a_hole_is_refused(form: Page) -> None:
    xml = MANIFEST.read_text("utf-8").replace(' id="paneUrl"', ' id="otherUrl"')
    with pytest.raises(Error, match="resid paneUrl is not among the resources"):
        form.evaluate("xml => outlook.install(xml)", xml)
