"""The stand-in of Pexip's web app: a guest waits, the host lets in, both see it, and the host ends it for all."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from simulators.pexip.asker import OneConference
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from simulators.pexip.site import Site
from simulators.pexip.web.routes import routes
from tests.browser.axe import findings
from tests.browser.contexts import Contexts
from tests.browser.looks import NARROW, WIDE

Screenshot = Callable[[Page, str], None]
OpenPage = Callable[..., Page]
CARE = Configuration("Vårdmöte", pin="471104", allow_guests=True, locked=True, participant_limit=4)
IN = "Du är med i mötet."
WAITS = "Väntar på att värden släpper in dig"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        running.add(OneConference("vm-1", CARE), routes=routes)
        yield running


@pytest.fixture(scope="module")
def pages(browser: Browser, site: Site) -> Contexts:
    return Contexts(browser, f"{site.url}/webapp3/parts/style.css")


@pytest.fixture
def join(pages: Contexts, site: Site) -> Iterator[OpenPage]:
    """Open the web app by a link, each time as another person."""
    trouble: list[str] = []

    def open_one(link: str, locale: str = "sv-SE") -> Page:
        page = pages.take(locale=locale, timezone_id="Europe/Stockholm").new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"{site.url}/webapp3/m/{link}")
        return page

    yield open_one
    pages.empty()
    for one in running(site):
        site.call(partial(one.end, "Conference terminated by an administrator"))
    assert trouble == []


def running(site: Site) -> list[Conference]:
    return list(site.cluster.conferences.values())


def test_a_guest_waits_is_let_in_and_the_host_ends_it_for_all(
    join: OpenPage, site: Site, screenshot: Screenshot
) -> None:
    guest = join("vm-1?name=Alva%20G%C3%A4st&role=guest&join=1")
    expect(guest.get_by_role("heading", name=WAITS)).to_be_visible()
    assert guest.url == f"{site.url}/webapp3/m/vm-1"
    screenshot(guest, "pexip-waiting")
    assert findings(guest) == []

    host = join("?conference=vm-1&name=Maj%20V%C3%A4rd&pin=471104&join=1")
    assert host.url == f"{site.url}/webapp3/m/vm-1"
    expect(host.get_by_role("heading", name="Väntar på att komma in (1)")).to_be_visible()
    for width in (NARROW, WIDE):
        host.set_viewport_size({"width": width, "height": 900})
        screenshot(host, f"pexip-host-{width}")
        assert findings(host) == []
    expect(guest.get_by_role("heading", name=WAITS)).to_be_visible()
    host.get_by_role("button", name="Släpp in Alva Gäst").press("Enter")
    expect(guest.get_by_text(IN)).to_be_visible()
    expect(guest.get_by_role("listitem").filter(has_text="Maj Värd")).to_be_visible()
    expect(host.get_by_role("heading", name="Med i mötet (2)")).to_be_visible()
    expect(host.get_by_text("Väntar på att komma in")).to_have_count(0)
    assert guest.get_by_role("button", name="Avsluta för alla").count() == 0

    guest.get_by_role("button", name="Räck upp handen").click()
    expect(host.get_by_role("listitem").first).to_contain_text("Alva Gäst (räcker upp handen)")
    host.get_by_role("button", name="Stäng av mikrofonen för Alva Gäst").click()
    expect(guest.get_by_role("listitem").filter(has_text="Alva Gäst")).to_contain_text("mikrofon av")
    screenshot(guest, "pexip-guest")
    assert findings(guest) == []

    host.get_by_role("button", name="Avsluta för alla").click()
    for page in (guest, host):
        expect(page.get_by_role("heading", name="Värden avslutade mötet för alla.")).to_be_visible()
    screenshot(guest, "pexip-over")
    assert findings(guest) == []
    assert running(site) == []


def test_a_host_types_the_pin_and_a_guest_says_so(join: OpenPage, screenshot: Screenshot) -> None:
    host = join("vm-1")
    host.get_by_label("Ditt namn").fill("Maj Värd")
    host.get_by_role("button", name="Anslut").click()
    expect(host.get_by_text("Skriv värdens pinkod, eller gå in som gäst.")).to_be_visible()
    screenshot(host, "pexip-pin")
    assert findings(host) == []
    host.get_by_label("Pinkod").fill("000000")
    host.get_by_role("button", name="Fortsätt").click()
    expect(host.get_by_role("alert")).to_have_text("Pinkoden stämmer inte. Försök igen.")
    host.get_by_label("Pinkod").fill("471104")
    host.get_by_label("Pinkod").press("Enter")
    expect(host.get_by_text(IN)).to_be_visible()

    guest = join("vm-1?name=Guest&join=1&muteMicrophone=true", locale="en-GB")
    guest.get_by_role("button", name="I am a guest").click()
    expect(guest.get_by_role("heading", name="Waiting for the host to let you in")).to_be_visible()
    assert findings(guest) == []
    host.get_by_role("button", name="Neka Guest").click()
    expect(guest.get_by_role("heading", name="The host removed you from the meeting.")).to_be_visible()


def test_a_page_that_closes_leaves_and_a_room_is_seen(join: OpenPage, site: Site) -> None:
    host = join("vm-1?name=Maj&pin=471104&join=1")
    expect(host.get_by_text(IN)).to_be_visible()
    body = {"call": {"alias": "sip:vm-1@rum.example.test", "name": "Rum Björken", "pin": ""}}
    called = requests.post(f"{site.url}/_control", json=body, timeout=10).json()
    host.get_by_role("button", name="Släpp in Rum Björken").click()
    expect(host.get_by_role("heading", name="Med i mötet (2)")).to_be_visible()
    guest = join("vm-1?name=Alva&role=guest&join=1")
    expect(host.get_by_role("heading", name="Väntar på att komma in (1)")).to_be_visible()
    guest.goto("about:blank")
    expect(host.get_by_role("heading", name="Väntar på att komma in")).to_have_count(0)
    requests.delete(f"{site.url}/_calls/{called['id']}", timeout=10)
    expect(host.get_by_role("heading", name="Med i mötet (1)")).to_be_visible()
    host.get_by_role("button", name="Lämna").click()
    expect(host.get_by_role("heading", name="Du har lämnat mötet.")).to_be_visible()


def test_what_the_node_refuses_is_said(join: OpenPage) -> None:
    refused = "Mötet finns inte, eller är inte öppet. Kontrollera länken och tiden."
    nowhere = join("fel?name=Alva&role=guest&join=1")
    expect(nowhere.get_by_role("heading", name=refused)).to_be_visible()
    expect(join("").get_by_role("heading", name="Adressen saknar möte.")).to_be_visible()
