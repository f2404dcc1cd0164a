"""The data map names every table there is, and none that isn't."""

import re
from pathlib import Path

from backend import app
from backend.audit.tables import LogBase
from backend.storage import Base

PAGE = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)


def test_every_table_stands_in_the_data_map() -> None:
    assert app.create_product, "importing the product brings in every table"
    told = {name for cell in ROW.findall(PAGE) for name in re.findall(r"`(\w+)`", cell)}
    assert told == {*Base.metadata.tables, *LogBase.metadata.tables}
