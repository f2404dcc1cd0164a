"""A profile built on another says the same as one written whole, and a fault is told where it was written."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Text
from backend.profiles import Fault, ProfileFault, load
from backend.profiles.extending import Unknown, extend, whole

values = st.recursive(
    st.booleans() | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)
BASE = {
    "keep": {"a": 1, "b": 2},
    "rows": [{"code": "one", "n": 1}, {"code": "two", "n": 2}, {"code": "three", "n": 3}],
    "kinds": [{"kind": "patient", "n": 1}],
}


def merged(own: dict[str, Any]) -> Any:
    return extend(whole("base.json", copy.deepcopy(BASE)), "own.json", own).document


@pytest.mark.parametrize(
    ("own", "rows"),
    [
        ({}, ["one", "two", "three"]),
        ({"rows": []}, []),
        ({"rows": [{"code": "four"}]}, ["four"]),
        ({"rows": [{"base": "*"}]}, ["one", "two", "three"]),
        ({"rows": [{"base": "three"}, {"base": "*"}]}, ["three", "one", "two"]),
        ({"rows": [{"base": "*"}, {"code": "four"}, {"base": "one"}]}, ["two", "three", "four", "one"]),
    ],
)
def test_a_list_is_the_profile_s_own_unless_it_points_at_the_base(own: dict[str, Any], rows: list[str]) -> None:
    assert [row["code"] for row in merged(own)["rows"]] == rows


def test_objects_and_rows_are_merged_key_by_key() -> None:
    document = merged({"keep": {"b": 3}, "rows": [{"base": "two", "m": 5}], "kinds": [{"base": "patient", "n": 7}]})
    assert document == {
        "keep": {"a": 1, "b": 3},
        "rows": [{"code": "two", "n": 2, "m": 5}],
        "kinds": [{"kind": "patient", "n": 7}],
    }


def test_a_row_the_base_lacks_is_told_by_its_place() -> None:
    with pytest.raises(Unknown) as caught:
        merged({"rows": [{"code": "four"}, {"base": "five"}]})
    assert caught.value.steps == ("rows", 1)


@given(base=objects, own=objects)
def test_every_place_of_the_result_is_remembered_and_the_own_value_wins(
    base: dict[str, Any], own: dict[str, Any]
) -> None:
    result = extend(whole("base.json", base), "own.json", own)
    assert set(result.document) == set(base) | set(own)
    for key, value in result.document.items():
        if key in own and not (isinstance(own[key], dict) and isinstance(base.get(key), dict)):
            assert value == own[key]
    for steps, (file, place) in result.origins.items():
        found: Any = own if file == "own.json" else base
        for step in place:
            found = found[step]
        seen: Any = result.document
        for step in steps:
            seen = seen[step]
        assert isinstance(seen, dict) or seen == found


def test_extending_with_nothing_changes_nothing() -> None:
    assert merged({}) == BASE


def test_a_fault_is_told_in_the_file_it_was_written_in() -> None:
    result = extend(whole("base.json", BASE), "own.json", {"rows": [{"code": "x"}, {"base": "two", "m": 5}]})
    words = Text("fel", "wrong")
    assert result.told(Fault("/rows/1/n", words)) == Fault("/rows/1/n", words, "base.json")
    assert result.told(Fault("/rows/1/m", words)) == Fault("/rows/1/m", words, "own.json")
    assert result.told(Fault("/keep/a/deep", words)) == Fault("/keep/a/deep", words, "base.json")
    assert result.told(Fault("", words)) == Fault("", words, "own.json")


@pytest.mark.parametrize("base", ["atlantis", 5, "../data/vgr", None])
def test_a_base_that_does_not_exist_is_told(tmp_path: Path, base: object) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"extends": base}), "utf-8")
    with pytest.raises(ProfileFault, match="no base to build on") as caught:
        load(file)
    assert caught.value.faults[0].pointer == "/extends"


def test_a_region_may_build_on_a_shipped_profile_and_hears_which_file_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"extends": "vgr", "code": "halland", "host": {"source": "hearsay"}}), "utf-8")
    with pytest.raises(ProfileFault, match=r"own\.json:/host/source source hearsay") as caught:
        load(file)
    assert caught.value.faults[0].file == "own.json"
    file.write_text(json.dumps({"extends": "vgr", "code": "halland"}), "utf-8")
    assert load(file).service_text("visiba") == load("vgr").service_text("visiba")
    file.write_text(json.dumps({"extends": "vgr", "types": [{"base": "party"}]}), "utf-8")
    with pytest.raises(ProfileFault, match=r"own\.json:/types/0 builds on party"):
        load(file)
