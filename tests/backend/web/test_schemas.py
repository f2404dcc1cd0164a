"""Request bodies of every shape get an answer that names the places, never a crash."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Invalid, Malformed, Refused
from backend.web import schemas
from backend.web.api import refuse_unstorable

NAMES = ("meetings/create", "meetings/change", "patients/join")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize("name", NAMES)
@given(body=JSON)
def test_any_json_is_taken_or_refused_with_its_places(name: str, body: Any) -> None:
    pointers = [""]
    try:
        schemas.check(name, body)
    except (Malformed, Invalid) as refusal:
        pointers = [fault.pointer for fault in refusal.faults]
    assert pointers
    assert all(pointer == "" or pointer.startswith("/") for pointer in pointers)


@given(body=JSON)
def test_what_no_database_can_keep_is_refused_before_it_gets_there(body: Any) -> None:
    text = repr(body)
    holds = "\\x00" in text or "\\ud8" in text or "\\udf" in text
    try:
        refuse_unstorable(body)
    except Refused:
        assert holds or "\\ud" in text
    else:
        assert "\\x00" not in text


def test_faults_of_shape_come_before_faults_of_value() -> None:
    with pytest.raises(Malformed):
        schemas.check("meetings/create", {"extra": 1})
    with pytest.raises(Invalid) as refusal:
        schemas.check("meetings/change", {"extra": 1, "start": "soon"})
    assert [(fault.pointer, fault.code) for fault in refusal.value.faults] == [
        ("/extra", "unknown-field"),
        ("/start", "bad-time"),
    ]
