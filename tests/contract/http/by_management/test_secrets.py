"""What a whole run over Pexip in mode `management` tells and keeps: no PIN, no alias, and no name outside its place."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from prometheus_client import REGISTRY, generate_latest

from tests.backend.video.pexip.node import Region, settings
from tests.contract.http.led_on.far import hand_over, join
from tests.contract.http.test_hosting import enter
from tests.logs_kept import logs_kept
from tests.product import Caller, wired
from tests.simulators.pexip.stand import ACCOUNT
from tests.tables import contents

_WORDS = re.compile(r"(?<![0-9.])[0-9]{8}(?![0-9])")
EVENTS_PASSWORD, NAME = "eT5nRv8WyJ3qMk7XzC2uGb9LdFh4kPz2", "Siv Provgren"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the product logs, as an operator has it."""
    with logs_kept() as target:
        yield target


def test_a_whole_run_by_management_tells_no_pin_no_alias_and_no_name(
    pexip: Region, tmp_path: Path, written: io.StringIO
) -> None:
    told = settings(pexip.node.url, events_password=EVENTS_PASSWORD)
    product = wired(tmp_path, pexip.database.url, pexip.clock, pexip=told)
    caller = Caller(product, pexip.clock)
    pins: set[str] = set()
    aliases: set[str] = set()
    said: list[str] = []
    for fault in ("none", "error", "half", "spoilt", "lost", "duplicate"):
        pexip.node.fault(fault, count=1, methods=["POST", "PATCH"])
        meeting = caller.create(starts_in=5)
        for _ in range(3):
            product.jobs.drain()
            pexip.clock.advance(seconds=100)
        pexip.node.fault("none")
        guest, host = join(caller.as_(None), meeting, name=NAME), hand_over(enter(caller, meeting), meeting)
        # The host alone is told, and what the room has.
        assert host["pin"] in {room["pin"] for room in pexip.held()}
        aliases |= {urlsplit(each["url"]).path.rpartition("/")[2] for each in (guest, host)}
        said.append(caller.call("GET", f"/api/v1/meetings/{meeting['id']}").text)
        pins |= {room["pin"] for room in pexip.held()}
        assert caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}").status_code == 204
        product.jobs.drain()
    rows = "\n".join(contents(product.database.engine))
    outside = "\n".join([written.getvalue(), generate_latest(REGISTRY).decode(), *said])
    product.stop()
    # What is looked for has been there to be told, and what is looked in has something to tell.
    assert (len(pins) >= 6, len(aliases) >= 6) == (True, True)
    assert all(told in outside for told in ("/m/<code>/join", "vardmote_", '"service"'))
    assert NAME in rows
    secret = (*aliases, EVENTS_PASSWORD, ACCOUNT.password)
    assert [word for word in (*secret, "Provgren") if word in outside] == []
    assert [word for word in secret if word in rows] == []
    # Eight digits may stand in any long number: as a word alone they are a PIN.
    assert pins.isdisjoint(_WORDS.findall(outside + rows))
