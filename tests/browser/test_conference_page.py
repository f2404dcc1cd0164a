"""The conferences' page on a house of six software rooms: planned in a minute, pressed, lost power, killed, ended."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from simulators.roomos.call import Step
from simulators.roomos.power import Power
from tests.browser.axe import findings
from tests.browser.conference_house import ANOTHER, House, conference_house
from tests.browser.contexts import Contexts
from tests.browser.looks import NARROW, WIDE, WIDTHS
from tests.waiting import until

Screenshot = Callable[[Page, str], None]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with conference_house(tmp_path_factory.mktemp("conference")) as running:
        yield running


@pytest.fixture(scope="module")
def pages(browser: Browser, house: House) -> Contexts:
    return Contexts(browser, f"{house.base_url}/healthz", f"{house.desk.url}/room1/style.css")


@pytest.fixture
def see(pages: Contexts, house: House) -> Iterator[Open]:
    """Open the page as somebody; what went wrong in it is told when the test ends."""
    trouble: list[str] = []

    def opened(place: str = "", *, user: str = "personal", locale: str = "sv-SE", dark: bool = False) -> Page:
        context = pages.take(locale=locale, timezone_id="Europe/Stockholm")
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"{house.base_url}/conferences?demo={user}#{place}")
        return page

    yield opened
    pages.empty()
    house.clear()
    assert trouble == []


def looked_at(page: Page, screenshot: Screenshot, name: str, widths: tuple[int, ...] = (NARROW, WIDE)) -> None:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        screenshot(page, f"conference-{name}-{width}")
        assert findings(page) == []
    page.set_viewport_size({"width": WIDE, "height": 800})


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def site(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name, exact=True))


def a_week_on() -> str:
    return (datetime.now(UTC) + timedelta(days=7)).date().isoformat()


def test_a_conference_is_planned_by_the_keyboard_and_again_by_one_press(see: Open, screenshot: Screenshot) -> None:
    page = see()
    press(page, "Ny plan")
    expect(page.get_by_role("heading", name="Ny plan")).to_be_focused()
    page.get_by_label("Dag").fill(a_week_on())
    page.get_by_label("Börjar").fill("13:00")
    page.get_by_label("Slutar").fill("14:30")
    for name in ("Köping", "Sala", "Arboga"):
        page.get_by_role("checkbox", name=f"MDK-rum {name}").check()
    press(page, "Lägg till ett ärende")
    keys = page.keyboard
    keys.type("Kirurgi")
    keys.press("Enter")
    keys.type("Onkologi, pat 19121212-1212")
    keys.press("Alt+ArrowUp")
    expect(page.get_by_label("Enhet").first).to_be_focused()
    press(page, "Spara planen")

    # What looks like a patient's is said where it was written, and nothing of the rest is lost.
    wrong = page.get_by_label("Enhet").first
    expect(page.get_by_role("alert")).to_contain_text("Inget är sparat.")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(
        "Det här ser ut som en patientuppgift. Skriv bara orten eller enheten."
    )
    looked_at(page, screenshot, "refused")
    wrong.fill("Onkologi")
    press(page, "Spara planen")
    expect(page.get_by_text("Konferensen är planerad.")).to_be_visible()
    expect(page.locator(".case-list li")).to_have_text(
        ["Ärende 2 · Onkologi · 10 min", "Ärende 1 · Kirurgi · 10 min"], use_inner_text=True
    )

    page.get_by_role("link", name="Alla konferenser").click()
    looked_at(page, screenshot, "list", (NARROW,))
    press(page, "Planera samma igen")
    expect(page.get_by_text("Konferensen är planerad.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Ärende 2 · Onkologi")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Öppna")).to_have_count(2)
    page.get_by_role("link", name="Öppna").last.click()
    press(page, "Ta bort planen")
    expect(page.get_by_role("button", name="Avbryt")).to_be_focused()
    press(page, "Ja, ta bort")
    expect(page.get_by_text("Planen är borttagen, också från rummen.")).to_be_visible()
    expect(page.get_by_role("link", name="Öppna")).to_have_count(1)


def test_six_rooms_meet_through_a_power_cut_and_a_killed_server(
    see: Open, house: House, pages: Contexts, screenshot: Screenshot
) -> None:
    # Surahammar is with somebody else: it is left alone until that call is over.
    house.room(6).dial(ANOTHER)
    until(lambda: house.room(6).calls == [Step.CONNECTED])
    page = see(house.planned())
    press(page, "Starta MDK")
    expect(site(page, "Surahammar")).to_contain_text("I ett annat samtal")
    for name in ("Köping", "Sala", "Fagersta", "Arboga", "Heby"):
        expect(site(page, name)).to_contain_text("Väntar på svar")
    looked_at(page, screenshot, "asked", (NARROW,))
    assert house.dials() == [0] * 6

    # In the first room somebody presses on the panel that is drawn; in the others their hands do.
    screen = pages.take(locale="sv-SE").new_page()
    screen.goto(f"{house.desk.url}/room1/?language=sv")
    screen.get_by_role("button", name="Anslut", exact=True).click()
    house.answer(2, 3, 4, 5)
    expect(page.get_by_text("5 av 6 rum är anslutna")).to_be_visible()
    press(page, "Nästa ärende")
    expect(page.get_by_text("Nu: ärende 12 · Onkologi")).to_be_visible()
    until(lambda: house.text(4, "svm_case").startswith("Ärende 12 · Onkologi"))

    house.room(3).power_off()
    expect(site(page, "Fagersta")).to_contain_text("Ingen kontakt med rummet")
    house.kill()
    expect(page.get_by_text("Kontakten bröts. Konferensen påverkas inte.")).to_be_visible()
    house.start()
    expect(page.get_by_text("Kontakten bröts.")).to_have_count(0)
    expect(page.get_by_text("4 av 6 rum är anslutna")).to_be_visible()
    looked_at(page, screenshot, "power-lost")
    assert house.dials() == [1, 1, 1, 1, 1, 0]
    assert house.room(6).calls == [Step.CONNECTED]

    house.room(3).do(lambda device: device.parts.start())
    house.room(3).do(lambda device: device.supply.become(Power.ON))
    house.room(6).hang_up()
    press(page, "Försök igen: Surahammar")
    house.answer(3, 6)
    expect(page.get_by_text("6 av 6 rum är anslutna")).to_be_visible()
    assert [endpoint.calls for endpoint in house.site.endpoints] == [[Step.CONNECTED]] * 6

    press(page, "Avsluta för alla")
    expect(page.get_by_role("button", name="Avbryt")).to_be_focused()
    looked_at(page, screenshot, "ends", (NARROW,))
    press(page, "Ja, avsluta för alla")
    expect(page.locator(".live-state")).to_contain_text("Avslutad")
    assert [endpoint.calls for endpoint in house.site.endpoints] == [[]] * 6
    assert house.dials() == [1, 1, 2, 1, 1, 1]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_in_the_dark(see: Open, house: House, screenshot: Screenshot, language: str) -> None:
    plan = house.planned(starts_in=24 * 60, cases=5)
    page = see(f"{plan}/change", locale=f"{language}-SE", dark=True)
    expect(page.get_by_role("checkbox").first).to_be_visible()
    page.locator("details").first.evaluate("fold => { fold.open = true; }")
    looked_at(page, screenshot, f"change-{language}-dark", WIDTHS[language])
    page.goto(f"{house.base_url}/conferences#")
    expect(page.get_by_role("button").first).to_be_visible()
    looked_at(page, screenshot, f"list-{language}-dark", (NARROW,))


def test_who_may_not_steer_sees_it_all_the_same(see: Open, house: House) -> None:
    plan = house.planned()
    planner = see(plan, user="sekreterare")
    expect(planner.get_by_role("button", name="Ändra planen")).to_be_visible()
    expect(planner.get_by_role("button", name="Starta MDK")).to_have_count(0)
    support = see(plan, user="rum")
    expect(support.get_by_text("Kan startas nu")).to_be_visible()
    expect(support.locator("main button")).to_have_count(0)
    support.get_by_role("link", name="Alla konferenser").click()
    expect(support.get_by_text("Du kan se konferenserna men inte planera.")).to_be_visible()
    nothing = see("finns-inte")
    expect(nothing.get_by_role("alert")).to_be_visible()
    press(nothing, "Alla konferenser")
    expect(nothing.get_by_role("link", name="Följ och styr")).to_be_visible()
