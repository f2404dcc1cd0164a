"""Starts and ends the demo: its database, its rooms, its server, and the line that says where to look."""

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
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import click

from backend.config import DEMO_PEXIP, DEMO_ROOMS
from backend.demo.ending import end
from backend.demo.pexip import NoPexip, file_in, node_in
from backend.demo.pexip import beside as pexip_beside
from backend.demo.rooms import NoRooms, Starting, beside
from backend.demo.tending import tend
from backend.storage.migrations import upgrade

_PATIENCE_SECONDS = 60
THREADS = 120


def run_demo(port: int, data: Path, *, open_browser: bool, video: str | None = None) -> int:
    """Run the demo until it is stopped; returns the exit code. Says in one sentence why when it can't start.

    With `video` "pexip" a stand-in for Pexip runs beside it, and holds the meetings that the region holds in Pexip.
    """
    if _taken(port):
        click.echo(
            f"Port {port} är upptagen. Välj en annan med --port. / Port {port} is taken. Choose another.", err=True
        )
        return 1
    if video is None and file_in(data).exists():
        click.echo(
            "Mappen har möten i Pexip. Starta med --video pexip, eller välj en annan mapp med --data."
            " / The folder has meetings in Pexip. Start with --video pexip, or choose another folder with --data.",
            err=True,
        )
        return 1
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for interrupt in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(interrupt, _interrupt)
    try:
        with ExitStack() as started:
            pexip = started.enter_context(pexip_beside(data, port)) if video == "pexip" else None
            rooms = started.enter_context(
                beside(data, tuple(f"http://{host}:{port}" for host in ("127.0.0.1", "localhost")))
            )
            try:
                upgrade(_database(data))
                told = {**(pexip.furnish() if pexip else {}), **_furnished(rooms, _database(data))}
                return _serve(port, data, told, open_browser=open_browser)
            except NoPexip as fault:
                click.echo(
                    f"Pexip startade inte ({fault}). Se pexip/pexip.log i demons mapp."
                    f" / Pexip did not start ({fault}). See pexip/pexip.log in its folder.",
                    err=True,
                )
                return 1
            finally:
                _be_deaf()
    except KeyboardInterrupt:
        return 0


def _database(data: Path) -> str:
    return f"sqlite:///{data / 'vardmote.sqlite'}"


def _furnished(rooms: Starting, url: str) -> Mapping[str, str]:
    """Return what the server is told of the rooms. Without them there is all else to try."""
    try:
        return rooms.furnish(url)
    except NoRooms as fault:
        click.echo(
            f"Rummen startade inte ({fault}), resten av demon fungerar. Se rooms/rooms.log i demons mapp."
            f" / The rooms did not start ({fault}), the rest of the demo works. See rooms/rooms.log in its folder.",
            err=True,
        )
        return {}


def _serve(port: int, data: Path, told: Mapping[str, str], *, open_browser: bool) -> int:
    environment = {**os.environ, **told, "VARDMOTE_DEMO_DATA": str(data), "VARDMOTE_DEMO_PORT": str(port)}
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--no-access-log", "--log-level", "error",
        "--workers-kill-timeout", "5", "backend.app:demo",
    ]  # fmt: skip
    # A group of its own: whatever happens, ending the group ends all that was started.
    server = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own program and arguments
    ended = threading.Event()

    def begun() -> None:
        if DEMO_ROOMS in told:
            node = node_in(told.get(DEMO_PEXIP))
            words = (Path(told[DEMO_ROOMS]), f"http://127.0.0.1:{port}", _database(data), ended, node)
            threading.Thread(target=tend, args=words, daemon=True).start()

    try:
        threading.Thread(target=_announce, args=(server, port, begun, open_browser), daemon=True).start()
        return server.wait()
    finally:
        _be_deaf()
        ended.set()
        end(server)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _be_deaf() -> None:
    """Let no second interrupt come between, now that all is ended."""
    for interrupt in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(interrupt, signal.SIG_IGN)


def _announce(
    server: subprocess.Popen[bytes],
    port: int,
    begun: Callable[[], None],
    open_browser: bool,  # noqa: FBT001 - a thread's argument
) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            threading.Event().wait(0.1)
    else:
        return
    begun()
    address = f"http://127.0.0.1:{port}/demo"
    click.echo(f"Open {address}")
    if open_browser:
        webbrowser.open(address)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
