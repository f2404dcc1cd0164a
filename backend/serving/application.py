"""What each process of production is made of, by the configuration it was started with."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.util import Finalize
from pathlib import Path

from backend.app import People, Product, create_product
from backend.clock import Clock, SystemClock
from backend.config import Entra, Production, production, read
from backend.config.production import SPARE_THREADS
from backend.identity.entra import EntraSignIn, Expected, PeopleFile, SigningKeys
from backend.identity.entra.keys import over_https
from backend.parts import Part
from backend.sendcheck.routes import INVITE_LIMIT
from backend.serving import silence
from backend.serving.bodies import Bodies
from backend.serving.parent import leave_with_parent
from backend.serving.proxies import Application, Proxies
from backend.serving.run import DRAINING, RUN
from backend.video.pexip.hooks import routes as events
from backend.video.pexip.hooks.intake import MOST_BYTES
from backend.web import logs

_SPREAD_SECONDS = 1.0


def chosen() -> Production:
    """Return production's settings as this process was told them. Raises ConfigurationFault."""
    told = production(read(os.environ))
    run = os.environ.get(RUN)
    settings = replace(told.settings, draining=Path(run) / DRAINING if run else None)
    return replace(told, settings=settings)


def people_of(entra: Entra, clock: Clock) -> People:
    """Return sign-in and directory. Raises PeopleFault."""
    tenant = f"{entra.authority}/{entra.tenant}"
    directory = PeopleFile(entra.people)
    keys = SigningKeys(over_https(f"{tenant}/discovery/v2.0/keys", entra.ca_file), clock)
    expected = Expected(f"{tenant}/v2.0", entra.audience, entra.tenant)
    return People(EntraSignIn(expected, keys, directory, clock), directory)


def product_of(told: Production, part: Part) -> Product:
    """Return the product of one process, wired and not yet started."""
    clock = SystemClock()
    return create_product(told.settings, people_of(told.entra, clock), clock, part=part)


def web() -> Application:
    """Make and start one web process; called by the server in each of its processes."""
    logs.configure(sys.stderr)
    return guarded(chosen(), product_of)


def guarded(told: Production, make: Callable[[Production, Part], Product]) -> Application:
    """Start the product `make` returns, and put in front of it what stands between the network and it."""
    leave_with_parent()
    product = make(told, Part.WEB if told.workers else Part.ALL)
    _end_streams_on_signals(product)
    product.start()
    # The last thing the process does: what is under way is finished, then connections are let go.
    Finalize(None, product.stop, exitpriority=1)
    if not told.listen.startswith("unix:"):
        # Whoever is served by the rules has heard from us in half of this.
        silence.watch(int(told.listen.rpartition(":")[2]), 2.0 * (told.header_seconds + told.body_seconds))
    bodies = Bodies(product.app, INVITE_LIMIT, SPARE_THREADS // 2, {events.PATH: MOST_BYTES})
    return Proxies(bodies, told.trusted_proxies)


def _end_streams_on_signals(product: Product) -> None:
    # The server catches the signals itself, and then waits for the streams to end. The system tells us as well.
    heard, told = socket.socketpair()
    told.settimeout(0)
    signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_end_streams, args=(product, heard, told), name="signals", daemon=True).start()


def _end_streams(product: Product, heard: socket.socket, _kept_open: socket.socket) -> None:
    while heard.recv(1)[0] not in (signal.SIGTERM, signal.SIGINT):
        continue
    product.app.extensions["streams"].end(_SPREAD_SECONDS)
