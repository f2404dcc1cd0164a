"""`vardmote simulate roomos` as a process: what it says, that it answers, and that it ends."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import requests

WORDS = [sys.executable, "-c", "from backend.cli import main; main()", "simulate", "roomos"]
ACCOUNT = ["--user", "vardmote", "--password", "made-up"]
ROOT = Path(__file__).parents[3]


def test_the_command_says_where_they_listen_and_ends_when_told() -> None:
    words = [*WORDS, "--count", "3", "--ssh-port", "0", "--https-port", "0", *ACCOUNT, "--name", "Rum Al"]
    words += ["--setting", "SystemUnit Name", "Eken", "--framed-by", "http://127.0.0.1:5000"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told["ready"] is True
        assert [one["id"] for one in told["endpoints"]] == ["room1", "room2", "room3"]
        ports = [one[kind] for one in told["endpoints"] for kind in ("ssh", "https")]
        assert len(set(ports)) == 6
        for one in told["endpoints"]:
            assert one["ws"] == one["https"]
            assert one["host_key"].startswith("SHA256:")
            with socket.create_connection(("127.0.0.1", one["ssh"]), 10) as line:
                assert line.recv(4) == b"SSH-"
        page = requests.get(told["endpoints"][1]["screen"], timeout=10)
        assert page.status_code == 200
        assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' http://127.0.0.1:5000")
        with requests.get(f"{told['endpoints'][0]['screen']}events", timeout=10, stream=True) as events:
            assert b'"name": "Eken"' in next(events.iter_lines())
        assert requests.post(told["control"], json={"fault": "slow"}, timeout=10).status_code == 204
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_told_on_stdin_they_end_with_whoever_started_them() -> None:
    words = [sys.executable, "-m", "simulators.roomos"]
    wanted = {"count": 1, "ssh_port": 0, "https_port": 0, "user": "a", "password": "b"}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(wanted) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["ready"] is True
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_setting_that_no_endpoint_has_is_said() -> None:
    wanted = "Wanted(1, 0, 0, 'a', 'b', setting=(('UserInterface Languge', 'Swedish'),))"
    program = f"import sys; from simulators.roomos.program import *; sys.exit(main({wanted}))"
    words = [sys.executable, "-c", program]
    ended = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False, timeout=30)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "UserInterface/Languge: No match" in ended.stderr


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        program = f"import sys; from simulators.roomos.program import *; sys.exit(main(Wanted(1, {port}, 0, 'a', 'b')))"
        words = [sys.executable, "-c", program]
        ended = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False, timeout=30)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "port is taken" in ended.stderr
