import json

from hypothesis import given
from hypothesis import strategies as st

from rooms.drivers.roomos_ws import rpc
from rooms.drivers.roomos_ws.rpc import Answer, Told
from rooms.errors import RoomError, Unreadable

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["code", "message", "data", "Cause", "Id", "Status", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
_MESSAGES = st.dictionaries(st.sampled_from(["jsonrpc", "id", "method", "params", "result", "error"]), _JSON)
_EVENTS = st.fixed_dictionaries({"method": st.just("xFeedback/Event"), "params": _JSON})


@given(st.text() | (_JSON | _MESSAGES | _EVENTS).map(json.dumps))
def test_whatever_comes_is_understood_or_unreadable(message: str) -> None:
    try:
        said = rpc.read(message)
    except Unreadable:
        return
    assert said is None or isinstance(said, Answer | Told)
    if isinstance(said, Answer):
        assert said.fault is None or isinstance(said.fault, RoomError)
    if isinstance(said, Told):
        assert isinstance(said.tree, dict)
        assert said.tree
        assert "Id" not in said.tree


def test_an_event_that_tells_nothing_is_no_end_of_the_connection() -> None:
    for params in ({"Id": 3}, {}, [], None):
        assert rpc.read(json.dumps({"method": "xFeedback/Event", "params": params})) is None
    assert rpc.read('{"method": "xFeedback/Event"}') is None
    assert rpc.read('{"method": "xFeedback/Event", "params": {"Id": 3, "Event": {}}}') == Told("3", {"Event": {}})


def test_a_path_has_its_numbers_as_numbers() -> None:
    assert rpc.place("Status", ("Call", "42", "Status", "²", "x1")) == ["Status", "Call", 42, "Status", "²", "x1"]


def test_a_request_is_one_line_whatever_is_asked() -> None:
    written = rpc.written("7", "xCommand/Dial", {"Number": "å\n\ud800", "Yes": True})
    assert "\n" not in written
    assert json.loads(written) == {
        "jsonrpc": "2.0",
        "id": "7",
        "method": "xCommand/Dial",
        "params": {"Number": "å\n\ud800", "Yes": True},
    }
    written.encode()
