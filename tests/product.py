"""A wired product for tests, and a caller that speaks to it as one person."""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from backend.app import People, Product, create_product
from backend.clock import FixedClock
from backend.config import Settings
from backend.identity.demo import DemoIdentity

ORIGIN = "https://vardmote.example"
SECRET = b"a secret of the tests, 32 bytes."
_MOST_SIGNS = 12
_numbers = itertools.count()


def settings(data: Path, database_url: str, **changes: Any) -> Settings:
    """Return settings as production has them, but for built-in video."""
    usual: dict[str, Any] = {
        "base_url": ORIGIN,
        "secret_key": SECRET,
        "audit_database_url": f"sqlite:///{data / 'access-log.sqlite'}",
        "audit_anchor": data / "access-log.anchor",
        "builtin_video": True,
    }
    return Settings(database_url=database_url, data=data, **usual | changes)


def wired(data: Path, database_url: str, clock: FixedClock, **changes: Any) -> Product:
    """Return a product that works only when its queue is drained."""
    identity = DemoIdentity()
    return create_product(settings(data, database_url, **changes), People(identity, identity), clock)


def said(frames: Iterator[bytes]) -> Iterator[bytes]:
    """Leave out a stream's signs of life, for a minute: one woken by another process may have nothing new to say."""
    signs = 0
    for frame in frames:
        signs = signs + 1 if frame.startswith(b":") else 0
        if not signs or signs > _MOST_SIGNS:
            yield frame


@dataclass
class Caller:
    """One person speaking to the product over HTTP."""

    product: Product
    clock: FixedClock
    bearer: str | None = "demo:personal"
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_(self, bearer: str | None) -> "Caller":
        """Return the same caller as somebody else: a demo user, or a whole bearer with a colon in it."""
        whole = bearer if bearer is None or ":" in bearer else f"demo:{bearer}"
        return Caller(self.product, self.clock, whole, self.headers)

    def call(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """Send one request; a header's underscores become dashes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.bearer is not None:
            sent.setdefault("Authorization", f"Bearer {self.bearer}")
        options: dict[str, Any] = {"headers": sent, "base_url": ORIGIN, "buffered": True}
        if body is not None:
            options |= {"data": json.dumps(body), "content_type": "application/json"}
        return self.product.app.test_client().open(path, method=method, **options)

    def listen(self, path: str) -> Iterator[bytes]:
        """Open an event stream and return it after its first frame; it stays open until it is closed."""
        opened = self.product.app.test_client().get(
            path, headers={"Authorization": f"Bearer {self.bearer}"}, base_url=ORIGIN, buffered=False
        )
        assert opened.status_code == 200, opened.text
        frames = said(opened.iter_encoded())
        next(frames)
        return frames

    def create(
        self, kind: str = "patient_care", *, starts_in: float = 0, minutes: int = 60, **more: Any
    ) -> dict[str, Any]:
        """Create a meeting that begins `starts_in` minutes from now; let the log be fed and its jobs be done."""
        start = self.clock.now() + timedelta(minutes=starts_in)
        body = {
            "type": kind,
            "start": start.isoformat(),
            "end": (start + timedelta(minutes=minutes)).isoformat(),
            **more,
        }
        made = self.call("POST", "/api/v1/meetings", body, Idempotency_Key=f"key-{next(_numbers)}")
        assert made.status_code == 201, made.text
        self.product.logbook.look()
        self.product.jobs.drain()
        return dict(self.call("GET", f"/api/v1/meetings/{made.get_json()['id']}").get_json())


def code_of(response: TestResponse) -> tuple[int, str]:
    """Return the status and the problem code of a refusal, having checked its shape."""
    problem = response.get_json()
    assert response.content_type == "application/problem+json", response.text
    more = {"version", "changed"} if response.status_code == 412 else set()
    more |= {"conflicts"} if problem["code"] == "room-taken" else set()
    assert set(problem) == {"type", "title", "status", "code", "detail_sv", "detail_en", "errors"} | more
    assert problem["status"] == response.status_code
    assert problem["detail_sv"] != problem["detail_en"]
    assert all(set(error) == {"pointer", "code"} for error in problem["errors"])
    return response.status_code, problem["code"]
