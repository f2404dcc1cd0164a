"""What systemd is told, at its real address; and that one who can't be told changes nothing."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from backend.serving.notices import notify


@pytest.fixture
def ear() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as opened:
        opened.settimeout(20)
        yield opened


def test_it_is_told_at_a_path(ear: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ear.bind(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    for state in ("READY=1", "STOPPING=1"):
        notify(state)
    assert [ear.recv(4096), ear.recv(4096)] == [b"READY=1", b"STOPPING=1"]


def test_it_is_told_at_an_abstract_address(ear: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"vardmote-test-{os.getpid()}"
    ear.bind(f"\0{name}")
    monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
    notify("READY=1")
    assert ear.recv(4096) == b"READY=1"


def test_nobody_is_told_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    with structlog.testing.capture_logs() as logs:
        notify("READY=1")
    assert logs == []


def test_one_who_cannot_be_told_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    with structlog.testing.capture_logs() as logs:
        notify("READY=1")
    assert [(line["event"], line["state"]) for line in logs] == [("serving.not-told", "READY=1")]
