"""However a profile is broken, the answer is a list of places, never a crash."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import Text
from backend.profiles import Fault, ProfileFault, load
from backend.profiles.service import whole_document

WHOLE = whole_document("vastmanland")
BUILT: dict[str, Any] = json.loads(
    (Path(load.__code__.co_filename).parent / "data/vgr.json").read_text(encoding="utf-8")
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def places(value: object, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield (*steps, step)
        yield from places(part, (*steps, step))


def holder(document: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps[:-1]:
        document = document[step]
    return document


def faults_of(file: Path) -> tuple[Fault, ...]:
    """All that is wrong with the profile; nothing for one that is taken."""
    try:
        load(file)
    except ProfileFault as refused:
        return refused.faults or (Fault("no fault is named", Text("", "")),)
    return ()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile") / "broken.json"


@settings(max_examples=30)
@given(steps=st.sampled_from(list(places(WHOLE))), put=anything, is_gone=st.booleans())
def test_one_change_anywhere_is_taken_or_told(
    file: Path, steps: tuple[str | int, ...], put: object, *, is_gone: bool
) -> None:
    document = copy.deepcopy(WHOLE)
    if is_gone:
        del holder(document, steps)[steps[-1]]
    else:
        holder(document, steps)[steps[-1]] = put
    file.write_text(json.dumps(document), encoding="utf-8")
    for fault in faults_of(file):
        assert fault.pointer == "" or fault.pointer.startswith("/")
        assert fault.text.sv
        assert fault.text.en


@settings(max_examples=30)
@given(steps=st.sampled_from(list(places(BUILT))), put=anything, is_gone=st.booleans())
def test_one_change_in_a_profile_built_on_another_is_told_in_the_file_it_stands_in(
    file: Path, steps: tuple[str | int, ...], put: object, *, is_gone: bool
) -> None:
    document = copy.deepcopy(BUILT)
    if is_gone:
        del holder(document, steps)[steps[-1]]
    else:
        holder(document, steps)[steps[-1]] = put
    file.write_text(json.dumps(document), encoding="utf-8")
    for fault in faults_of(file):
        assert fault.file in ("broken.json", "common.json") or fault.pointer in ("", "/extends")
        assert fault.text.sv


@given(document=anything)
@settings(max_examples=30)
def test_any_json_at_all_is_told(file: Path, document: object) -> None:
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ProfileFault):
        load(file)
