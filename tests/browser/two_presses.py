"""Two quick presses in a host's list, wherever it stands: they never hit two people."""

from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.test_host_list import card

ANNA, BERTIL, CECILIA, DAVID = NAMES = (
    "Anna Provperson",
    "Bertil Provperson",
    "Cecilia Provperson",
    "David Provperson",
)
ORDERS = ("/admit", "/deny", "/remove", "/note")


def one_at_a_time(page: Page, around: Locator, people: dict[str, str]) -> None:
    """Press everything twice in a list where all of NAMES wait; `people` are their names by id."""
    sent: list[tuple[str, str]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith(ORDERS):
            *_, who, order = request.url.split("/")
            sent.append((order, people[who]))

    def button(name: str) -> Locator:
        return around.get_by_role("button", name=name, exact=True)

    def twice(pressed: Locator, comes: Locator, count: int = 1) -> None:
        """Press, wait for what comes of it, and press the same place in the same moment."""
        pressed.scroll_into_view_if_needed()
        box = pressed.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.dblclick(x, y)
        expect(comes).to_have_count(count)
        page.mouse.click(x, y)
        page.mouse.click(x, y)

    def settle() -> None:
        """Let time pass until nothing is about to move, and a press counts wherever it is."""
        for about in (".card.gone", "[data-moved]"):
            around.evaluate("() => { window.stands += 5000 }")
            expect(around.locator(about)).to_have_count(0)

    page.on("request", note)
    # The time in which a press is doubted stands still: how fast this machine is decides nothing.
    around.evaluate("() => { window.stands = performance.now() + 5000; performance.now = () => window.stands }")
    twice(button(f"Tillåt {ANNA}"), card(around, "inside", ANNA))
    assert sent == [("admit", ANNA)], sent
    settle()
    twice(button(f"Tillåt {BERTIL}"), card(around, "inside", BERTIL))
    assert sent == [("admit", ANNA), ("admit", BERTIL)], sent
    settle()
    button(f"Neka {CECILIA}").click()
    settle()
    twice(button("Ja, neka"), button("Ja, neka"), 0)
    expect(live(around, "waiting", CECILIA)).to_have_count(0)
    settle()
    assert sent[2:] == [("deny", CECILIA)], sent
    button(f"Ta bort {ANNA} från mötet").click()
    settle()
    twice(button("Ja, ta bort"), button("Ja, ta bort"), 0)
    expect(live(around, "inside", ANNA)).to_have_count(0)
    settle()
    assert sent[3:] == [("remove", ANNA)], sent
    expect(live(around, "inside", BERTIL)).to_have_count(1)
    expect(live(around, "waiting", DAVID)).to_have_count(1)
    settle()
    button(f"Tillåt {DAVID}").click()
    expect(live(around, "inside", DAVID)).to_have_count(1)
    assert sent[4:] == [("admit", DAVID)], sent
    page.remove_listener("request", note)


def live(around: Locator, group: str, name: str) -> Locator:
    """Somebody's card, not the empty row that stands for a moment where it was."""
    return card(around, group, name).and_(around.page.locator(".card:not(.gone)"))
