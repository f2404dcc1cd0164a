"""The state of the video services in a browser: the demo's Pexip as it is, and with a publisher that has stopped."""

import itertools
import json
import time
from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer, one_process
from tests.browser.looks import WIDTHS
from tests.browser.meeting import Open
from tests.waiting import until

Screenshot = Callable[[Page, str], None]
NODE = "10.20.30.40"
# A publisher leaves out no number.
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    data = tmp_path_factory.mktemp("status") / "data"
    with one_process(data, {}, "--video", "pexip") as address:
        server = DemoServer(address, data)
        # What answers Pexip says every ten seconds that it lives.
        until(lambda: policy(server) != "bad", seconds=30, every=0.5)
        yield server


def policy(server: DemoServer) -> str:
    parts = server.call("GET", "/api/v1/status", user="rum").json()["parts"]
    return {part["code"]: str(part["state"]) for part in parts}["policy"]


def tells(server: DemoServer, event: str) -> None:
    """Tell what a node would, with the sign-in of the demo's event sink."""
    keys = json.loads((server.data / "pexip" / "pexip.json").read_text("utf-8"))
    said = {"node": NODE, "seq": next(NUMBERS), "version": 2, "time": time.time(), "event": event, "data": {}}
    sign_in = (keys["events_user"], keys["events_password"])
    answer = requests.post(f"{server.base_url}/hooks/pexip/events", json=said, auth=sign_in, timeout=20)
    assert answer.status_code == 204


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_publisher_that_has_stopped_is_shown_with_how_to_restart_it(
    open_page: Open, server: DemoServer, screenshot: Screenshot, language: str
) -> None:
    swedish = language == "sv"
    tells(server, "eventsink_stopped")
    page = open_page(
        f"{server.base_url}/console/status?demo=rum",
        locale="sv-SE" if swedish else "en-GB",
        color_scheme="light" if swedish else "dark",
    )
    region = page.get_by_role("region", name="Pexip")
    node = region.get_by_role("listitem").filter(has_text=NODE)
    expect(region.get_by_role("heading", level=3).first).to_have_text(f"Noden {NODE}" if swedish else f"Node {NODE}")
    expect(node.locator("ol li").first).to_contain_text("System > Event sinks")
    expect(page.locator(".status-sum")).to_have_text(
        "En sak behöver åtgärdas." if swedish else "One thing needs to be seen to."
    )
    answers = region.get_by_role("listitem").filter(has_text="Svaren till Pexip" if swedish else "The answers to Pexip")
    expect(answers).to_contain_text("lever" if swedish else "alive")
    for width in WIDTHS[language]:
        page.set_viewport_size({"width": width, "height": 800})
        screenshot(page, f"console-status-{language}-{width}")
        assert findings(page) == []
    tells(server, "eventsink_started")
    page.get_by_role("button", name="Läs igen" if swedish else "Read again").press("Enter")
    expect(node.locator("ol")).to_have_count(0)
    expect(page.locator(".status-sum")).to_have_text("Allt fungerar." if swedish else "Everything works.")


def test_others_are_told_whose_page_it_is(open_page: Open, server: DemoServer) -> None:
    page = open_page(f"{server.base_url}/console/status?demo=personal")
    expect(page.get_by_role("alert")).to_contain_text("Ring rumssupporten")
