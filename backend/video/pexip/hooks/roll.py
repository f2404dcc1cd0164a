"""Who is in a conference right now, asked of the Management Node: what mends our lists when events were lost."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from backend.clock import Clock
from backend.config import PexipSettings
from backend.storage import Database
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.commands import Commands
from backend.video.pexip.wire.gate import KeptGate
from backend.video.service import ServiceRefused

# Nobody waits for it, but the next conference does.
_SECONDS = 10.0


def asker(
    database: Database, clock: Clock, settings: PexipSettings | None
) -> Callable[[str], Sequence[Mapping[str, Any]]] | None:
    """Return what asks who is in a conference of ours or waits for it; None where there is no Management Node to ask.

    It takes our reference and returns the calls as Pexip's status has them. Raises `ServiceUnavailable`, and
    `ServiceRefused` for a conference that is not there any more.
    """
    if settings is None or settings.management_url is None:
        return None
    commands = Commands(Client(settings, gate=KeptGate(database, clock, settings)))

    def ask(reference: str) -> Sequence[Mapping[str, Any]]:
        with database.read() as session:
            name = session.scalar(select(PexipRoom.name).where(PexipRoom.reference == reference))
        if name is None:
            raise ServiceRefused("no-such-conference")
        return commands.people(name, Budget(time.monotonic() + _SECONDS))

    return ask
