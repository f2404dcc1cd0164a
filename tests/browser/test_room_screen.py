"""The stand-in's page of a room: a person sees its screen and presses its panel; the device hears of it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from simulators import roomos
from simulators.roomos.bridge import either
from simulators.roomos.call import Step
from simulators.roomos.desk import Desk
from simulators.roomos.device import Device
from simulators.roomos.endpoint import HAND, Endpoint
from simulators.roomos.power import Power
from tests.browser.axe import findings
from tests.browser.contexts import Contexts
from tests.browser.looks import NARROW, WIDTHS

Screenshot = Callable[[Page, str], None]
TOO_SMALL = """all => all.filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width < 60 || box.height < 60;
}).map((one) => one.outerHTML)"""
BRIDGE = "mdk@bro.example"
PANEL = """<Extensions><Version>1.11</Version><Panel><Order>1</Order><PanelId>svm</PanelId>
<Location>HomeScreenAndCallControls</Location><Icon>Handset</Icon><Color>#1170CF</Color><Name>Starta MDK</Name>
<ActivityType>Custom</ActivityType><Page><Name>MDK idag</Name><PageId>svm_val</PageId><Row><Name>Val</Name>
<Widget><WidgetId>svm_1</WidgetId><Name>13.00 MDK</Name><Type>Button</Type><Options>size=4</Options></Widget></Row>
<Row><Name>Läge</Name><Widget><WidgetId>svm_text</WidgetId><Name>Klar</Name><Type>Text</Type></Widget>
<Widget><WidgetId>svm_bild</WidgetId><Name>Hög bildkvalitet</Name><Type>ToggleButton</Type></Widget>
<Widget><WidgetId>svm_niva</WidgetId><Name>Zoom</Name><Type>Slider</Type></Widget>
<Widget><WidgetId>svm_rum</WidgetId><Name>Rum</Name><Type>GroupButton</Type><ValueSpace><Value><Key>a</Key>
<Name>Rum A</Name></Value><Value><Key>b</Key><Name>Rum B</Name></Value></ValueSpace></Widget>
<Widget><WidgetId>svm_fall</WidgetId><Name>Fall</Name><Type>Spinner</Type></Widget></Row></Page>
<Page><Name>Hjälp</Name><PageId>svm_hjalp</PageId><Row><Name>Hjälp</Name><Widget><WidgetId>svm_be</WidgetId>
<Name>Be om hjälp</Name><Type>Button</Type></Widget></Row><Options>hideRowNames=1</Options></Page></Panel>
</Extensions>"""
HIDDEN = PANEL.replace("HomeScreenAndCallControls", "Hidden").replace("Starta MDK", "Dold")


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    with roomos.start(2) as running:
        running.call(lambda: running.bridge.open("mdk", either(BRIDGE, "1234", "99")))
        yield running


@pytest.fixture(scope="module")
def desk(site: roomos.Site) -> Iterator[Desk]:
    opened = Desk(site)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def pages(browser: Browser, desk: Desk) -> Contexts:
    return Contexts(browser, f"{desk.url}/room1/style.css")


@pytest.fixture
def room(site: roomos.Site) -> Iterator[Endpoint]:
    endpoint = site.endpoints[0]
    command(endpoint, "UserInterface Extensions Panel Save", PANEL, PanelId="svm")
    yield endpoint
    for one in site.endpoints:
        one.do(hang_up)
        one.do(lambda device: device.parts.messages.forget())
        one.do(lambda device: device.parts.bookings.forget())
    command(endpoint, "UserInterface Extensions Panel Close")


@pytest.fixture
def screen(request: pytest.FixtureRequest, pages: Contexts, desk: Desk) -> Iterator[Page]:
    """The page of the first room, in Swedish or what the test is parametrised with."""
    language = str(getattr(request, "param", "sv"))
    page = pages.take(locale="sv-SE", timezone_id="Europe/Stockholm").new_page()
    page.set_default_timeout(15_000)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.goto(f"{desk.url}/room1/?language={language}")
    expect(page.get_by_role("heading", name="Room 1")).to_be_visible()
    yield page
    pages.empty()
    assert trouble == []


def hang_up(device: Device) -> None:
    for call in device.parts.calls.live():
        call.hang_up()


def command(endpoint: Endpoint, path: str, body: str | None = None, **values: str | int) -> None:
    endpoint.do(lambda device: device.command(HAND, tuple(path.split()), values, body))


def booked(endpoint: Endpoint, *bookings: dict[str, Any]) -> None:
    usual = {"Number": BRIDGE, "Protocol": "SIP", "Organizer": {"Name": "Vårdmöte"}}
    body = json.dumps({"Bookings": [{**usual, **one} for one in bookings]})
    command(endpoint, "Bookings Put", body)


def at(minutes: int, length: int = 60) -> dict[str, Any]:
    start = datetime.now(UTC) + timedelta(minutes=minutes)
    return {"StartTime": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "Duration": length}


def pressed(endpoint: Endpoint) -> list[str]:
    return [one.path.removeprefix("UserInterface ") for one in endpoint.log if one.transport == "panel"]


def test_a_panel_is_opened_and_pressed(screen: Page, room: Endpoint) -> None:
    room.do(lambda device: device.log.clear())
    screen.get_by_role("button", name="Starta MDK").press("Enter")
    expect(screen.get_by_role("heading", name="MDK idag")).to_be_focused()
    screen.get_by_role("button", name="13.00 MDK").click()
    screen.get_by_role("switch", name="Hög bildkvalitet").click()
    expect(screen.get_by_role("switch", name="Hög bildkvalitet")).to_have_attribute("aria-checked", "true")
    command(room, "UserInterface Extensions Widget SetValue", WidgetId="svm_text", Value="Rum 2 svarar")
    expect(screen.get_by_text("Rum 2 svarar")).to_be_visible()
    command(room, "UserInterface Extensions Panel Open", PanelId="svm", PageId="svm_hjalp")
    expect(screen.get_by_role("button", name="Be om hjälp")).to_be_visible()
    screen.get_by_role("button", name="MDK idag").click()
    expect(screen.get_by_text("Rum 2 svarar")).to_be_visible()
    screen.get_by_role("button", name="Hjälp", exact=True).click()
    expect(screen.get_by_role("button", name="Be om hjälp")).to_be_visible()
    screen.get_by_role("button", name="Stäng", exact=True).click()
    expect(screen.get_by_role("button", name="Starta MDK")).to_be_focused()
    action = "Extensions Widget Action"
    assert pressed(room) == [
        "Extensions Panel Clicked", action, action, action, action,
        "Extensions Widget SetValue", *["Extensions Panel Open"] * 3, "Extensions Panel Close",
    ]  # fmt: skip


def test_a_hidden_panel_is_not_drawn(screen: Page, room: Endpoint) -> None:
    command(room, "UserInterface Extensions Panel Save", HIDDEN, PanelId="dold")
    command(room, "UserInterface Extensions Panel Update", PanelId="svm", Name="Starta MDK nu")
    expect(screen.get_by_role("button", name="Starta MDK nu")).to_be_visible()
    expect(screen.get_by_role("button", name="Dold")).to_have_count(0)
    command(room, "UserInterface Extensions Panel Remove", PanelId="dold")


def test_a_call_is_answered_turned_away_and_ended_by_hand(screen: Page, site: roomos.Site) -> None:
    other = site.endpoints[1]
    other.dial("room1@rooms.example.test")
    expect(screen.get_by_role("heading", name="Inkommande samtal")).to_be_visible()
    screen.get_by_role("button", name="Svara").click()
    expect(screen.get_by_role("heading", name="I samtal")).to_be_visible()
    assert other.calls == [Step.CONNECTED]
    expect(screen.get_by_role("button", name="Starta MDK")).to_be_visible()
    screen.get_by_role("button", name="Lägg på").click()
    expect(screen.get_by_text("Inget samtal")).to_be_visible()
    other.dial("room1@rooms.example.test")
    screen.get_by_role("button", name="Avböj").click()
    expect(screen.get_by_text("Inget samtal")).to_be_visible()


def test_a_booking_is_joined_by_one_press_and_the_pin_typed(screen: Page, room: Endpoint) -> None:
    booked(
        room,
        {"Id": "1", "Title": "MDK bröst", "Time": at(0)},
        {"Id": "2", "Title": "Senare", "Time": at(180)},
        {"Id": "3", "Title": "Enskilt", "Privacy": "Private", "Time": at(300)},
    )
    expect(screen.get_by_text("Bokat möte")).to_be_visible()
    expect(screen.get_by_text("Enskilt")).to_have_count(0)
    expect(screen.get_by_role("button", name="Anslut")).to_have_count(1)
    screen.get_by_role("button", name="Anslut till MDK bröst").click()
    expect(screen.get_by_text("Skriv pinkoden")).to_be_visible()
    for key in "99#":
        screen.get_by_role("button", name=key, exact=True).click()
    expect(screen.get_by_text("Du väntar på värden.")).to_be_visible()
    assert [one.values["BookingId"] for one in room.log if one.path == "Dial"][-1] == ["1"]


def test_questions_and_notices_are_answered(screen: Page, room: Endpoint) -> None:
    options = {"Option.1": "Ja", "Option.2": "Nej"}
    command(room, "UserInterface Message Prompt Display", Title="MDK", Text="Starta?", FeedbackId="svm", **options)
    screen.get_by_role("button", name="Ja").click()
    expect(screen.get_by_role("button", name="Ja")).to_have_count(0)
    command(room, "UserInterface Message Alert Display", Title="Klart", Text="Alla är med")
    expect(screen.get_by_role("heading", name="Klart")).to_be_visible()
    screen.get_by_role("button", name="Stäng", exact=True).click()
    expect(screen.get_by_text("Alla är med")).to_have_count(0)
    command(room, "UserInterface Message TextInput Display", Text="Kod", FeedbackId="kod", InputType="PIN")
    screen.get_by_label("Kod").fill("4711")
    screen.get_by_label("Kod").press("Enter")
    expect(screen.get_by_label("Kod")).to_have_count(0)
    answers = [one.values for one in room.log if one.path.endswith("Response")][-2:]
    assert (answers[0]["OptionId"], answers[1]["Text"]) == ([1], ["4711"])


def test_sound_sleep_and_power(screen: Page, room: Endpoint) -> None:
    screen.get_by_role("button", name="Stäng av mikrofonen").click()
    expect(screen.get_by_role("button", name="Slå på mikrofonen")).to_be_visible()
    screen.get_by_role("button", name="Slå på mikrofonen").click()
    screen.get_by_role("button", name="Höj volymen").click()
    expect(screen.get_by_text("Volym 55")).to_be_visible()
    screen.get_by_role("button", name="Sänk volymen").click()
    command(room, "Standby Activate")
    screen.get_by_role("button", name="Väck rummet").click()
    expect(screen.get_by_role("button", name="Starta MDK")).to_be_visible()
    room.do(lambda device: device.supply.become(Power.ASLEEP))
    expect(screen.get_by_text("sover djupt")).to_be_visible()
    screen.get_by_role("button", name="Väck rummet").click()
    expect(screen.get_by_role("button", name="Starta MDK")).to_be_visible()
    room.power_off()
    expect(screen.locator("#cards").get_by_text("Rummet har ingen ström.")).to_be_visible()
    room.do(lambda device: device.parts.start())
    room.do(lambda device: device.supply.become(Power.ON))
    expect(screen.get_by_role("button", name="Starta MDK")).to_be_visible()


@pytest.mark.parametrize("screen", ["sv", "en"], indirect=True)
def test_axe_finds_nothing_and_fingers_have_room(
    screen: Page, site: roomos.Site, room: Endpoint, screenshot: Screenshot
) -> None:
    language = screen.evaluate("document.documentElement.lang")

    def check(name: str, widths: tuple[int, ...] = (NARROW,)) -> None:
        for width in widths:
            screen.set_viewport_size({"width": width, "height": 900})
            screenshot(screen, f"room-{name}-{language}-{width}")
            assert findings(screen) == []
        small = screen.locator("button, input").evaluate_all(TOO_SMALL)
        assert small == []

    booked(room, {"Id": "1", "Title": "MDK bröst", "Time": at(0)}, {"Id": "2", "Title": "Sen", "Time": at(180)})
    expect(screen.get_by_text("MDK bröst")).to_be_visible()
    check("home", WIDTHS[language])
    screen.get_by_role("button", name="Starta MDK").click()
    expect(screen.get_by_role("heading", name="MDK idag")).to_be_visible()
    check("panel")
    command(room, "UserInterface Extensions Panel Close")
    options = {f"Option.{number}": f"Svar {number}" for number in range(1, 6)}
    command(room, "UserInterface Message Prompt Display", Title="MDK", Text="Starta?", FeedbackId="svm", **options)
    command(room, "UserInterface Message TextLine Display", Text="Fall 3 av 7")
    site.endpoints[1].dial("room1@rooms.example.test")
    expect(screen.get_by_role("button", name="Svara" if language == "sv" else "Answer")).to_be_visible()
    check("incoming")
    room.do(lambda device: device.parts.messages.forget())
    room.reject()
    room.dial(BRIDGE)
    expect(screen.get_by_role("button", name="#", exact=True)).to_be_visible()
    check("pin")
