"""The WebSocket beyond what its judges see: both handshakes to the letter, ids, hostile requests, limits, faults."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from simulators import roomos
from simulators.roomos.endpoint import Endpoint
from simulators.roomos.faults import Fault
from simulators.roomos.feedback import MOST
from simulators.roomos.power import Power
from tests.simulators.roomos.talking import Line, talk
from tests.waiting import until


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    with roomos.start(pace=0.01) as running:
        yield running


@pytest.fixture
def room(site: roomos.Site) -> Iterator[Endpoint]:
    endpoint = site.endpoints[0]
    yield endpoint
    endpoint.do(lambda device: device.faults.calm())
    endpoint.do(lambda device: device.machine.settings.clear())


def offered(user: str, password: str) -> str:
    """Return the subprotocol that jsxapi and browsers sign in with."""
    text = base64.b64encode(f"{user}:{password}".encode()).decode()
    return "auth-" + text.replace("+", "-").replace("/", "_").replace("=", "")


@pytest.fixture
def line(room: Endpoint) -> Iterator[Line]:
    with talk(room, subprotocol=offered(roomos.USER, roomos.PASSWORD)) as connection:
        yield connection


def ask(line: Line, message: Any) -> Any:
    line.send(message if isinstance(message, str) else json.dumps(message))
    return json.loads(line.recv())


def drain(line: Line) -> None:
    """Read until there is nothing more to read."""
    while True:
        line.recv()


def call(method: str, number: int | str = 1, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def test_the_subprotocol_is_echoed_whatever_the_password_has_in_it(room: Endpoint) -> None:
    odd = "å?>~ÿ/+"
    room.do(lambda device: setattr(device.sessions.accounts[roomos.USER], "password", odd))
    wanted = offered(roomos.USER, odd)
    assert "_" in wanted or "-" in wanted.removeprefix("auth-")
    with talk(room, subprotocol=wanted) as line:
        assert line.subprotocol == wanted
    room.do(lambda device: setattr(device.sessions.accounts[roomos.USER], "password", roomos.PASSWORD))


REFUSALS: list[tuple[int, str | None, Callable[[Endpoint], object]]] = [
    (401, None, lambda _: None),
    (401, "Bearer x", lambda _: None),
    (403, "Basic " + base64.b64encode(b"admin:wrong").decode(), lambda _: None),
    (
        503,
        "Basic " + base64.b64encode(f"{roomos.USER}:{roomos.PASSWORD}".encode()).decode(),
        lambda room: room.do(lambda device: device.faults.order(Fault.SESSION_LIMIT)),
    ),
    (
        404,
        None,
        lambda room: room.do(lambda device: device.machine.configure(("NetworkServices", "Websocket"), "Off")),
    ),
]


@pytest.mark.parametrize(("status", "header", "prepare"), REFUSALS)
def test_who_is_not_let_in_is_told_why(
    room: Endpoint, status: int, header: str | None, prepare: Callable[[Endpoint], object]
) -> None:
    prepare(room)
    with pytest.raises(InvalidStatus) as refused, talk(room, header=header):
        pass
    assert refused.value.response.status_code == status
    assert room.sessions == []


def test_a_device_that_starts_says_so(site: roomos.Site) -> None:
    room = site.endpoints[0]
    room.do(lambda device: device.supply.become(Power.STARTING))
    header = "Basic " + base64.b64encode(f"{roomos.USER}:{roomos.PASSWORD}".encode()).decode()

    def answer() -> int:
        try:
            with talk(room, header=header):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code
        except OSError:
            return 0

    until(lambda: answer() == 502)
    room.do(lambda device: device.supply.become(Power.ON))
    until(lambda: room.wiring.listening)
    assert answer() == 101


def test_ids_come_back_as_they_were(line: Line) -> None:
    for number in (7, "7", 0, "å"):
        answer = ask(line, call("xGet", number, Path=["Status", "Audio", "Volume"]))
        assert answer == {"jsonrpc": "2.0", "id": number, "result": 50}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("nonsense", -32700),
        ("[" * 100_000, -32700),
        ("[]", -32600),
        ("5", -32600),
        ({"id": 1, "method": "xGet", "params": {}}, -32600),
        ({"jsonrpc": "2.0", "id": 1}, -32600),
        ({"jsonrpc": "2.0", "id": {}, "method": "xGet"}, -32600),
        (call("xNonsense"), -32601),
        (call("xCommand/Nonsense"), -32601),
        ({**call("xGet"), "params": [1]}, -32602),
        (call("xGet"), -32602),
        (call("xGet", Path=[]), -32602),
        (call("xGet", Path=[{}]), -32602),
        (call("xGet", Path=["Nonsense"]), -32602),
        (call("xSet", Path=["Status", "Audio", "Volume"], Value=5), -32602),
        (call("xSet", Path=["Configuration", "Audio", "DefaultVolume"], Value=[5]), -32602),
        (call("xCommand/Audio/Volume/Set", Level={}), -32602),
        (call("xCommand/Audio/Volume/Set", Level=[1, [2]]), -32602),
        (call("xCommand/Bookings/Put", body=5), -32602),
        (call("xFeedback/Unsubscribe", Id=99), -32602),
        (call("xFeedback/Unsubscribe", Id=[]), -32602),
        (call("xFeedback/Subscribe", Query=["Status", "Nonsense"]), -32602),
        (call("xDoc", Path=["Command", "Nonsense"]), -32602),
        (call("xDoc", Path=5), -32602),
        (call("xCommand/Bookings/Put", body="nonsense"), 1),
    ],
)
def test_each_wrong_has_its_code_and_the_connection_stands(line: Line, message: Any, code: int) -> None:
    assert ask(line, message)["error"]["code"] == code
    assert ask(line, call("xGet", Path=["Status", "Standby", "State"]))["result"] == "Off"


def test_a_role_that_may_not_is_told_so(room: Endpoint, line: Line) -> None:
    room.do(lambda device: device.sessions.open_now[-1]).roles = frozenset({"User"})
    assert ask(line, call("xCommand/Bookings/Clear"))["error"]["code"] == -31999


def test_what_has_no_id_gets_no_answer(line: Line) -> None:
    line.send(json.dumps({"jsonrpc": "2.0", "method": "xCommand/Standby/Halfwake", "params": {}}))
    assert ask(line, call("xGet", 2, Path=["Status", "Standby", "State"])) == {
        "jsonrpc": "2.0",
        "id": 2,
        "result": "Halfwake",
    }
    ask(line, call("xCommand/Standby/Deactivate"))


def test_what_is_known_and_empty_is_no_error(line: Line) -> None:
    assert ask(line, call("xGet", Path=["Status", "Call"]))["result"] == []
    assert ask(line, call("xGet", Path=["Status", "Call", 99]))["result"] is None
    assert ask(line, call("xGet", Path=["Status", "SystemUnit", "LastShutdownReason"]))["result"] is None
    assert ask(line, call("xQuery", Query=["Status", "Call", "*", "Status"]))["result"] == {}
    assert ask(line, call("xDoc", Path=["Command", "Dial", "Number"], Type="Schema"))["result"]["required"] == "True"


def test_so_many_subscriptions_and_no_more(room: Endpoint, line: Line) -> None:
    before = room.do(lambda device: len(device.machine.subscriptions))
    for _ in range(MOST):
        assert "result" in ask(line, call("xFeedback/Subscribe", Query=["Status", "Call"]))
    assert ask(line, call("xFeedback/Subscribe", Query=["Status", "Call"]))["error"]["code"] == -31998
    line.close()
    # Fewer when the line of the test before was still on its way out.
    until(lambda: room.do(lambda device: len(device.machine.subscriptions)) <= before)


def test_bytes_are_not_understood(line: Line) -> None:
    line.send(b"{}")
    with pytest.raises(ConnectionClosed):
        line.recv()
    assert line.close_code == 1003


def test_what_is_ordered_goes_wrong(room: Endpoint, line: Line) -> None:
    room.do(lambda device: device.faults.order(Fault.HALF))
    line.send(json.dumps(call("xGet", Path=["Status", "Audio", "Volume"])))
    with pytest.raises(ValueError, match=r"."):
        json.loads(line.recv())
    room.do(lambda device: device.faults.order(Fault.DROP))
    line.send(json.dumps(call("xGet", Path=["Status", "Audio", "Volume"])))
    with pytest.raises(ConnectionClosed):
        drain(line)
    until(lambda: not room.sessions)
