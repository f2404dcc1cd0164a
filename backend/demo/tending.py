"""What goes on beside the demo's server while it has rooms: calls into meetings, and a conference to begin with."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import requests
from sqlalchemy.exc import SQLAlchemyError

from backend.clock import SystemClock
from backend.demo.gateway import Gateway
from backend.demo.planning import Conferences
from backend.storage import Database

_LOOK_SECONDS = 0.5
_PLAN_SECONDS, _SOON_SECONDS = 5.0, 2.0
T = TypeVar("T")


def tend(folder: Path, origin: str, database_url: str, ended: threading.Event, node: str | None = None) -> None:
    """Tend the rooms of the folder until it is ended. What fails, as when the server is on its way down, is retried.

    `node` is Pexip's, where it holds meetings of the demo.
    """
    desk = json.loads((folder / "rooms.json").read_text("utf-8"))["desk"]
    database = Database(database_url)
    gateway, conferences = Gateway(desk, origin, database, node), Conferences(origin, SystemClock())
    try:
        _try(gateway.open)
        rest = 0.0
        while not ended.wait(_LOOK_SECONDS):
            _try(gateway.look)
            rest -= _LOOK_SECONDS
            if rest <= 0:
                rest = _PLAN_SECONDS if _try(conferences.keep) else _SOON_SECONDS
    finally:
        database.close()


def _try(work: Callable[[], T]) -> T | None:
    try:
        return work()
    except (requests.RequestException, SQLAlchemyError):
        return None
