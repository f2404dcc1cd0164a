"""The product served as production serves it, and the form of the Outlook simulator that its pane stands beside."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import FrameLocator, Locator, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse

from backend.app import People, Product, create_product
from backend.identity.demo import DemoIdentity
from backend.storage.migrations import upgrade
from simulators.certificate import Certificate
from simulators.outlook import server
from tests.browser.axe import findings
from tests.product import settings
from tests.waiting import until

ORIGIN = f"https://{server.ADDIN}"
OFFICE_JS = Path(__file__).parents[2] / "addin" / "node_modules" / "@microsoft" / "office-js"
RULES = "vardmote-check"
CARE, INFORMATION, INTERNAL = "Vårdmöte patient", "Informationsmöte patient", "Internt möte utan patient"
ROOM = "rum4012@demo.example"
ABOVE = "<p>Hej!</p><p>Ta gärna med din <b>lista över läkemedel</b>.</p>"
BELOW = '<p>Hälsningar<br>Mottagningen</p><div style="color: rgb(0, 0, 0);">Växel 021-00 00 00</div>'
CREATED = "Mötet är skapat."
MARK = re.compile(r"(?:Mötes-id|Meeting ID):\s*([A-Za-z0-9_-]+)")
LINK = re.compile(rf"{re.escape(ORIGIN)}/m/[A-Za-z0-9_-]+")


class House:
    """A running product under the add-in's name, with production's headers; signs in by name as the demo does."""

    def __init__(self, product: Product, port: int) -> None:
        self.product = product
        self.port = port

    def call(self, method: str, path: str, user: str = "personal", **options: Any) -> TestResponse:
        """Ask the product directly, past the browser."""
        headers = {"Authorization": f"Bearer demo:{user}", **options.pop("headers", {})}
        return self.product.app.test_client().open(path, method=method, base_url=ORIGIN, headers=headers, **options)

    def meeting(self, meeting_id: str) -> dict[str, Any]:
        """The meeting as the product has it, its jobs done."""
        self.product.jobs.drain()
        return dict(self.call("GET", f"/api/v1/meetings/{meeting_id}").get_json())

    def count(self) -> int:
        """How many meetings there are in the weeks around today."""
        now = datetime.now(UTC)
        window = {"from": (now - timedelta(days=2)).isoformat(), "to": (now + timedelta(days=30)).isoformat()}
        return len(self.call("GET", "/api/v1/meetings", query_string=window).get_json()["meetings"])


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
    product = create_product(settings(data, url, base_url=ORIGIN), People(identity, identity))
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

    def card(self, label: str) -> Locator:
        """The card of a type of meeting."""
        return self.pane.locator("label.card").filter(has_text=re.compile(f"^\\s*{label}"))

    def open_pane(self) -> None:
        """Press our button in the ribbon."""
        self._press(self.page.get_by_role("button", name="Nytt möte"), "Nytt möte")

    def choose(self, label: str) -> None:
        """Press a type's card."""
        self._press(self.card(label), label)

    def press(self, name: str) -> None:
        """Press a button in the pane."""
        self._press(self.pane.get_by_role("button", name=name, exact=True), name)

    def create(self) -> dict[str, Any]:
        """Book a patient meeting with the fewest presses there are, and return what Outlook then holds."""
        self.open_pane()
        self.choose(CARE)
        self.press("Skapa möte")
        expect(self.pane.get_by_text(CREATED)).to_be_visible()
        # The pane tells the check at send what holds for the meeting, after it has shown it.
        until(lambda: RULES in self.state()["properties"])
        return self.state()

    def change_type(self, label: str) -> None:
        """Change the type with the fewest presses there are."""
        self.press("Byt mötestyp")
        self.choose(label)
        self.press(f"Byt till {label}")
        expect(self.pane.get_by_text("Mötestypen är bytt.")).to_be_visible()

    def move(self) -> dict[str, datetime]:
        """Move the appointment two hours and make it half an hour long, as the user does; return the new times.

        It stays on its day, whenever the test is run: of a series' date that changes day the pane asks which it is.
        """
        start = datetime.fromisoformat(self.state()["start"])
        late = start.astimezone(ZoneInfo("Europe/Stockholm")).hour >= 21
        start += timedelta(hours=-2 if late else 2)
        end = start + timedelta(minutes=30)
        self.change(start=start.isoformat(), end=end.isoformat())
        return {"start": start, "end": end}

    def invite(self, *addresses: str) -> None:
        """Write who shall come."""
        people = [{"name": address.partition("@")[0], "address": address, "recipientType": 1} for address in addresses]
        self.change(required=people)

    def send(self) -> dict[str, Any]:
        """Press Send, and return what Outlook does: `{"sent": how many so far, "alert": the dialog or None}`."""
        self.presses.append("Skicka")
        return dict(self.page.evaluate("outlook.send()"))

    def answer(self, button: str) -> None:
        """Press a button of the dialog that stands before the sending."""
        self._press(self.page.get_by_role("dialog").get_by_role("button", name=button, exact=True), button)

    def _press(self, what: Locator, name: str) -> None:
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

    def writes(self) -> list[str]:
        """What the add-in has written since the log was cleared, by the call's name."""
        return [entry["method"] for entry in self.state()["log"] if entry.get("write")]

    def reading(self, html: str) -> list[str]:
        """The words a reader sees in a piece of HTML."""
        parse = "html => new DOMParser().parseFromString(html, 'text/html').body.textContent"
        return str(self.page.evaluate(parse, html)).split()


def ours(page: Page) -> list[dict[str, Any]]:
    """What axe finds in our frames; the simulated Outlook around them is not ours to mend."""
    return findings(page, [frame for frame in page.frames if frame.url.startswith(ORIGIN)])


def around(body: str) -> tuple[str, str, str]:
    """A body as what stands before our block, the block, and what stands after."""
    start = body.index("<table data-vardmote=")
    depth = 0
    for tag in re.finditer(r"<(/?)table\b[^>]*>", body[start:]):
        depth += -1 if tag.group(1) else 1
        if depth == 0:
            end = start + tag.end()
            return body[:start], body[start:end], body[end:]
    raise AssertionError(body)


def times(meeting: dict[str, Any]) -> dict[str, datetime]:
    """A meeting's times, to compare with the appointment's."""
    return {key: datetime.fromisoformat(meeting[key]) for key in ("start", "end")}
