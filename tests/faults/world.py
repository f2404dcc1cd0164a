"""The product as one process has it in these tests: wired for real, over a service that is somewhere else."""

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from backend import app
from backend.app import People, Product, create_product
from backend.clock import FixedClock
from backend.identity.demo import DemoIdentity
from backend.jobs import ProcrastinateQueue
from backend.jobs.stalled import SILENT_SECONDS
from backend.jobs.watch import Watch as Silence
from backend.steps import Watch, unwatched
from backend.video import VideoService
from backend.video.models import Presence
from backend.video.people import HERE
from tests.faults.remote import Remote
from tests.product import Caller, settings

NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
# One that every type may have at the demo's region, and one more to move to.
SERVICES = ("pexip", "builtin")


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


class Place(NamedTuple):
    """Where a product keeps what it has, and where its services are."""

    data: Path
    database_url: str
    port: int


@dataclass
class World:
    """A running product on its place. `pressed` is what each press was answered: status and problem code."""

    place: Place
    clock: FixedClock
    product: Product
    caller: Caller
    timed: dict[str, Callable[[], None]]
    pressed: list[tuple[int, str]] = field(default_factory=list)

    def press(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, Any]:
        """Send a request as the booker; an empty answer when it was not done."""
        answer = self.caller.call(method, path, body, **headers)
        told: dict[str, Any] = answer.get_json() or {}
        self.pressed.append((answer.status_code, told.get("code", "")))
        return told if answer.status_code < 300 else {}

    def work(self) -> None:
        """Do the jobs that are due; a database that is away ends the round, as it does in a real queue."""
        try:
            self.product.jobs.drain()
        except SQLAlchemyError:
            return

    def listen(self) -> None:
        """Let the pages of everybody who is here be heard, as they are within seconds of a restart."""
        live = self.product.live
        with self.product.database.write() as session:
            for presence in session.scalars(select(Presence).where(Presence.state.in_(HERE))):
                live.heard(session, presence, presence.stream or live.new_stream())

    def look_for_stalled(self) -> None:
        """Do what the engine of many processes does every second: find jobs that nobody does any more."""
        if isinstance(self.product.jobs, ProcrastinateQueue):
            self.product.jobs._stalled.look()

    def live_on(self, *, pages: bool = True) -> None:
        """Let the product live on for an hour, its timed work included: each round later than what it waits for.

        Without `pages` nobody's page is heard any more, so that everybody leaves.
        """
        for _ in range(4):
            if pages:
                self.listen()
            self.clock.advance(minutes=16)
            self.look_for_stalled()
            for name in ("meetings.sweep", "meetings.reconcile"):
                self.timed[name]()
            self.work()

    def stop(self) -> None:
        self.product.stop()


def open_world(
    place: Place, clock: FixedClock, watch: Watch = unwatched, services: Mapping[str, VideoService] | None = None
) -> World:
    """Wire a product on the place, over the services given or those at its port."""
    identity, timed = DemoIdentity(), {}
    services = services or {code: Remote(code, place.port) for code in SERVICES}
    with (
        mock.patch.object(app, "all_services", return_value=services),
        mock.patch.object(app, "engines", _noting(timed)),
    ):
        product = create_product(
            settings(place.data, place.database_url), People(identity, identity), clock, watch=watch
        )
    if isinstance(product.jobs, ProcrastinateQueue):
        # Silence is told by the tests' clock, so that nobody has to wait for it.
        product.jobs._stalled._watch = Silence(SILENT_SECONDS, lambda: clock.now().timestamp())
    return World(place, clock, product, Caller(product, clock), timed)


def _noting(timed: dict[str, Callable[[], None]]) -> Callable[..., Any]:
    engines = app.engines

    def noting(*arguments: Any) -> Any:
        made = engines(*arguments)
        every = made[0].every

        def note(seconds: float, name: str, work: Callable[[], None]) -> None:
            timed[name] = work
            every(seconds, name, work)

        made[0].every = note
        return made

    return noting
