"""Houses that browsers are sent to: three web processes behind one address, two workers, PostgreSQL.

With VARDMOTE_TEST_PROCESSES=1 (`make test-processes`) the tests in `tests/browser` meet these instead of one process.
"""

import os
import secrets
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from backend.app import People, Product, create_product
from backend.demo.record import put_on_record
from backend.demo.rooms import beside
from backend.demo.tending import tend
from backend.identity.demo import DemoIdentity
from backend.parts import Part
from backend.profiles import load
from backend.storage import Database
from backend.storage.marks import DEMO as DEMO_MARK
from backend.storage.marks import put_mark
from simulators.certificate import Certificate
from tests import postgres
from tests.conftest import Place
from tests.processes.front import Front
from tests.processes.house import House
from tests.processes.member import BASE, DEMO
from tests.product import settings
from tests.waiting import until

MANY = os.environ.get("VARDMOTE_TEST_PROCESSES") == "1"
WEBS, WORKERS = 3, 2
# How many count calls for themselves (decision 29): the rate limits are so many times as wide.
COUNTING = WEBS if MANY else 1
_DUE = text(
    "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
    " OR status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
)


class Workers:
    """The queue as a test sees it whose jobs others do: draining it is waiting for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def drain(self) -> None:
        """Wait until nothing is due and nobody works."""
        until(self._idle)

    def _idle(self) -> bool:
        with self._database.read() as session:
            return session.scalar(_DUE) == 0


@contextmanager
def demo(place: Place, data: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Run a demo as a house and give the address people reach it by."""
    front = Front()
    origin = f"http://127.0.0.1:{front.port}"
    told = {**environment, DEMO: str(front.port)}
    data.mkdir(exist_ok=True)
    ended = threading.Event()
    with beside(data, (origin,)) as rooms, _house(place, data, front, origin, told) as house:
        # The members read it as they begin.
        told |= rooms.furnish(house.url)
        with _opened(house.url) as database, database.write() as session:
            put_mark(session, DEMO_MARK)
            put_on_record(session, load(environment.get("VARDMOTE_PROFILE", "vastmanland")), datetime.now(UTC))
        house.begin(WEBS, WORKERS)
        front.behind = [member.port for member in house.webs]
        tending = threading.Thread(target=tend, args=(data / "rooms", origin, house.url, ended))
        tending.start()
        yield origin
        ended.set()
        tending.join()


@contextmanager
def production(place: Place, data: Path, origin: str, certificate: Certificate) -> Iterator[tuple[Product, int]]:
    """Serve the product as a house under a name of its own; gives a web process to ask directly, and the port."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate.certificate, certificate.key)
    front = Front(tls)
    with _house(place, data, front, origin, {BASE: origin}) as house:
        house.begin(WEBS, WORKERS)
        front.behind = [member.port for member in house.webs]
        identity = DemoIdentity()
        asked = create_product(settings(data, house.url, base_url=origin), People(identity, identity), part=Part.WEB)
        yield asked._replace(jobs=Workers(asked.database)), front.port  # type: ignore[arg-type]  # nothing but drain is asked for
        asked.stop()


@contextmanager
def _house(place: Place, data: Path, front: Front, origin: str, environment: Mapping[str, str]) -> Iterator[House]:
    data.mkdir(exist_ok=True)
    name = postgres.named(place.url, f"house_{secrets.token_hex(4)}")
    house = House(data, postgres.create(place.url, name, place.template), environment, origin)
    try:
        yield house
        (data / "front.log").write_text(f"{dict(front.taken)}\n", "utf-8")
    finally:
        front.close()
        house.end()
        postgres.drop(place.url, name)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()
