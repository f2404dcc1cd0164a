"""Every page, in Swedish and English, narrow and wide: axe finds nothing, nothing is cut off, and a picture is kept."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer
from tests.browser.looks import NARROW, WIDTHS
from tests.browser.meeting import Open, invite

Screenshot = Callable[[Page, str], None]
LOCALES = {"sv": "sv-SE", "en": "en-GB"}
HEIGHT = 800


@dataclass(frozen=True)
class Eye:
    """Opens pages in one language, and checks whatever they show in every width."""

    open_page: Open
    screenshot: Screenshot
    language: str

    def open(self, url: str) -> Page:
        return self.open_page(url, width=NARROW, height=HEIGHT, locale=LOCALES[self.language])

    def check(self, page: Page, name: str) -> None:
        for width in WIDTHS[self.language]:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            self.screenshot(page, f"{name}-{self.language}-{width}")
            assert findings(page) == []
        page.set_viewport_size({"width": NARROW, "height": HEIGHT})

    def say(self, swedish: str, english: str) -> str:
        return english if self.language == "en" else swedish


@pytest.fixture(params=list(WIDTHS))
def eye(open_page: Open, screenshot: Screenshot, request: pytest.FixtureRequest) -> Eye:
    return Eye(open_page, screenshot, request.param)


def test_the_door_before_during_and_after(eye: Eye, demo_server: DemoServer) -> None:
    meeting = demo_server.create(language=eye.language)
    page = eye.open(meeting["join_url"])
    connect = page.get_by_role("button", name=eye.say("Anslut", "Join"))
    expect(connect).to_be_visible()
    eye.check(page, "door")
    page.get_by_role("textbox").fill("Ottilia Vångestad-Überheim med ett mycket långt namn Öå")
    connect.click()
    expect(connect).to_be_hidden()
    eye.check(page, "door-waiting")

    demo_server.call("DELETE", f"/api/v1/meetings/{meeting['id']}")
    expect(page.get_by_text(eye.say("borttaget", "removed")).first).to_be_visible()
    eye.check(page, "door-removed-while-waiting")


def test_the_doors_that_are_shut(eye: Eye, demo_server: DemoServer) -> None:
    early = demo_server.create(language=eye.language, starts_in=180)
    page = eye.open(early["join_url"])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    eye.check(page, "door-early")
    elsewhere = {"service": "link", "link": "https://rum1.min-halsa.example/r/1"}
    onward = eye.open(demo_server.create(language=eye.language, **elsewhere)["join_url"])
    expect(onward.get_by_role("button", name=eye.say("Anslut", "Join"))).to_be_enabled()
    eye.check(onward, "door-elsewhere")
    demo_server.call("DELETE", f"/api/v1/meetings/{early['id']}")
    removed = eye.open(early["join_url"])
    expect(removed.get_by_text(eye.say("borttaget", "removed")).first).to_be_visible()
    eye.check(removed, "door-removed")
    unknown = eye.open(f"{demo_server.base_url}/m/{'x' * 22}")
    expect(unknown.get_by_role("heading", level=1)).to_be_visible()
    eye.check(unknown, "door-unknown")


def test_the_host_alone_with_one_who_waits_and_with_one_who_is_in(eye: Eye, demo_server: DemoServer) -> None:
    meeting = demo_server.create(language=eye.language)
    person = invite(demo_server, meeting, "Ottilia Vångestad-Überheim")
    started = demo_server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    page = eye.open(started["host_url"])
    connect = page.get_by_role("button", name=eye.say("Anslut", "Join"))
    expect(connect).to_be_visible()
    eye.check(page, "host-check")
    connect.click()
    expect(page.get_by_role("heading", name=eye.say("Deltagare", "Participants"))).to_be_visible()
    eye.check(page, "host-alone")

    guest = eye.open(person["join_url"])
    guest.get_by_role("button", name=eye.say("Anslut", "Join")).click()
    admit = page.get_by_role("button", name=eye.say("Tillåt", "Admit"))
    expect(admit).to_be_visible()
    eye.check(page, "host-one-waits")
    admit.click()
    expect(admit).to_be_hidden()
    expect(guest.locator(".tile").nth(1)).to_be_visible()
    eye.check(page, "host-one-in")
    eye.check(guest, "guest-in")
