"""Two quick presses on the host's own page, in the Teams tab and in Outlook's pane: they never hit two people."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.conftest import DemoServer
from tests.browser.meeting import Open, host
from tests.browser.outlook import Form, House
from tests.browser.test_host_list import Scene, Screenshot, card
from tests.browser.two_presses import ANNA, BERTIL, CECILIA, NAMES, live, one_at_a_time

# Without the empty row the list moves under the pointer at once.
NO_EMPTY_ROW = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".card.gone { display: none !important }");
  document.adoptedStyleSheets.push(sheet);
}"""


def waiting(server: DemoServer) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a meeting at whose door all of NAMES wait, and their names by id."""
    meeting = server.create()
    code = meeting["join_url"].rpartition("/")[2]
    people = {}
    for name in NAMES:
        joined = requests.post(f"{server.base_url}/m/{code}/join", json={"name": name}, timeout=20)
        assert joined.status_code == 200, joined.text
        people[joined.json()["participant"]] = name
    return meeting, people


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("rows", ["empty", "none"])
def test_on_the_hosts_own_page(open_page: Open, demo_server: DemoServer, width: int, rows: str) -> None:
    meeting, people = waiting(demo_server)
    page = host(open_page, demo_server, meeting, width=width, height=844)
    if rows == "none":
        page.evaluate(NO_EMPTY_ROW)
    one_at_a_time(page, page.locator("#people"), people)


@pytest.mark.parametrize("edge", ["start", "end"])
def test_what_is_to_be_pressed_again_is_not_covered_by_the_words_that_say_so(
    open_page: Open, demo_server: DemoServer, screenshot: Screenshot, edge: str
) -> None:
    meeting, _ = waiting(demo_server)
    page = host(open_page, demo_server, meeting, width=390, height=700)
    page.evaluate(NO_EMPTY_ROW)
    page.evaluate("() => { window.stands = performance.now(); performance.now = () => window.stands }")
    around = page.locator("#people")
    around.get_by_role("button", name=f"Tillåt {ANNA}", exact=True).click()
    expect(live(around, "inside", ANNA)).to_have_count(1)
    page.evaluate("() => { window.stands += 1000 }")
    expect(around.locator("[data-moved]")).to_have_count(0)
    pressed = around.get_by_role("button", name=f"Tillåt {BERTIL}", exact=True)
    shown = {"start": "section", "end": "li"}[edge]
    pressed.evaluate("(button, [shown, block]) => button.closest(shown).scrollIntoView({ block })", [shown, edge])
    box = pressed.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)
    expect(live(around, "inside", BERTIL)).to_have_count(1)
    page.mouse.click(x, y)
    said = page.locator(".aim-again")
    expect(said).to_contain_text("Listan ändrades när du tryckte.")
    expect(said).to_be_visible()
    # And it is said aloud each time, which no showing of the same line is.
    expect(page.locator("[aria-live]").filter(has_text="Listan ändrades när du tryckte.")).to_have_count(1)
    told = said.bounding_box()
    assert told is not None
    # The press was in one half of the window, and what is said of it stands in the other.
    assert (told["y"] > 350) is (y <= 350)
    assert told["x"] + told["width"] <= 390
    screenshot(page, f"two-presses-told-{edge}")
    page.evaluate("() => { window.stands += 1000 }")
    expect(around.locator("[data-moved]")).to_have_count(0)
    expect(said).to_be_visible()
    page.mouse.click(x, y)
    expect(live(around, "inside", CECILIA)).to_have_count(1)
    expect(said).to_be_hidden()


def test_in_the_teams_tab(open_page: Open, demo_server: DemoServer) -> None:
    meeting, people = waiting(demo_server)
    host(open_page, demo_server, meeting)
    page = open_page(f"{demo_server.base_url}/addin/teams.html?demo=personal&language=sv")
    # The day's other meetings, some of which begin later, have their own; of those of this minute, ours was made last.
    begins = datetime.fromisoformat(meeting["start"]).astimezone(ZoneInfo("Europe/Stockholm")).strftime("%H.%M")
    row = page.locator("li.row", has=page.locator(".row-time strong", has_text=begins)).last
    fold = row.locator("details", has=page.locator("summary", has_text="Vilka väntar och är med"))
    fold.locator("summary").first.click()
    expect(card(fold, "waiting", ANNA)).to_be_visible()
    one_at_a_time(page, fold, people)


def test_in_outlooks_pane(form: Form, house: House) -> None:
    start = datetime.now(UTC).replace(second=0, microsecond=0)
    form.change(start=start.isoformat(), end=(start + timedelta(hours=1)).isoformat())
    form.page.set_viewport_size({"width": 900, "height": 2000})
    form.page.get_by_role("button", name="Nytt möte").click()
    form.press("Skapa möte")
    fold = form.pane.locator("details", has=form.pane.locator("summary", has_text="Vilka väntar och är med"))
    expect(fold).to_be_visible()
    scene = Scene(house, house.meeting(form.marks()[0]), "personal")
    people = {scene.comes(name): name for name in NAMES}
    scene.host_comes()
    fold.locator("summary").first.click()
    expect(card(fold, "waiting", ANNA)).to_be_visible()
    one_at_a_time(form.page, fold, people)


def test_several_are_let_in_down_the_list_without_a_wait(open_page: Open, demo_server: DemoServer) -> None:
    """Each stands where it stood while those above go."""
    meeting, _ = waiting(demo_server)
    page = host(open_page, demo_server, meeting, height=1400)
    around = page.locator("#people")
    places = []
    for name in NAMES:
        box = page.get_by_role("button", name=f"Tillåt {name}", exact=True).bounding_box()
        assert box is not None
        places.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    around.evaluate("() => { const now = performance.now(); performance.now = () => now }")
    # The demo's video has room for four.
    for name, (x, y) in zip(NAMES[:3], places, strict=False):
        page.mouse.click(x, y)
        expect(live(around, "inside", name)).to_have_count(1)
