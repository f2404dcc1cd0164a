"""The file of places: what it may hold, and that no fault in it tells a number or a code."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from backend.conference.places import Places
from backend.errors import ConfigurationFault
from tests.backend.conference.planned import PLACES

ONE = PLACES[0]


def file(folder: Path, content: Any) -> Path:
    written = folder / "places.json"
    written.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return written


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("not json vard1@bro.example", "JSON"),
        ("[" * 100_000, "JSON"),
        ([], "minItems"),
        ([{**ONE, "host": {}}], "0/host"),
        ([ONE, {**ONE, "more": 1}], "1"),
        ([{**ONE, "host": {"number": "vard1 @bro.example"}}], "0/host/number"),
        ([{**ONE, "guest": {"number": "a", "tones": "73519 "}}], "0/guest/tones"),
        ([ONE, ONE], "mdk-1"),
        ([ONE, {**PLACES[1], "guest": ONE["guest"]}], "mdk-1"),
    ],
)
def test_a_fault_is_named_by_its_place_alone(content: Any, named: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationFault) as refused:
        Places(file(tmp_path, content))
    assert refused.value.key == "rooms.places"
    told = str(refused.value) + refused.value.text.sv
    assert named in told
    assert "bro.example" not in told
    assert "73519" not in told


def test_a_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationFault):
        Places(tmp_path / "none.json")
    assert Places(None).all() == {}


def test_a_changed_file_is_read_anew_and_a_spoilt_one_leaves_what_was(tmp_path: Path) -> None:
    written = file(tmp_path, [ONE])
    places = Places(written)
    assert "bro.example" not in repr(places.all())
    file(tmp_path, PLACES)
    os.utime(written, ns=(1, 1))
    assert list(places.all()) == ["mdk-1", "mdk-2"]
    file(tmp_path, "spoilt")
    assert list(places.all()) == ["mdk-1", "mdk-2"]
    written.unlink()
    assert list(places.all()) == ["mdk-1", "mdk-2"]
