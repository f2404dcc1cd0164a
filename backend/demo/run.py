"""Starts and ends the demo: its database, its server, and the line that says where to look."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from backend.storage.migrations import upgrade

_PATIENCE_SECONDS = 60
_GRACE_SECONDS = 8
THREADS = 120


def run_demo(port: int, data: Path, *, open_browser: bool) -> int:
    """Run the demo until it is stopped; returns the exit code. Says in one sentence why when it can't start."""
    if _taken(port):
        click.echo(
            f"Port {port} är upptagen. Välj en annan med --port. / Port {port} is taken. Choose another.", err=True
        )
        return 1
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    upgrade(f"sqlite:///{data / 'vardmote.sqlite'}")
    environment = {**os.environ, "VARDMOTE_DEMO_DATA": str(data), "VARDMOTE_DEMO_PORT": str(port)}
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--no-access-log", "--log-level", "error",
        "--workers-kill-timeout", "5", "backend.app:demo",
    ]  # fmt: skip
    # A group of its own: whatever happens, ending the group ends all that was started.
    server = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own program and arguments
    signal.signal(signal.SIGTERM, _interrupt)
    threading.Thread(target=_announce, args=(server, port, open_browser), daemon=True).start()
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _end(server)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end(server: subprocess.Popen[bytes]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.wait(timeout=_GRACE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _announce(server: subprocess.Popen[bytes], port: int, open_browser: bool) -> None:  # noqa: FBT001 - a thread's argument
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            threading.Event().wait(0.1)
    else:
        return
    address = f"http://127.0.0.1:{port}/demo"
    click.echo(f"Open {address}")
    if open_browser:
        webbrowser.open(address)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
