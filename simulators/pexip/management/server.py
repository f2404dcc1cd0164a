"""The Management Node itself: an application on a port of its own."""

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from aiohttp import web

from simulators.pexip.calls import Switchboard
from simulators.pexip.management import command, configuration, control, door, history, oauth, schema, status
from simulators.pexip.management.configuration import STORE
from simulators.pexip.management.door import DOOR, Door
from simulators.pexip.management.faults import Faults
from simulators.pexip.management.history import HISTORY, History
from simulators.pexip.management.oauth import TOKENS, Tokens
from simulators.pexip.management.replica import Replica
from simulators.pexip.management.running import RUNNING, Running
from simulators.pexip.management.store import Store
from simulators.pexip.node import Cluster

USER = "admin"
_HOST = "127.0.0.1"
_MOST_BYTES = 4 * 1024 * 1024


class Account(NamedTuple):
    """Whom the Management Node lets in by HTTP Basic."""

    user: str
    password: str


class Management:
    """The configuration, and what is served of it. `replication` seconds pass before nodes know what was written."""

    def __init__(
        self,
        account: Account,
        *,
        replication: float = 90.0,
        most: int = 1000,
        window: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.replica = Replica(replication, clock)
        self.store = Store(self.replica)
        self.tokens = Tokens(self.store, clock)
        self.faults = Faults(clock)
        self.door = Door(account.user, account.password, self.tokens, self.faults, clock, most, window)
        self.app = web.Application(middlewares=[door.middleware], client_max_size=_MOST_BYTES)
        self.app[STORE], self.app[TOKENS], self.app[DOOR] = self.store, self.tokens, self.door
        self.running, self.history = Running(self.store), History()
        self.app[RUNNING], self.app[HISTORY] = self.running, self.history
        for part in (schema, configuration, status, command, history, oauth, control):
            self.app.add_routes(part.ROUTES)
        self.url = ""
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)

    def attach(self, cluster: Cluster, switchboards: Mapping[str, Switchboard]) -> None:
        """Let status, command and history be about these nodes: their switchboards, by address. In their loop."""
        self.running.cluster, self.running.switchboards = cluster, switchboards
        cluster.watchers.append(self.history.hear)

    def let_call_without_rules(self) -> None:
        """Let calls out need no Call Routing Rule, which they do as Pexip comes. Before it listens."""
        self.store.rows["global"][1]["enable_legacy_dialout_api"] = True

    async def open(self, port: int = 0) -> int:
        """Listen at a port of loopback, any free one for 0, and return it. Raises OSError when it is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, port)
        await site.start()
        self.url = f"http://{_HOST}:{self._runner.addresses[0][1]}"
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()
