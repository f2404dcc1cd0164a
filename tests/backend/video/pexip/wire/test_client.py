"""The Management Node over real HTTP, and everything that goes wrong on the way."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from backend.config import PexipSettings
from backend.video.pexip.wire import client as clients
from backend.video.pexip.wire.answers import Refusal
from backend.video.pexip.wire.budget import Budget, background, pressed
from backend.video.pexip.wire.client import Client
from backend.video.service import NothingDone, ServiceRefused, ServiceUnavailable
from tests.backend.video.pexip.wire.open_gate import OpenGate
from tests.simulators.pexip.stand import ACCOUNT, Loop, Managed, looping, managed
from tests.waiting import until

ROOMS = "configuration/v1/conference/"


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with looping() as made:
        yield made


@pytest.fixture
def node(loop: Loop) -> Iterator[Managed]:
    with managed(loop) as made:
        yield made


def settings(node: Managed, **more: Any) -> PexipSettings:
    known = {
        "management_url": node.url,
        "management_user": ACCOUNT.user,
        "management_password": ACCOUNT.password,
    }
    return PexipSettings("https://pexip.example", **(known | more))


@pytest.fixture
def client(node: Managed) -> Client:
    return Client(settings(node), OpenGate())


def soon(seconds: float = 0.4) -> Budget:
    return Budget(time.monotonic() + seconds)


def test_what_is_created_is_known_by_its_number_and_read_changed_and_deleted_by_it(client: Client) -> None:
    made = client.post(ROOMS, {"name": "a", "aliases": [{"alias": "a1"}]}, background())
    assert made.created == "1"
    client.patch(f"{ROOMS}1/", {"description": "b"}, background())
    assert client.get(f"{ROOMS}1/", background())["description"] == "b"
    client.delete(f"{ROOMS}1/", background())
    with pytest.raises(Refusal, match="not-there"):
        client.get(f"{ROOMS}1/", background())


def test_a_list_is_read_to_its_end(client: Client) -> None:
    client.patch(ROOMS, {"objects": [{"name": f"r{number}", "tag": "t"} for number in range(23)]}, background())
    with mock.patch.object(clients, "_PAGE", 5):
        names = {one["name"] for one in client.every(ROOMS, background(), tag="t")}
    assert len(names) == 23
    assert list(client.every(ROOMS, background(), tag="other")) == []


def test_a_list_is_never_deleted(client: Client, node: Managed) -> None:
    node.create("conference", name="a")
    with pytest.raises(ValueError, match="number"):
        client.delete(ROOMS, background())
    assert len(list(client.every(ROOMS, background()))) == 1


def test_what_is_refused_names_the_fields(client: Client, node: Managed) -> None:
    node.create("conference", name="a")
    with pytest.raises(Refusal) as refused:
        client.post(ROOMS, {"name": "a"}, background())
    assert (refused.value.reason, refused.value.fields) == ("not-accepted", frozenset({"name"}))


@pytest.mark.parametrize("fault", ["rate-limit", "error", "unavailable", "spoilt", "lost"])
def test_a_node_that_fails_is_to_be_asked_again(client: Client, node: Managed, fault: str) -> None:
    node.fault(fault)
    with pytest.raises(ServiceUnavailable) as away:
        list(client.every(ROOMS, background()))
    assert (away.value.retry_after is not None) == (fault == "rate-limit")
    # Only of what was refused at the door is it known that nothing was done.
    assert isinstance(away.value, NothingDone) == (fault == "rate-limit")
    assert list(client.every(ROOMS, background())) == []


def test_half_an_answer_is_none(client: Client, node: Managed) -> None:
    node.create("conference", name="a")
    node.fault("half")
    with pytest.raises(ServiceUnavailable):
        list(client.every(ROOMS, background()))


@pytest.mark.parametrize("fault", ["timeout", "slow"])
def test_a_node_that_does_not_answer_is_given_up_in_time(client: Client, node: Managed, fault: str) -> None:
    node.fault(fault)
    with pytest.raises(ServiceUnavailable):
        client.post(ROOMS, {"name": "a"}, soon())


def test_a_node_that_is_not_there_is_away(node: Managed) -> None:
    nowhere = Client(settings(node, management_url="http://127.0.0.1:9"), OpenGate())
    with pytest.raises(ServiceUnavailable):
        nowhere.get(ROOMS, pressed())


def test_a_wrong_password_is_a_refusal_that_tells_nothing(node: Managed) -> None:
    wrong = Client(settings(node, management_password="wrong-and-secret"), OpenGate())
    with pytest.raises(ServiceRefused) as refused:
        wrong.get(ROOMS, background())
    assert refused.value.reason == "not-signed-in"
    assert "secret" not in repr(refused.value) + str(refused.value.__cause__)


def test_proxies_of_the_environment_are_not_used(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert list(client.every(ROOMS, background())) == []


def test_no_more_is_asked_than_the_node_takes(client: Client) -> None:
    with mock.patch("backend.video.pexip.wire.throttle.MOST_IN_BACKGROUND", 3):
        for _ in range(3):
            list(client.every(ROOMS, background()))
        with pytest.raises(ServiceUnavailable) as wait:
            list(client.every(ROOMS, background()))
        assert wait.value.retry_after is not None
        assert 0 < wait.value.retry_after <= 60
        assert list(client.every(ROOMS, pressed())) == []


def test_all_that_ask_a_node_in_one_process_are_counted_together(client: Client, node: Managed) -> None:
    with mock.patch("backend.video.pexip.wire.throttle.MOST_IN_BACKGROUND", 2):
        list(client.every(ROOMS, background()))
        list(Client(settings(node), OpenGate()).every(ROOMS, background()))
        with pytest.raises(NothingDone):
            list(client.every(ROOMS, background()))


@pytest.fixture
def keyed(node: Managed, tmp_path: Path) -> Client:
    path = node.create("oauth2_client", client_name="vm", role="/api/admin/configuration/v1/role/1/")
    shown = node.ask("GET", path).json()
    key = tmp_path / "key.json"
    key.write_text(json.dumps(shown["private_key_jwt"]))
    return Client(
        settings(
            node,
            management_user=None,
            management_password=None,
            management_client_id=shown["client_id"],
            management_private_key=key,
        ),
        OpenGate(),
    )


def test_a_client_with_a_key_fetches_a_token_once(keyed: Client, node: Managed) -> None:
    for _ in range(3):
        assert list(keyed.every(ROOMS, background())) == []
    assert [path for _, path in node.management.door.asked].count("/oauth/token/") == 1


def test_a_token_that_does_not_count_any_more_is_fetched_anew(keyed: Client, node: Managed) -> None:
    assert list(keyed.every(ROOMS, background())) == []
    node.fault("forget-tokens")
    assert list(keyed.every(ROOMS, background())) == []


def test_a_press_does_not_wait_for_a_token_that_somebody_else_fetches(keyed: Client, node: Managed) -> None:
    node.fault("timeout", count=2)
    with ThreadPoolExecutor(1) as beside:
        fetching = beside.submit(keyed.get, ROOMS, soon(2))
        until(lambda: node.management.door.asked)
        assert given_up_within(1.5, lambda: keyed.get(ROOMS, press(0.3)))
        assert not fetching.done()
        with pytest.raises(ServiceUnavailable):
            fetching.result()


@pytest.fixture
def dripping() -> Iterator[str]:
    """A node that begins its answer at once and never comes to its end: a header's letter now and then."""

    def drip() -> None:
        taken, _ = listener.accept()
        with taken, suppress(OSError):
            taken.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not over.wait(0.05):
                taken.sendall(b"x")

    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        over.set()
        thread.join()


def test_a_press_has_one_deadline_however_slowly_the_node_answers(node: Managed, dripping: str) -> None:
    slow = Client(settings(node, management_url=dripping), OpenGate())
    assert given_up_within(1.5, lambda: slow.get(ROOMS, press(0.3)))


def test_what_was_pressed_too_late_is_not_done_afterwards(client: Client, node: Managed) -> None:
    with mock.patch.object(clients, "_MOST_PRESSED_AT_ONCE", 1):
        one_at_a_time = Client(settings(node), OpenGate())
    node.fault("timeout", count=1)
    with ThreadPoolExecutor(1) as beside:
        first = beside.submit(one_at_a_time.get, ROOMS, press(1.5))
        until(lambda: node.management.door.asked)
        with pytest.raises(NothingDone):
            one_at_a_time.post(ROOMS, {"name": "late"}, press(0.2))
        with pytest.raises(ServiceUnavailable) as begun:
            first.result()
        assert not isinstance(begun.value, NothingDone)
    assert one_at_a_time.get(ROOMS, press(4))["objects"] == []
    assert list(client.every(ROOMS, background())) == []


def press(seconds: float) -> Budget:
    return Budget(time.monotonic() + seconds, pressed=True)


def given_up_within(seconds: float, action: Callable[[], object]) -> bool:
    """Tell whether the action ended, as away, in time; it is not waited for."""
    done = ThreadPoolExecutor(1).submit(action)
    with pytest.raises(ServiceUnavailable):
        done.result(seconds)
    return True


def test_a_key_that_can_not_be_used_is_a_refusal(node: Managed, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("no key")
    spoilt = Client(settings(node, management_client_id="c", management_private_key=key), OpenGate())
    with pytest.raises(ServiceRefused, match="private-key-unusable"):
        spoilt.get(ROOMS, background())
