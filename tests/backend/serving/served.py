"""A whole `vardmote serve` for tests: its configuration, its process, and a voice of its own."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend.storage.migrations import upgrade
from simulators.entra.server import Entra
from tests.backend.config.files import written
from tests.backend.identity.entra.staff import document

VARDMOTE = [sys.executable, "-c", "from backend.cli import main; main()"]
PATIENCE = 60.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def children(pid: int) -> list[int]:
    """Return the numbers of the processes that one has begun."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def wait_for(true: Callable[[], Any], why: str) -> Any:
    """Return what `true` returns once it is something."""
    until, pause = time.monotonic() + PATIENCE, threading.Event()
    while not (found := true()):
        assert time.monotonic() < until, why
        pause.wait(0.05)
    return found


def configured(folder: Path, entra: Entra, database_url: str | None = None, **changes: Any) -> Path:
    """Write a configuration that `serve` takes, with all it names, and return its file."""
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    people = folder / "people.json"
    people.write_text(json.dumps(document(entra.tenant)), "utf-8")
    usual = {
        "database_url": database_url or f"sqlite:///{folder / 'vardmote.sqlite'}",
        "data": str(folder),
        "listen": f"127.0.0.1:{free_port()}",
        "audit__database_url": f"sqlite:///{folder / 'access-log.sqlite'}",
        "audit__anchor": str(elsewhere / "access-log.anchor"),
        "identity__authority": entra.base,
        "identity__tenant": entra.tenant.id,
        "identity__client_id": entra.tenant.client_id,
        "identity__people": str(people),
        "identity__ca_file": str(entra.ca_file),
    }
    return written(folder, **usual | changes)


class Served:
    """A running `vardmote serve`. Its log is in `log`; `environment` is told to it besides ours."""

    def __init__(self, file: Path, *words: str, **environment: str) -> None:
        self.port = int(re.findall(r'listen = "127.0.0.1:(\d+)"', file.read_text("utf-8"))[0])
        self.log = file.parent / "log"
        with self.log.open("ab") as log:
            command = [*VARDMOTE, "serve", "--config", str(file), *words]
            self.process = subprocess.Popen(command, stderr=log, env={**os.environ, **environment})

    def children(self) -> list[int]:
        """Return the numbers of the processes it looks after."""
        return children(self.process.pid)

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return what the log says by this name."""
        lines = [line for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")]
        return [told for line in lines if (told := json.loads(line)).get("event") == name]

    def ready(self) -> "Served":
        """Wait until it says that it is ready; one that never is, is ended."""
        try:
            wait_for(lambda: self.events("serving.ready") or self.process.poll() is not None, "never ready")
            assert self.process.poll() is None, self.log.read_text("utf-8")
        except BaseException:
            self.end()
            raise
        return self

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Ask for a path; a header's underscores become dashes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        told = answer.status, answer.read()
        connection.close()
        return told

    def connect(self) -> socket.socket:
        """Open a connection of one's own."""
        opened = socket.create_connection(("127.0.0.1", self.port))
        opened.settimeout(PATIENCE)
        return opened

    def end(self) -> int:
        """Tell it to end; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def prepared(folder: Path, entra: Entra, **changes: Any) -> Path:
    """Return a configuration whose SQLite database has its tables."""
    file = configured(folder, entra, **changes)
    upgrade(f"sqlite:///{folder / 'vardmote.sqlite'}")
    return file
