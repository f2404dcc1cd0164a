"""A demo answers only on its own address and only its own pages may write to it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.app import People, create_product
from backend.clock import FixedClock
from backend.config import RoomPage, demo_settings
from backend.identity.demo import DemoIdentity
from backend.storage import Database
from tests.product import code_of

DESK = "http://127.0.0.1:5001"
SIGNED_IN = {"Authorization": "Bearer demo:personal"}


@pytest.fixture
def demo(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[FlaskClient]:
    identity = DemoIdentity()
    pages = tuple(RoomPage(name, name, f"{DESK}/{name}/") for name in ("room1", "room2"))
    settings = replace(demo_settings(tmp_path, 5000, {}), database_url=database.url, room_pages=pages)
    product = create_product(settings, People(identity, identity), clock)
    yield product.app.test_client()
    product.stop()


@pytest.mark.parametrize("host", ["127.0.0.1:5000", "localhost:5000"])
def test_it_answers_by_number_and_by_name(demo: FlaskClient, host: str) -> None:
    assert demo.get("/api/v1/me", base_url=f"http://{host}", headers=SIGNED_IN).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:5001", "127.0.0.1.evil.example:5000", "vardmote"])
def test_it_does_not_answer_to_other_names(demo: FlaskClient, host: str) -> None:
    answer = demo.get("/api/v1/me", base_url=f"http://{host}", headers=SIGNED_IN)
    assert code_of(answer) == (400, "malformed")


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:5000", 422),
        ("http://localhost:5000", 422),
        ("https://127.0.0.1:5000", 403),
        ("http://evil.example", 403),
        ("null", 403),
    ],
)
def test_only_its_own_pages_may_write(demo: FlaskClient, origin: str, status: int) -> None:
    sent = {**SIGNED_IN, "Origin": origin, "Idempotency-Key": "k"}
    body = {"type": "x", "start": "2026-06-10T08:00:00Z", "end": "2026-06-10T09:00:00Z"}
    answer = demo.post("/api/v1/meetings", json=body, headers=sent, base_url="http://127.0.0.1:5000")
    assert answer.status_code == status


def test_its_own_pages_are_framed_by_the_demo_alone(demo: FlaskClient) -> None:
    assert _policy(demo, "/healthz")["frame-ancestors"] == "'self'"


def test_the_demo_page_alone_frames_and_only_its_own_pages_and_its_rooms(demo: FlaskClient) -> None:
    assert _policy(demo, "/demo")["frame-src"] == f"'self' {DESK}"
    assert _policy(demo, "/healthz")["frame-src"] == "'none'"


def _policy(demo: FlaskClient, path: str) -> dict[str, str]:
    told = demo.get(path, base_url="http://127.0.0.1:5000").headers["Content-Security-Policy"]
    return {name: value for name, _, value in (part.partition(" ") for part in told.split("; "))}
