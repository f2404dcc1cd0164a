"""`vardmote simulate pexip` as a process: what it says, that it answers, and that it ends."""

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from simulators.pexip import pins, program, wiring
from simulators.pexip.wanted import Wanted
from tests.simulators.pexip.client import App

ROOT = Path(__file__).parents[3]
WORDS = [sys.executable, "-c", "from backend.cli import main; main()", "simulate", "pexip"]
MODULE = [sys.executable, "-m", "simulators.pexip"]


def test_the_command_says_where_it_listens_and_ends_when_told() -> None:
    words = [*WORDS, "--port", "0", "--alias", "mote", "--host-pin", "471104", "--limit", "15", "--locked"]
    words += ["--nodes", "2", "--management-port", "0", "--management-password", "made-up"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told["ready"] is True
        assert len({one["url"] for one in told["nodes"]}) == 2
        with App(told["base_url"], "mote") as guest, App(told["nodes"][1]["url"], "mote") as host:
            assert guest.join("none").joined["current_service_type"] == "waiting_room"
            host.join("471104")
            assert {one["uuid"] for one in host.get("participants")} == {guest.uuid, host.uuid}
        assert requests.post(told["control"], json={"fault": "maintenance"}, timeout=10).status_code == 204
        assert requests.get(f"{told['management']}/api/admin/schema/", timeout=10).status_code == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_told_on_stdin_it_ends_with_whoever_started_it() -> None:
    with subprocess.Popen(MODULE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(
            json.dumps({"port": 0, "alias": "a", "tls": True, "event_url": "http://127.0.0.1:1/"}) + "\n"
        )
        process.stdin.flush()
        told = json.loads(process.stdout.readline())
        assert told["base_url"].startswith("https://")
        assert told["certificate"].startswith("-----BEGIN CERTIFICATE")
        process.stdin.close()
        assert process.wait(30) == 0


@contextmanager
def taken() -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one.getsockname()[1]


def test_a_port_that_is_taken_is_said() -> None:
    with taken() as port:
        told = json.dumps({"port": port}) + "\n"
        ended = subprocess.run(MODULE, input=told, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "port is taken" in ended.stderr


@pytest.mark.parametrize("which", ["the Management Node's", "the second node's"])
def test_when_one_port_is_taken_nothing_is_started(which: str) -> None:
    before = set(threading.enumerate())
    with taken() as port:
        second = which == "the second node's"
        wanted = Wanted(port - 1, nodes=2) if second else Wanted(0, management_port=port)
        with pytest.raises(OSError, match="in use"):
            wiring.start(wanted)
    assert set(threading.enumerate()) <= before


def test_pins_against_the_rules_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(Wanted(0, host_pin="4711", guest_pin="4711")) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "host and guest PIN differ" in told.err
    assert "4711" not in told.err


@pytest.mark.parametrize(
    ("pin", "guest_pin", "guests", "fits"),
    [
        ("", "", False, True),
        ("471104", "", True, True),
        ("471104", "992233", True, True),
        ("4711#", "992233#", True, True),
        ("471104", "9922", True, False),
        ("471104", "471104", True, False),
        ("471104", "992233", False, False),
        ("", "", True, False),
        ("47", "", False, False),
        ("47a104", "", False, False),
    ],
)
def test_the_rules_for_pins(*, pin: str, guest_pin: str, guests: bool, fits: bool) -> None:
    assert (pins.fault(pin, guest_pin, allow_guests=guests) == "") is fits
