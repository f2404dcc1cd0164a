"""One browser and one running demo for all tests of the product's pages, and a folder of screenshots to look at.

The add-in in Outlook has a browser of its own, and so has the simulator: there every name but its own leads nowhere.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.chromium import chromium
from tests.browser.contexts import NO_ADDRESS_BAR, PER_SITE, Contexts
from tests.browser.outlook_fixtures import form, house, language, manifest_xml, outlook, outlook_contexts
from tests.processes import served

__all__ = ["form", "house", "language", "manifest_xml", "outlook", "outlook_contexts"]

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "tests" / "output"
# A machine that runs another browser at the same time is slow, not wrong.
expect.set_options(timeout=15_000)
FLAGS = (
    PER_SITE,
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    # Five pictures a second: as many as the tests look at, and the encoders' work is what costs.
    "--use-fake-device-for-media-stream=fps=5",
    "--allow-loopback-in-peer-connection",
    f"{NO_ADDRESS_BAR},WebRtcHideLocalIpsWithMdns",
    "--autoplay-policy=no-user-gesture-required",
)


@dataclass(frozen=True)
class DemoServer:
    """A running demo and the few calls tests need to prepare what they press."""

    base_url: str
    data: Path

    def call(self, method: str, path: str, *, user: str = "personal", **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer demo:{user}", **options.pop("headers", {})}
        return requests.request(method, f"{self.base_url}{path}", headers=headers, timeout=20, **options)

    def create(
        self, *, kind: str = "patient_care", minutes: int = 60, starts_in: int = 0, **more: Any
    ) -> dict[str, Any]:
        """Create a meeting that begins `starts_in` minutes from now and wait until it is ready."""
        start = datetime.now(UTC) + timedelta(minutes=starts_in)
        body = {
            "type": kind,
            "start": start.isoformat(),
            "end": (start + timedelta(minutes=minutes)).isoformat(),
            **more,
        }
        made = self.call("POST", "/api/v1/meetings", json=body, headers={"Idempotency-Key": os.urandom(8).hex()})
        assert made.status_code == 201, made.text
        deadline = time.monotonic() + 20
        while True:
            meeting: dict[str, Any] = self.call("GET", f"/api/v1/meetings/{made.json()['id']}").json()
            if meeting["state"] != "creating" or time.monotonic() > deadline:
                assert meeting["state"] == "ready", meeting["state"]
                return meeting
            threading.Event().wait(0.05)


RunDemo = Callable[..., AbstractContextManager[DemoServer]]


def _free_port() -> int:
    # Below those that a connection out is given: one of these might have it before the demo has begun.
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def one_process(data: Path, environment: Mapping[str, str], *more: str) -> Iterator[str]:
    """Run `vardmote demo` on a free port and give its address once it has said its line."""
    port = _free_port()
    command = [
        str(Path(sys.executable).parent / "vardmote"),
        "demo",
        "--no-browser",
        "--port",
        str(port),
        "--data",
        str(data),
        *more,
    ]
    log = (data.parent / f"{data.name}.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **environment}
    )
    log.close()
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Open http://"), (line, (data.parent / f"{data.name}.log").read_text("utf-8"))
    yield f"http://127.0.0.1:{port}"
    # As Ctrl-C or a service manager ends it.
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
    process.stdout.close()
    # It ends all that it started: nobody answers at the rooms' desk.
    desk = urlsplit(json.loads((data / "rooms" / "rooms.json").read_text("utf-8"))["desk"])
    with socket.socket() as probe:
        assert probe.connect_ex((desk.hostname, desk.port)) != 0


@pytest.fixture(scope="session")
def run_demo(request: pytest.FixtureRequest) -> RunDemo:
    """Run a demo while the block lasts: one process, or a house of several on PostgreSQL (`make test-processes`)."""
    run = partial(served.demo, request.getfixturevalue("postgresql")) if served.MANY else one_process

    @contextmanager
    def running(data: Path, environment: Mapping[str, str] | None = None) -> Iterator[DemoServer]:
        with run(data, environment or {}) as address:
            yield DemoServer(address, data)

    return running


@pytest.fixture(scope="session")
def demo_server(run_demo: RunDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    with run_demo(tmp_path_factory.mktemp("demo") / "data") as server:
        yield server


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser, demo_server: DemoServer) -> Contexts:
    # A site is a name without its port: all demos are one.
    return Contexts(browser, f"{demo_server.base_url}/healthz")


@pytest.fixture
def open_page(contexts: Contexts) -> Iterator[Callable[..., Page]]:
    """Open pages that are each their own person: own storage, own permissions."""

    def open_one(url: str, *, width: int = 1280, height: int = 800, locale: str = "sv-SE", **options: Any) -> Page:
        context = contexts.take(
            locale=locale, timezone_id="Europe/Stockholm", permissions=["camera", "microphone"], **options
        )
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(15_000)
        page.goto(url)
        return page

    yield open_one
    contexts.empty()


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """Keep a picture of the page under tests/output, to be looked at."""

    def take(page: Page, name: str) -> None:
        OUTPUT.mkdir(exist_ok=True)
        page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)

    return take


_LAST = 2
_SLOW = ("tests/faults/", "tests/processes/", "tests/backend/serving/")
# What the usual run leaves to the whole one for want of time, beside the second language.
_LONG = (
    "tests/backend/conference/test_long_life.py",
    "tests/backend/serving/test_policy_process.py",
    "tests/simulators/outlook",
    "tests/browser/test_accessibility.py",
    "tests/browser/test_conference_page.py",
    "tests/browser/test_console.py",
    "tests/browser/test_dial_out.py",
    "tests/browser/test_guide.py",
    "tests/browser/test_host_list.py",
    "tests/browser/test_meeting_rooms.py",
    "tests/browser/test_outlook_accessibility.py",
    "tests/browser/test_outlook_moves.py",
    "tests/browser/test_outlook_people.py",
    "tests/browser/test_outlook_series.py",
    "tests/browser/test_outlook_trouble.py",
    "tests/browser/test_pexip_meeting.py",
    "tests/browser/test_pexip_ways.py",
    "tests/browser/test_pexip_web_app.py",
    "tests/browser/test_room_screen.py",
    "tests/browser/test_rooms_page.py",
    "tests/browser/test_statistics_page.py",
    "tests/browser/test_status_page.py",
)

# Of a file that is tried in the usual run: what costs most, and is tried without a browser as well.
_HEAVY = {
    "tests/browser/test_meeting.py": (
        "test_fifth_person_is_told_the_limit",
        "test_changing_language_in_the_meeting_keeps_the_pictures",
        "test_a_link_in_use_asks_before_it_moves_to_another_device",
    ),
    "tests/browser/test_two_presses.py": (
        "test_on_the_hosts_own_page[empty-390",
        "test_on_the_hosts_own_page[none-1280",
        "test_in_the_teams_tab",
        "test_in_outlooks_pane",
        "test_several_are_let_in_down_the_list_without_a_wait",
    ),
    "tests/browser/test_refused_press.py": (
        "test_on_the_hosts_own_page[390",
        "test_on_the_hosts_own_page[1280",
        "test_in_the_teams_tab[1280",
    ),
    "tests/browser/test_demo.py": (
        "test_nothing_for_axe_to_find",
        "test_the_group_meeting_becomes_a_series_and_ends_sooner",
        "test_on_a_phone_the_guide_shows_the_way_between_the_places",
    ),
    "tests/browser/test_outlook.py": (
        "test_create_directly_is_not_there_unless_the_region_wants_it",
        "test_somebody_invited_sees_the_meeting_and_can_change_nothing",
        "test_the_link_can_be_copied_though_outlook_gives_frames_no_clipboard",
    ),
    "tests/browser/test_send_check.py": (
        "test_the_findings_are_for_everybody",
        "test_an_older_outlook_stops_it_in_plain_words_and_the_pane_says_the_rest[1.12",
        "test_what_stands_there_already_is_told_before_a_meeting_is_made_and_hinders_nothing",
        "test_an_add_in_that_is_down_stops_nobody",
        "test_the_dialogs_button_shows_where_it_stands_and_checks_again",
        "test_a_text_outlook_will_not_show_us_is_told_and_left_to_the_person",
    ),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let browsers come last: what they leave running is in no other test's way. Leave out what is long."""
    if config.getoption("--usual"):
        left_out = [item for item in items if _is_long(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not _is_long(item)]
    counted = Counter(item.path for item in items)
    # The file with most to do first: at the very end no worker then waits long for another's.
    items.sort(key=lambda item: (_turn(item), -counted[item.path] if _turn(item) == _LAST else 0))


def _turn(item: pytest.Item) -> int:
    where = item.path.relative_to(ROOT).as_posix()
    if where.startswith(("tests/browser/", "tests/simulators/outlook")):
        return _LAST
    return int(not where.startswith(_SLOW))


def _is_long(item: pytest.Item) -> bool:
    where = item.path.relative_to(ROOT).as_posix()
    in_english = where.startswith("tests/browser/") and "[en" in item.name and "[sv" not in item.name
    # What a room of version 11 does is between the two others.
    between = where.startswith("tests/contract/rooms/") and "[11-" in item.name
    # What a room that posts does is tried with the product behind it.
    posts = where.startswith("tests/rooms/standing/") and "[https]" in item.name
    heavy = item.name.startswith(_HEAVY.get(where, ()))
    # A second demo for the minute after a host has left, whose rules are tried without a browser too.
    hurried = "hasty_server" in getattr(item, "fixturenames", ())
    return where.startswith(_LONG) or in_english or between or posts or hurried or heavy
