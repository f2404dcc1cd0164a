"""The address book of the settings: a fault stops the start and names its place, never a number."""

import json
from pathlib import Path

import pytest

from backend.errors import ConfigurationFault
from backend.fleet.authorities import Authorities

COURT = {"code": "court", "label": {"sv": "Tingsrätten", "en": "The court"}, "number": "0221-12 34 56"}


def test_an_entry_is_called_through_the_exchange(tmp_path: Path) -> None:
    file = tmp_path / "book.json"
    file.write_text(json.dumps({"entries": [COURT], "exchange": [{"begins": "0", "strip": 1, "add": "+46"}]}), "utf-8")
    way = Authorities(file).way("court")
    assert way is not None
    assert (way.tag, way.number, way.protocol) == ("book:court", "+46221123456", "SIP")
    assert "221" not in repr(way)
    assert Authorities(file).way("none") is None
    assert Authorities(None).way("court") is None


def test_a_book_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "book.json"
    for made, says in ((None, "can't be read"), (json.dumps({"entries": [{**COURT, "x": 1}]}), "$.entries[0]")):
        if made is not None:
            file.write_text(made, "utf-8")
        with pytest.raises(ConfigurationFault, match=r"rooms\.address_book") as fault:
            Authorities(file)
        assert says in fault.value.text.en
        assert "0221" not in str(fault.value)
