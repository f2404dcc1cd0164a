from pathlib import Path

from backend.clock import FixedClock
from backend.storage import Database
from tests.product import Caller, wired


def test_a_server_on_its_way_down_is_alive_but_not_ready(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    file = tmp_path / "draining"
    product = wired(tmp_path, database.url, clock, draining=file)
    caller = Caller(product, clock, None)
    assert [caller.call("GET", path).status_code for path in ("/healthz", "/readyz")] == [200, 200]
    file.touch()
    assert [caller.call("GET", path).status_code for path in ("/healthz", "/readyz")] == [200, 503]
    product.stop()
