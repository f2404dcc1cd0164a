import inspect
from datetime import UTC, datetime

from rooms.endpoint import Account, Booking, Call, CallState, Dial, Endpoint, Event, FeedbackSlot
from rooms.xapi.endpoint import RoomosEndpoint
from tests.rooms.xapi.scripted import endpoint


def test_every_method_of_the_port_is_there_with_the_ports_own_parameters() -> None:
    wanted = {name: method for name, method in vars(Endpoint).items() if inspect.isfunction(method) and name[0] != "_"}
    for name, method in wanted.items():
        ours = getattr(RoomosEndpoint, name)
        assert list(inspect.signature(ours).parameters) == list(inspect.signature(method).parameters), name


def test_the_device_is_asked_once_who_it_is() -> None:
    room, line = endpoint()
    first = room.identity()
    line.statuses.clear()
    assert room.identity() is first


def test_closing_may_be_repeated_and_ends_the_channel() -> None:
    room, line = endpoint()
    room.close()
    room.close()
    assert line.closed == 2


def test_nothing_that_tells_of_people_or_secrets_is_printed() -> None:
    secret = "hemligt"
    told = (
        Account("rum", password=secret),
        Dial(secret, display_name=secret),
        Booking("1", secret, secret, datetime(2026, 11, 24, tzinfo=UTC), 60, organiser=secret),
        Call("1", CallState.CONNECTED, "Incoming", answered=True, booking_id="", number=secret, display_name=secret),
        Event("status", ("Call",), {"RemoteNumber": secret, "DisplayName": secret}),
        FeedbackSlot(1, secret),
    )
    assert secret not in repr(told)
