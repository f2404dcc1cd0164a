"""Asking Pexip's Management Node for what our account need not be allowed to read."""

from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

from backend.clock import SystemClock
from backend.config import PexipSettings, Production
from backend.errors import Text
from backend.health.finding import Wrong
from backend.storage import Database
from backend.video.pexip.wire.budget import pressed
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.gate import KeptGate, Unnoted
from backend.video.service import ServiceRefused, ServiceUnavailable

T = TypeVar("T")
_READABLE = "status/v1/conference/?limit=1"


def readable(told: Production, pexip: PexipSettings, ask: Callable[[Client], T], unknown: Text) -> T | None:
    """Return what the node answers, None where our account may not read it.

    Raises Wrong, with `unknown` behind it, when the node does not answer or refuses the account as such.
    """
    with closing(Database(told.settings.database_url)) as database:
        gate = KeptGate(database, SystemClock(), pexip)
        try:
            # First what each account of ours may do: whether it is refused as such is known, and noted, by that.
            Client(pexip, gate=gate).get(_READABLE, pressed())
            return ask(Client(pexip, gate=Unnoted(gate)))
        except ServiceRefused:
            return None
        except ServiceUnavailable as away:
            raise Wrong(
                f"Noden svarade inte, eller nekar vårt konto: se pexip_management. {unknown.sv}",
                f"The node did not answer, or refuses our account: see pexip_management. {unknown.en}",
            ) from away
