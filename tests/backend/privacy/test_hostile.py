"""Long bodies made to be slow, in both readers: the work may grow with the length, never with its square."""

import time

import pytest

from backend.privacy.detector import Invite, check
from tests.backend.privacy.samples import Client

SIZE = 250_000
# Seconds of processor time; a square would take hours.
MOST = 10.0
HOSTILE = {
    "open tags": "<a ",
    "signs": "<",
    "comments": "<!--",
    "comment ends": "-->",
    "quotes": '<a b="',
    "both quotes": "<a b='\"",
    "equals": "<a =",
    "declarations": "<!",
    "closing": "</",
    "deep": "<div hidden>",
    "entities": "&#",
    "percent": '<a href="%25%25%25',
    "digits": "1234567890",
    "pairs": "12 34 56 ",
    "eights": "19900101 ",
    "numbers": "19900101-2385 ",
    "patients": "patient ",
    "names": "patient Alva-Alva ",
    "phones": "patient 070-1740605 ",
    "links": "https://x.zoom.us/j/123",
    "spaces": "900101" + " " * 50,
    "signs between": "900101-" * 3,
    "invisible": "9\u200b",
    "attributes": "<p " + "a" * 3000 + " ",
    "nulls": "\0",
    "halves": "\ud800",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_ours_is_done_in_time(kind: str) -> None:
    html = (HOSTILE[kind] * (SIZE // len(HOSTILE[kind])))[:SIZE]
    began = time.process_time()
    check(Invite(body_html=html, subject=html[:255], today="2026-11-22"))
    assert time.process_time() - began < MOST


def test_the_clients_is_too(client: Client) -> None:
    began = time.monotonic()
    bodies = [(piece * (SIZE // len(piece)))[:SIZE] for piece in HOSTILE.values()]
    reports = client.check([Invite(body_html=html, today="2026-11-22") for html in bodies])
    assert len(reports) == len(HOSTILE)
    assert time.monotonic() - began < MOST * 2
