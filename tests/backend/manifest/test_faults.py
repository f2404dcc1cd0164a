import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.manifest import service
from backend.manifest.faults import TEXTS, Fault, fault
from tests.backend.manifest import cases
from tests.backend.manifest.cases import Case
from tests.backend.manifest.samples import changed, pack, unpack

ANY_FILE = {"unreadable", "too-large", "not-manifest", "not-zip"}


def named(group: tuple[Case, ...]) -> list[object]:
    return [pytest.param(case, id=f"{number}-{case.code}") for number, case in enumerate(group)]


def assert_found(case: Case, faults: list[Fault]) -> None:
    matching = [item for item in faults if item.code == case.code]
    assert matching, faults
    assert any(case.place in item.place for item in matching), matching
    assert all(item.message_sv and item.message_en and "{" not in item.message_en for item in matching)


@pytest.mark.parametrize("case", named(cases.XML))
def test_a_fault_in_outlook_xml_is_named_by_its_place(good: Path, tmp_path: Path, case: Case) -> None:
    file = tmp_path / "outlook.xml"
    file.write_text(case.change((good / "outlook.xml").read_text("utf-8")), "utf-8")

    assert_found(case, service.check(file))


@pytest.mark.parametrize("case", named(cases.UNIFIED))
def test_a_fault_in_manifest_json_is_named_by_its_place(good: Path, tmp_path: Path, case: Case) -> None:
    file = tmp_path / "manifest.json"
    manifest = json.loads((good / "manifest.json").read_text("utf-8"))
    file.write_text(json.dumps(changed(manifest, case.change)), "utf-8")

    assert_found(case, service.check(file))


@pytest.mark.parametrize("case", named(cases.PACKAGE))
def test_a_fault_in_the_teams_package_is_named_by_its_file(good: Path, tmp_path: Path, case: Case) -> None:
    file = tmp_path / "vardmote-teams.zip"
    file.write_bytes(pack(case.change(unpack(good / "vardmote-teams.zip"))))

    assert_found(case, service.check(file))


def test_every_fault_there_is_words_for_can_be_found() -> None:
    tested = {case.code for case in (*cases.XML, *cases.UNIFIED, *cases.PACKAGE)} | ANY_FILE

    assert tested == TEXTS.keys()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0", "not-manifest"),
        ("empty", b"", "not-manifest"),
        ("empty.xml", b"", "not-xml"),
        ("empty.json", b"", "not-json"),
        ("deep.json", b'{"a":' + b"[" * 200_000, "not-json"),
        ("number.json", b'{"a":NaN}', "not-json"),
        ("list.json", b"[1]", "not-json"),
        ("deep.xml", b"<a>" * 60_000, "not-xml"),
        ("latin.xml", '<?xml version="1.0" encoding="nothing"?><å/>'.encode("latin-1"), "not-xml"),
        ("huge.xml", b"<OfficeApp>" + b" " * 262_144, "too-large"),
        ("huge.zip", b"PK" + bytes(5 * 1024 * 1024), "too-large"),
        ("broken.zip", b"PK\x03\x04 and no more", "not-zip"),
        (
            "laughs.xml",
            b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
            "doctype",
        ),
        ("outside.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', "doctype"),
    ],
)
def test_hostile_files_give_one_fault_and_no_traceback(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    assert [item.code for item in service.check(file)] == [code]


def test_what_is_no_file_is_said_so(tmp_path: Path) -> None:
    assert [item.code for item in service.check(tmp_path)] == ["unreadable"]
    assert [item.code for item in service.check(tmp_path / "nothing.xml")] == ["unreadable"]


def test_a_bomb_in_a_zip_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.zip"
    file.write_bytes(pack({"manifest.json": b" " * 50_000_000}))

    assert {item.code for item in service.check(file)} == {"too-large", "not-json"}


def test_what_a_hostile_file_holds_is_shortened_before_it_is_shown() -> None:
    item = fault("-", "not-https", value="a\x1b[2J\n" + "b" * 10_000)

    assert len(item.message_sv) < 250
    assert item.message_sv.isprintable()


@settings(max_examples=150)
@given(data=st.data())
def test_no_damage_to_a_good_file_breaks_the_check(good: Path, tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["outlook.xml", "manifest.json", "vardmote-teams.zip"]))
    content = bytearray((good / name).read_bytes())
    start = data.draw(st.integers(0, len(content) - 1))
    stop = data.draw(st.integers(start, min(len(content), start + 400)))
    content[start:stop] = data.draw(st.binary(max_size=40))
    file = tmp_path / name
    file.write_bytes(content)

    assert all(isinstance(item, Fault) for item in service.check(file))


@settings(max_examples=40)
@given(
    path=st.sampled_from(
        [
            "extensions",
            "extensions.0.runtimes",
            "extensions.0.ribbons.0.tabs",
            "staticTabs.0",
            "icons",
            "localizationInfo",
        ]
    ),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
)
def test_no_shape_of_json_breaks_the_check(good: Path, tmp_path: Path, path: str, value: object) -> None:
    manifest = json.loads((good / "manifest.json").read_text("utf-8"))
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(changed(manifest, cases.put(path, value))), "utf-8")

    assert all(isinstance(item, Fault) for item in service.check(file))
