from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, Playwright

from simulators.outlook import server
from tests.browser.chromium import chromium
from tests.browser.contexts import NO_ADDRESS_BAR, PER_SITE, Contexts

HERE = Path(__file__).parent
OFFICE_JS = HERE.parents[2] / "addin" / "node_modules" / "@microsoft" / "office-js"
ADDIN = f"https://{server.ADDIN}"


@pytest.fixture(scope="session")
def outlook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Outlook]:
    # The second is the same host page under a name that office.js does not trust.
    sites = {server.ADDIN: HERE / "addin", "outlook.example.test": Path(server.__file__).parent / "page"}
    running = server.start(tmp_path_factory.mktemp("certificate"), OFFICE_JS, sites)
    yield running
    running.close()


@pytest.fixture(scope="session")
def contexts(playwright: Playwright, outlook: server.Outlook) -> Iterator[Contexts]:
    launched = playwright.chromium.launch(
        executable_path=chromium(),
        args=[PER_SITE, NO_ADDRESS_BAR, *outlook.chromium_arguments()],
        # Playwright switches the pop-up blocker off; people have it on.
        ignore_default_args=["--disable-popup-blocking"],
    )
    yield Contexts(launched, f"https://{server.HOST}/style.css", f"{ADDIN}/pane.js")
    launched.close()


@pytest.fixture
def page(contexts: Contexts, outlook: server.Outlook) -> Iterator[Page]:
    opened = contexts.take(locale="sv-SE", timezone_id="Europe/Stockholm").new_page()
    opened.goto(outlook.url)
    opened.wait_for_function("window.outlook !== undefined")
    yield opened
    contexts.empty()
    outlook.control("none")


@pytest.fixture
def pane(page: Page) -> Frame:
    page.evaluate("url => outlook.openPane(url)", f"{ADDIN}/pane.html")
    return page.frames[-1]
