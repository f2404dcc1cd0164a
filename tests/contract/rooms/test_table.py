"""The table of drivers, the page about them, and this suite."""

import re
from pathlib import Path

from rooms.drivers import DRIVERS
from tests.contract.rooms.stand import KNOWN

DOCS = Path(__file__).parents[3] / "docs" / "adding-a-room-driver.md"


def test_table_docs_and_this_suite_know_the_same_drivers() -> None:
    line = re.search(r"^Drivers: (.+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert line is not None
    documented = {name.strip(" `") for name in line[1].split(",")}
    assert documented == set(DRIVERS) == set(KNOWN)
