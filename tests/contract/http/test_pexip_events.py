"""What a publisher of Pexip's meets: only a wrong sign-in, or our database away, makes it wait and try again."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from backend.app import Product
from backend.clock import FixedClock
from backend.config import PexipSettings
from backend.storage import Database
from backend.video.pexip.hooks import intake
from backend.video.pexip.hooks.intake import MOST_BYTES, Intake
from backend.video.pexip.hooks.models import PexipEvent, PexipSink
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.sign_in import WRONG
from tests.product import ORIGIN, wired

USER, PASSWORD = "node", "gjord:för provet"
NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
ROOM = "vm-1"


@pytest.fixture
def product(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Product]:
    pexip = PexipSettings("https://video.example.test", events_user=USER, events_password=PASSWORD)
    made = wired(tmp_path, database.url, clock, pexip=pexip)
    with made.database.write() as session:
        session.add(
            PexipRoom(
                reference="x1",
                key="k1",
                name=ROOM,
                nonce="n",
                start=NOW,
                end=NOW,
                participant_limit=15,
                lobby=True,
                protected=True,
                language="sv",
                created_at=NOW,
                mode="policy",
            )
        )
    yield made
    made.stop()


def basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def post(product: Product, body: object, authorization: str | None = None) -> TestResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": basic(USER, PASSWORD) if authorization is None else authorization}
    return product.app.test_client().post("/hooks/pexip/events", data=data, headers=headers, base_url=ORIGIN)


def event(
    seq: int, event: str = "participant_connected", time: object = NOW.timestamp(), **data: Any
) -> dict[str, Any]:
    kept = {"uuid": f"u{seq}", "conference": ROOM, "role": "guest", "service_type": "waiting_room"} | data
    return {"node": "10.0.0.1", "seq": seq, "version": 2, "time": time, "event": event, "data": kept}


def stored(product: Product) -> list[PexipEvent]:
    with product.database.read() as session:
        return list(session.scalars(select(PexipEvent).order_by(PexipEvent.id)))


def sink(product: Product) -> PexipSink:
    with product.database.read() as session:
        return session.get_one(PexipSink, "10.0.0.1")


def counted(outcome: str) -> float:
    return REGISTRY.get_sample_value("vardmote_pexip_events_total", {"outcome": outcome}) or 0.0


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "Basic", "Basic !", "Bearer demo:personal", basic(USER, "fel"), basic("fel", PASSWORD), basic("", "")),
        basic(USER, PASSWORD).replace("Basic", "Digest"),
        basic(USER, PASSWORD)[:-2],
    ],
)
def test_who_signs_in_wrongly_is_refused_before_anything_is_read(product: Product, wrong: str) -> None:
    answer = post(product, event(1), wrong)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert stored(product) == []


def test_a_wrong_password_is_counted_and_noted_and_slows_only_who_has_it(product: Product) -> None:
    before = counted("unsigned")
    with capture_logs() as lines:
        answers = [post(product, event(1), basic(USER, "fel")) for _ in range(WRONG.times + 1)]
    assert [each.status_code for each in answers] == [401] * WRONG.times + [429]
    assert (answers[-1].get_json()["code"], answers[-1].headers["Retry-After"]) == ("slow-down", "10")
    assert counted("unsigned") == before + len(answers)
    assert [line["event"] for line in lines if line["log_level"] == "warning"] == ["events.wrong-sign-in"] * WRONG.times
    assert [post(product, event(1), "").status_code for _ in range(3)] == [401] * 3
    assert counted("unsigned") == before + len(answers), "whoever has not said it yet is asked for it"
    assert post(product, event(1)).status_code == 204


def test_an_event_is_stored_once_however_often_it_comes(product: Product) -> None:
    for body in (event(1), event(1), {**event(0, "eventsink_bulk"), "data": [event(1), event(2), event(1)]}):
        assert post(product, body).status_code == 204
    assert [row.seq for row in stored(product)] == [1, 2]


def test_the_same_number_after_a_restart_is_another_event(product: Product) -> None:
    later = NOW.timestamp() + 5
    post(product, event(1))
    post(product, event(1, time=later))
    assert [row.seq for row in stored(product)] == [1, 1]


def test_others_conferences_are_not_stored(product: Product) -> None:
    before = counted("others")
    assert post(product, event(1, conference="Doktor Bos rum", display_name="Bo")).status_code == 204
    assert stored(product) == []
    assert counted("others") == before + 1


def test_only_what_the_work_needs_is_kept(product: Product) -> None:
    post(
        product,
        event(1, remote_address="192.0.2.9", destination_alias="hemlig", display_name="Bo\0\x07", call_tag="e1"),
    )
    (row,) = stored(product)
    assert row.data == {
        "call": "u1", "conversation": "", "tag": "e1", "name": "Bo", "place": "waiting", "role": "guest",
        "muted": False, "media": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b"[]",
        b'{"event": 7}',
        b'{"event": "eventsink_bulk", "data": {"event": "eventsink_bulk"}}',
        json.dumps({**event(1), "seq": -1}).encode(),
        json.dumps({**event(1), "seq": True}).encode(),
        json.dumps({**event(1), "node": "a b"}).encode(),
        json.dumps(event(1, uuid="\0")).encode(),
        json.dumps(event(1, conference=7)).encode(),
        json.dumps({**event(1), "data": "x"}).encode(),
        b"x" * (MOST_BYTES + 1),
    ],
)
def test_what_can_never_be_taken_is_taken_for_good_and_counted(product: Product, body: bytes) -> None:
    before = counted("unreadable") + counted("too-large")
    assert post(product, body).status_code == 204
    assert stored(product) == []
    assert counted("unreadable") + counted("too-large") == before + 1


def test_a_bulk_with_one_bad_event_keeps_the_others(product: Product) -> None:
    post(product, {**event(0, "eventsink_bulk"), "data": [event(1), "nonsense", event(2)]})
    assert [row.seq for row in stored(product)] == [1, 2]


@pytest.mark.parametrize("time", [None, "x", float("nan"), float("inf"), -1, 1e300, True, NOW.timestamp() + 3600])
def test_a_moment_that_can_not_be_is_ours_instead(product: Product, time: object) -> None:
    assert post(product, event(1, time=time)).status_code == 204
    assert [row.time for row in stored(product)] == [round(NOW.timestamp() * 1_000_000)]


def test_while_the_database_is_away_the_node_is_asked_to_come_again(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("", None, Exception())

    monkeypatch.setattr(Intake, "take", away)
    assert post(product, event(1)).status_code == 503


def test_a_fault_of_ours_does_not_stop_the_publisher(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_rooms", lambda *_: 1 / 0)
    before = counted("fault")
    assert post(product, event(1)).status_code == 204
    assert counted("fault") == before + 1


def test_a_gap_is_noted_and_nothing_is_missing_when_all_has_come(product: Product) -> None:
    start = NOW.timestamp()
    for seq in (1, 2, 6):
        post(product, event(seq, time=start + seq))
    assert sink(product).missing == [[3, 5]]
    assert sink(product).gap_at is not None
    for seq in (4, 3, 5):
        post(product, event(seq, time=start + seq))
    assert sink(product).missing == []


def test_a_publisher_that_says_it_stops_has_stopped_until_it_is_heard(product: Product) -> None:
    start = NOW.timestamp()
    post(product, event(1, time=start))
    post(product, event(2, "eventsink_stopped", time=start + 1))
    assert sink(product).stopped_at is not None
    post(product, event(1, "eventsink_started", time=start + 2))
    assert sink(product).stopped_at is None
    assert sink(product).missing == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from([*event(1)["data"], "call_tag", "related_uuids", "conversation_id", "disconnect_reason"])


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(["node", "seq", "time", "version", "event", "data"]), json_values, max_size=2),
    st.dictionaries(fields, json_values, max_size=3),
    st.sampled_from(["participant_connected", "participant_disconnected", "conference_ended", "eventsink_stopped"]),
)
def test_whatever_a_node_sends_is_answered_204(
    product: Product, envelope: dict[str, Any], data: dict[str, Any], kind: str
) -> None:
    before = counted("fault")
    assert post(product, event(1, kind, **data) | envelope).status_code == 204
    product.jobs.drain()
    assert list(product.jobs.failed()) == []
    assert counted("fault") == before
