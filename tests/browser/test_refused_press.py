"""A press that is refused is seen where it was made: the list is longer than the window, the press far down in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OUTPUT, DemoServer
from tests.browser.meeting import Open, host
from tests.browser.test_host_list import card
from tests.browser.test_two_presses import waiting
from tests.browser.two_presses import ANNA, DAVID

LOCKED = "Mötet är låst."
UNCOVERED = """(button) => {
  const { left, top, width, height } = button.getBoundingClientRect();
  return button.contains(button.getRootNode().elementFromPoint(left + width / 2, top + height / 2));
}"""


def refused(page: Page, around: Locator) -> Locator:
    """Lock the meeting, press Tillåt on a card at either edge of the window, and return what is said of the last."""
    around.get_by_role("button", name="Lås mötet", exact=True).click()
    expect(around.get_by_role("button", name="Lås upp mötet", exact=True)).to_be_visible()
    # Heard too, and once: a colleague may have locked it.
    expect(page.get_by_role("status").filter(has_text=LOCKED)).to_have_count(1)
    admit = around.get_by_role("button", name=f"Tillåt {DAVID}", exact=True)
    said = around.get_by_role("alert").filter(has_text=LOCKED)
    admit.evaluate("(button) => button.closest('li').scrollIntoView({ block: 'end' })")
    expect(around.locator("[data-moved]")).to_have_count(0)
    stood = admit.bounding_box()
    admit.click()
    expect(said).to_be_in_viewport(ratio=1)
    # And what was pressed stands where it stood.
    stands = admit.bounding_box()
    assert stood is not None
    assert stands is not None
    assert abs(stands["y"] - stood["y"]) <= 1
    assert admit.evaluate(UNCOVERED)
    # At the upper edge the words come down over nothing that was pressed.
    first = around.get_by_role("button", name=f"Tillåt {ANNA}", exact=True)
    first.evaluate("(button) => button.scrollIntoView({ block: 'start' })")
    expect(around.locator("[data-moved]")).to_have_count(0)
    first.focus()
    page.keyboard.press("Enter")
    expect(said).to_be_in_viewport(ratio=1)
    page.wait_for_function(UNCOVERED, arg=first.element_handle())
    return said


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 700), (1280, 600)])
def test_on_the_hosts_own_page(open_page: Open, demo_server: DemoServer, width: int, height: int) -> None:
    meeting, _ = waiting(demo_server)
    page = host(open_page, demo_server, meeting, width=width, height=height)
    said = refused(page, page.locator("#people"))
    page.screenshot(path=OUTPUT / f"refused-press-{width}.png")
    # Leaving is asked above the list, which may begin below the window.
    page.route("**/leave", lambda route: route.abort())
    page.get_by_role("button", name="Lämna", exact=True).click()
    page.get_by_role("button", name="Lämna mötet", exact=True).click()
    other = page.locator("#people").get_by_role("alert").filter(has_not_text=LOCKED)
    expect(other).to_be_in_viewport(ratio=1)
    expect(said).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_in_the_teams_tab(open_page: Open, demo_server: DemoServer, width: int) -> None:
    meeting, _ = waiting(demo_server)
    staff = host(open_page, demo_server, meeting)
    page = open_page(f"{demo_server.base_url}/addin/teams.html?demo=personal&language=sv", width=width, height=568)
    begins = datetime.fromisoformat(meeting["start"]).astimezone(ZoneInfo("Europe/Stockholm")).strftime("%H.%M")
    row = page.locator("li.row", has=page.locator(".row-time strong", has_text=begins)).last
    fold = row.locator("details", has=page.locator("summary", has_text="Vilka väntar och är med"))
    fold.locator("summary").first.click()
    expect(card(fold, "waiting", DAVID)).to_be_visible()
    refused(page, fold)
    page.screenshot(path=OUTPUT / f"refused-press-teams-{width}.png")

    # The countdown too, from the very top of the list.
    fold.get_by_role("button", name="Lås upp mötet", exact=True).click()
    fold.get_by_role("button", name=f"Tillåt {ANNA}", exact=True).click()
    expect(card(fold, "inside", ANNA)).to_be_visible()
    staff.get_by_role("button", name="Lämna", exact=True).click()
    expect(staff.get_by_text("Lämnar du är alla ute efter 1 minut.")).to_be_visible()
    staff.get_by_role("button", name="Lämna – slutar om 1 minut").click()
    fold.locator("summary").first.evaluate("(summary) => summary.scrollIntoView()")
    expect(fold.locator(".last .notice.warn")).to_be_in_viewport(ratio=1)
    expect(fold.get_by_text("Ingen värd är med i mötet just nu.")).to_be_visible()
    page.screenshot(path=OUTPUT / f"ending-teams-{width}.png")
