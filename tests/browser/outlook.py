"""The product served as production serves it, and the form of the Outlook simulator that its pane stands beside."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse

from backend.app import People, Product, create_product
from backend.config import Settings
from backend.identity.demo import DemoIdentity
from backend.storage.migrations import upgrade
from simulators.outlook import server
from simulators.outlook.certificate import Certificate

ORIGIN = f"https://{server.ADDIN}"
OFFICE_JS = Path(__file__).parents[2] / "addin" / "node_modules" / "@microsoft" / "office-js"
MARK = re.compile(r"Mötes-id:\s*([A-Za-z0-9_-]+)")
LINK = re.compile(rf"{re.escape(ORIGIN)}/m/[A-Za-z0-9_-]+")


class House:
    """A running product under the add-in's name, with production's headers; signs in by name as the demo does."""

    def __init__(self, product: Product, port: int) -> None:
        self.product = product
        self.port = port

    def call(self, method: str, path: str, user: str = "personal", **options: Any) -> TestResponse:
        """Ask the product directly, past the browser."""
        headers = {"Authorization": f"Bearer demo:{user}"}
        return self.product.app.test_client().open(path, method=method, base_url=ORIGIN, headers=headers, **options)

    def meeting(self, meeting_id: str) -> dict[str, Any]:
        """The meeting as the product has it, its jobs done."""
        self.product.jobs.drain()
        return dict(self.call("GET", f"/api/v1/meetings/{meeting_id}").get_json())


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing: a test's output is its own."""


@contextmanager
def serving(data: Path, certificate: Certificate) -> Iterator[House]:
    """Serve the product over TLS on a free loopback port."""
    url = f"sqlite:///{data / 'vardmote.sqlite'}"
    upgrade(url)
    identity = DemoIdentity()
    settings = Settings(base_url=ORIGIN, database_url=url, data=data, builtin_video=True)
    product = create_product(settings, People(identity, identity))
    keys = (str(certificate.certificate), str(certificate.key))
    web = make_server("127.0.0.1", 0, product.app, threaded=True, request_handler=_Quiet, ssl_context=keys)
    web.daemon_threads = True
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    product.start()
    thread.start()
    yield House(product, web.server_port)
    web.shutdown()
    web.server_close()
    thread.join()
    product.stop()


class Form:
    """One appointment open in Outlook; counts what is pressed in it and in the pane beside it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses: list[str] = []

    @property
    def pane(self) -> FrameLocator:
        """The add-in's pane."""
        return self.page.frame_locator("#pane iframe")

    def press(self, what: Locator, name: str) -> None:
        """Press it as a person does, and count it."""
        what.click()
        self.presses.append(name)

    def change(self, **values: object) -> None:
        """Do what the user does in the form."""
        self.page.evaluate("values => outlook.change(values)", values)

    def state(self) -> dict[str, Any]:
        """All that Outlook knows."""
        return dict(self.page.evaluate("outlook.state()"))

    def marks(self) -> list[str]:
        """The meeting ids whose line stands in the body: as many as there are blocks."""
        return MARK.findall(self.state()["text"])

    def links(self) -> list[str]:
        """Our links in the body, each once."""
        return sorted(set(LINK.findall(self.state()["body"])))
