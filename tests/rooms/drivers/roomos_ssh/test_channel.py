"""A held session: every answer to who asked, whatever else comes, and one narrow word for each way it can break."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count

import asyncssh
import pytest

from rooms.drivers.patience import Patience
from rooms.drivers.roomos_ssh.channel import SshChannel
from rooms.drivers.roomos_ssh.connect import open_channel
from rooms.drivers.roomos_ssh.session import Inflow
from rooms.drivers.roomos_ssh.wire import Packets, Wire
from rooms.errors import BadParameter, Lost, NotSupported, RoomError, Unreadable
from rooms.xapi.channel import Node, Way
from rooms.xapi.limits import MOST_LEVELS
from tests.rooms.drivers.roomos_ssh.conftest import Opened
from tests.rooms.drivers.roomos_ssh.device import ACCOUNT, Device, Said, Trusting, answered, obliging, standing
from tests.waiting import until

VOLUME = ("Audio", "Volume")


def volume(said: Said, level: object = 50) -> str:
    return answered(said, {"Status": {"Audio": {"Volume": {"Value": str(level)}}}})


def broken(channel: SshChannel, device: Device, error: type[RoomError]) -> None:
    """Ask, have the error, and see that the session has ended and says so to whoever asks again."""
    for _ in range(2):
        with pytest.raises(error) as caught:
            channel.status(VOLUME)
        assert type(caught.value) is error
    until(lambda: not device.sessions)


def test_it_asks_without_a_terminal_and_takes_leave(device: Device, opened: Opened) -> None:
    channel = opened()
    assert channel.ways == {Way.EVENTS, Way.HELD}
    assert channel.status(VOLUME) == "50"
    channel.close()
    channel.close()
    until(lambda: not device.connections)
    assert device.terminals == [None]
    assert device.lines[:2] == ["echo off", "xPreferences outputmode json"]
    assert device.lines[-1] == "bye"
    with pytest.raises(Lost):
        channel.status(VOLUME)


def test_it_speaks_in_the_forms_of_the_guide(device: Device, opened: Opened) -> None:
    channel = opened()
    said = channel.command(("Dial",), {"Number": "mdk@example.org", "Protocol": "SIP"})
    assert said == {"Line": 'xCommand Dial Number: "mdk@example.org" Protocol: "SIP"'}
    channel.configure(("Audio", "DefaultVolume"), 55)
    assert channel.configuration(("Audio",)) == {}
    with pytest.raises(NotSupported):
        channel.put_legacy_bookings("<Bookings/>")
    tags = [line.partition(" | resultId=")[2] for line in device.lines[2:]]
    assert len(set(tags)) == len(tags) == 3


def test_a_body_comes_over_whole_whatever_stands_in_it(device: Device, opened: Opened) -> None:
    seen: list[str | None] = []
    device.script = lambda device, said: (seen.append(said.body), obliging(device, said))[1]
    bodies = ["<Extensions>Sal å\n.\n{3} \n</Extensions>", "", "ö" * 70_000 + "\n"]
    channel = opened()
    for body in bodies:
        channel.command(("UserInterface", "Extensions", "Panel", "Save"), {"PanelId": "svm"}, body)
    assert seen == bodies
    assert device.wrong == []


def test_thirty_requests_in_the_air_each_get_their_own_answer(device: Device, opened: Opened) -> None:
    waiting: list[Said] = []

    def answer_all_backwards(_: Device, said: Said) -> str | None:
        waiting.append(said)
        if len(waiting) < 30:
            return '{"Event":{"Boot":{"Action":{"Value":"Restart"}}}}\n{}\nOK\n'
        return "".join(
            answered(one, {"Status": {one.line.split()[1]: {"Value": one.line}}}) for one in reversed(waiting)
        )

    device.script = answer_all_backwards
    channel = opened()
    with ThreadPoolExecutor(30) as pool:
        got = list(pool.map(lambda n: channel.status((f"Node{n}",)), range(30)))
    assert got == [f"xStatus Node{n}" for n in range(30)]


def test_two_threads_never_mix_what_they_say(device: Device, opened: Opened) -> None:
    seen: list[str | None] = []
    device.script = lambda device, said: (seen.append(said.body), obliging(device, said))[1]
    channel = opened()
    bodies, together = [letter * 400_000 for letter in "abcd"], threading.Barrier(4)

    def say(body: str) -> None:
        together.wait(5)
        channel.command(("A",), {}, body)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(say, bodies))
    assert sorted(filter(None, seen)) == bodies
    assert device.wrong == []


def test_a_room_unplugged_in_the_middle_is_lost(device: Device, opened: Opened) -> None:
    device.script = lambda device, _: device.vanish()
    channel = opened()
    broken(channel, device, Lost)


def test_all_in_the_air_are_lost_together(device: Device, opened: Opened) -> None:
    asked = count(1)
    device.script = lambda device, _: device.vanish() if next(asked) == 8 else None
    channel = opened()
    with ThreadPoolExecutor(8) as pool:
        lost = [pool.submit(channel.status, VOLUME) for _ in range(8)]
    assert {type(one.exception()) for one in lost} == {Lost}


def test_a_session_that_the_device_ends_is_lost(device: Device, opened: Opened) -> None:
    channel = opened()
    device.end_sessions()
    until(lambda: not device.connections)
    with pytest.raises(Lost):
        channel.status(VOLUME)


def test_half_an_answer_is_waited_for_and_then_lost(device: Device, opened: Opened) -> None:
    device.script = lambda _, said: volume(said)[:30]
    broken(opened(answer=0.3), device, Lost)


def test_an_answer_that_comes_too_late_is_lost(device: Device, opened: Opened) -> None:
    device.script = lambda *_: None
    broken(opened(answer=0.3), device, Lost)


@pytest.mark.parametrize(
    "junk",
    [
        b"\x00\xff\xfe{]}<\x1b[2J* \xc3( OK?\n",
        b"Sal \xe5\n",
        b'{"Status" 1}\n',
        b'{"Status":NaN}\n',
        b"{\n  ]\n}\n",
        b'{"Status":' + b"[" * 100_000 + b"\n",
        b'{\n "Status":' + b"[" * 100_000 + b"\n}\n",
        b'{"Status":"' + b"x" * 10_000_000 + b'"}\n',
        b"x" * 10_000_000,
        b"not what was asked\n" * 200,
    ],
    ids=["bytes", "latin-1", "broken", "nan", "crossed", "deep", "deep and indented", "10 MB", "no end", "chatter"],
)
def test_what_is_no_answer_is_unreadable(device: Device, opened: Opened, junk: bytes) -> None:
    device.script = lambda *_: junk
    broken(opened(), device, Unreadable)


def test_an_answer_without_a_result_is_unreadable_to_a_command(device: Device, opened: Opened) -> None:
    device.script = lambda _, said: answered(said, {"Configuration": {}})
    channel = opened()
    with pytest.raises(Unreadable):
        channel.command(("Dial",))
    until(lambda: not device.sessions)


def test_a_whole_answer_that_is_too_deep_is_unreadable(device: Device, opened: Opened) -> None:
    nested: object = "x"
    for _ in range(MOST_LEVELS + 2):
        nested = [nested]
    device.script = lambda _, said: answered(said, {"Status": nested})
    broken(opened(), device, Unreadable)


def test_a_few_words_that_nobody_knows_are_let_go(device: Device, opened: Opened) -> None:
    device.script = lambda _, said: "Last login: i går\n\n** end\r\n" * 20 + volume(said)
    channel = opened()
    assert [channel.status(VOLUME) for _ in range(10)] == ["50"] * 10


def test_names_cut_in_the_middle_of_a_letter_are_still_read(device: Device, opened: Opened) -> None:
    device.script = lambda _, said: volume(said, "Sal X").encode().replace(b"X", "å".encode()[:1])
    assert opened().status(VOLUME) == "Sal \ufffd"


def test_refusals_come_out_narrow_and_the_session_stands(device: Device, opened: Opened) -> None:
    refusals: dict[str, dict[str, Node]] = {
        "xCommand Dila": {"Result": {"status": "Error", "Reason": {"Value": "Unknown command"}}},  # type: ignore[dict-item]  # as it is written
        "xCommand Dial": {"DialResult": {"status": "ParameterError", "Number": {"Value": "?"}}},  # type: ignore[dict-item]  # as it is written
    }
    device.script = lambda _, said: answered(said, {"CommandResponse": refusals[said.line]})
    channel = opened()
    with pytest.raises(NotSupported):
        channel.command(("Dila",))
    with pytest.raises(BadParameter, match="Number"):
        channel.command(("Dial",))
    assert device.sessions == 1


def test_a_line_that_is_not_recognized_is_said_to_who_said_it(device: Device, opened: Opened) -> None:
    together = threading.Barrier(2)
    held: list[Said] = []

    def script(_: Device, said: Said) -> str | None:
        held.append(said)
        if len(held) < 2:
            return None
        return "Command not recognized.\n" + "".join(volume(one) for one in held if "Volume" in one.line)

    device.script = script
    channel = opened()

    def ask(path: tuple[str, ...]) -> Node:
        together.wait(5)
        return channel.status(path)

    with ThreadPoolExecutor(2) as pool:
        right, wrong = pool.submit(ask, VOLUME), pool.submit(ask, ("Ljud",))
        assert right.result() == "50"
        assert isinstance(wrong.exception(), NotSupported)


def test_closing_in_the_middle_lets_nobody_wait(device: Device, opened: Opened) -> None:
    asked = threading.Event()
    device.script = lambda *_: asked.set()
    channel = opened()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(channel.status, VOLUME)
        assert asked.wait(5)
        channel.close()
        assert isinstance(waiting.exception(), Lost)


def test_a_device_that_has_fallen_silent_is_noticed(device: Device, opened: Opened) -> None:
    told = threading.Event()
    channel = opened(alive=0.1)
    channel.subscribe(("Status", "Call"), lambda tree: told.set() if not tree else None)
    device.stop_listening()
    assert told.wait(10)
    with pytest.raises(Lost):
        channel.status(VOLUME)


def test_a_device_that_gives_signs_of_life_is_kept(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[None] = []
    ask = Wire._ask_for_life
    monkeypatch.setattr(Wire, "_ask_for_life", lambda wire: (asked.append(None), ask(wire)))
    channel = opened(alive=0.1)
    until(lambda: len(asked) == 2)  # the second would have ended it
    assert channel.status(VOLUME) == "50"


@pytest.mark.parametrize(("ours", "theirs"), [(2**29, 50_000), (20_000, 2**30)])
def test_changing_keys_in_the_middle_loses_nothing(
    host_key: asyncssh.SSHKey, monkeypatch: pytest.MonkeyPatch, ours: int, theirs: int
) -> None:
    monkeypatch.setattr(Packets, "REKEY_BYTES", ours)
    device = Device(script=lambda _, said: answered(said, {"Status": {"Audio": {"Volume": {"Value": "x" * 5000}}}}))
    with standing(host_key, device, rekey_bytes=theirs):
        channel = open_channel(device.address, ACCOUNT, Trusting(device.fingerprint), Patience(answer=20.0))
        with ThreadPoolExecutor(4) as pool:
            got = list(pool.map(lambda _: channel.status(VOLUME), range(60)))
        assert got == ["x" * 5000] * 60
        channel.close()


def test_the_window_opens_again_for_more_than_it_held(device: Device, opened: Opened) -> None:
    device.script = lambda _, said: volume(said, "y" * 1_000_000)
    channel = opened()
    assert [len(str(channel.status(VOLUME))) for _ in range(6)] == [1_000_000] * 6


def test_a_device_that_no_longer_reads_holds_nobody_up(device: Device, opened: Opened) -> None:
    channel = opened(answer=0.5)
    device.stop_listening()
    with pytest.raises(Lost):
        channel.command(("UserInterface", "Branding", "Upload"), {}, "x" * 6_000_000)


@dataclass
class Shell:
    """What of a paramiko channel is used when something comes in."""

    in_window_threshold: int = 10
    in_window_sofar: int = 0
    told: int = 0
    buffer: Inflow | None = None

    def recv(self, size: int) -> bytes:
        self.told += 1
        assert self.buffer is not None
        return self.buffer.read(size, 0.0)


def test_the_device_is_not_told_of_the_window_while_keys_are_changed() -> None:
    # Telling it would wait for the very thread that changes them.
    shell, may_send, taken = Shell(), threading.Event(), list[bytes]()
    shell.buffer = Inflow(shell, may_send, taken.append, lambda: None)  # type: ignore[arg-type]  # all it needs
    shell.buffer.feed(b"x" * 100)
    assert (taken, shell.told, shell.in_window_sofar) == ([b"x" * 100], 0, 100)
    may_send.set()
    shell.buffer.feed(b"y")
    assert (taken[1:], shell.told) == ([b"y"], 1)
