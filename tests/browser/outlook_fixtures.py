"""Outlook with the add-in installed and an appointment open, for every test of a folder that asks for `form`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Playwright

from backend.manifest import service as manifest
from simulators.outlook import server
from tests.browser.chromium import chromium
from tests.browser.contexts import NO_ADDRESS_BAR, PER_SITE, Contexts
from tests.browser.outlook import ABOVE, OFFICE_JS, ORIGIN, ROOM, Form, House, serving
from tests.processes import served

LOCALES = {"sv": "sv-SE", "en": "en-US"}


@pytest.fixture(scope="session")
def outlook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Outlook]:
    running = server.start(tmp_path_factory.mktemp("certificate"), OFFICE_JS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def house(
    request: pytest.FixtureRequest, outlook: server.Outlook, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    data, certificate = tmp_path_factory.mktemp("product"), outlook.certificate
    if served.MANY:
        place = request.getfixturevalue("postgresql")
        with served.production(place, data, ORIGIN, certificate) as (product, port):
            yield House(product, port)
    else:
        with serving(data, certificate) as running:
            yield running


@pytest.fixture(scope="session")
def outlook_contexts(playwright: Playwright, outlook: server.Outlook, house: House) -> Iterator[Contexts]:
    launched = playwright.chromium.launch(
        executable_path=chromium(),
        args=[PER_SITE, NO_ADDRESS_BAR, "--no-sandbox", *outlook.chromium_arguments({server.ADDIN: house.port})],
        # Playwright switches the pop-up blocker off; people have it on.
        ignore_default_args=["--disable-popup-blocking"],
    )
    yield Contexts(launched, f"https://{server.HOST}/style.css", f"{ORIGIN}/healthz")
    launched.close()


@pytest.fixture(scope="session")
def manifest_xml(tmp_path_factory: pytest.TempPathFactory) -> str:
    files = manifest.build(ORIGIN, tmp_path_factory.mktemp("manifest"), create_directly=True)
    return files[0].read_text("utf-8")


@pytest.fixture
def language(request: pytest.FixtureRequest) -> str:
    """Outlook's language: Swedish, or what the test is parametrised with."""
    return str(getattr(request, "param", "sv"))


@pytest.fixture
def form(outlook_contexts: Contexts, outlook: server.Outlook, manifest_xml: str, language: str) -> Iterator[Form]:
    """A new appointment with a room and some text, and the add-in installed. Our CSP may refuse nothing in it."""
    page = outlook_contexts.take(locale="sv-SE", timezone_id="Europe/Stockholm").new_page()
    page.set_default_timeout(20_000)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(f"{outlook.url}?locale={LOCALES[language]}")
    page.wait_for_function("window.outlook !== undefined")
    page.evaluate("xml => outlook.install(xml)", manifest_xml)
    opened = Form(page)
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    end = start + timedelta(hours=1)
    opened.change(start=start.isoformat(), end=end.isoformat(), locations=[ROOM], body=ABOVE)
    yield opened
    outlook_contexts.empty()
    outlook.control("none")
    assert trouble == []
