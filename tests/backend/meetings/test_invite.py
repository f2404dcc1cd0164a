"""The invite block: one root, one marker line, our link and nothing that opens more."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from backend.errors import Invalid, Text
from backend.meetings import invite
from backend.meetings.invite import Invite
from backend.profiles import Profile, load

PROFILE = load("vastmanland")
TYPES = [row.code for row in PROFILE.types]
SERVICES = [row.code for row in PROFILE.services]
LINK = "https://vardmote.example/m/Zm9vYmFyYmF6cXV4MTIz"
WHEN = datetime(2026, 6, 10, 6, 0, tzinfo=UTC), datetime(2026, 6, 10, 7, 0, tzinfo=UTC), ZoneInfo("Europe/Stockholm")

printable = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60)
codes = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=1, max_size=40)


def made(**changes: Any) -> Invite:
    given_parts = {
        "marker": "mtg_1",
        "type_code": "patient_care",
        "service_code": "pexip",
        "join_url": LINK,
        "language": "sv",
    }
    return invite.render(changes.pop("profile", PROFILE), **(given_parts | changes))


def lines(markup: str) -> list[str]:
    return [cell.text_content().strip() for cell in parser.fragment_fromstring(markup).iter("td")]


def with_texts(text: str) -> Profile:
    service = PROFILE.service_text("pexip")
    both = Text(text, text)
    parts = replace(service.invite, heading=both, description=both, join=both, guests=both)
    return replace(PROFILE, services=(replace(service, invite=parts, location=both),))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("kind", TYPES)
def test_one_root_one_marker_line_one_door_link(kind: str, service: str, language: str) -> None:
    block = made(type_code=kind, service_code=service, language=language)
    root = parser.fragment_fromstring(block.html)
    assert (root.tag, root.get("data-vardmote"), root.get("lang")) == ("table", "mtg_1", language)
    assert root.findall(".//table") == []
    assert lines(block.html).count("Mötes-id: mtg_1") == 1
    assert block.text.splitlines().count("Mötes-id: mtg_1") == 1
    assert [a.get("href") for a in root.iter("a")].count(LINK) == 1
    assert block.text.count(LINK) == 1


def test_the_parts_are_seed_002_s_in_their_order() -> None:
    assert lines(made().html) == [
        "Skyddat Pexip-möte",
        PROFILE.service_text("pexip").invite.description.sv,
        "Mötesdeltagare eller gäst:",
        "Anslut till Pexip videomöte",
        "Så fungerar Pexip",
        "Så behandlar vi dina personuppgifter",
        "Mötes-id: mtg_1",
    ]
    assert made().location == "Skyddat Pexip-möte med Region Västmanland"
    assert made(language="en").location == "Protected Pexip meeting with Region Västmanland"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_twin_says_the_same_as_the_block(language: str) -> None:
    block = made(language=language)
    for line in lines(block.html):
        assert line in block.text


def test_the_block_survives_a_mail_program() -> None:
    root = parser.fragment_fromstring(made().html)
    used = {element.tag for element in root.iter()}
    assert used <= {"table", "tbody", "tr", "td", "a", "b", "span"}
    assert not re.search(r"<(script|style|img)|on\w+=|javascript:|url\(", made().html)
    assert all(cell.get("style") for cell in root.iter("td"))


@pytest.mark.parametrize("kind", TYPES)
def test_the_subject_says_nothing_of_any_patient_s_care(kind: str) -> None:
    for subject in (made(type_code=kind).subject, made(type_code=kind, language="en").subject):
        assert subject
        assert not re.search("patient|diagnos|mottagning|clinic", subject, re.IGNORECASE)


@given(text=printable, marker=codes, code=codes)
def test_whatever_the_profile_says_it_stays_text(text: str, marker: str, code: str) -> None:
    link = f"https://vardmote.example/m/{code}"
    block = made(profile=with_texts(text), marker=marker, join_url=link)
    root = parser.fragment_fromstring(block.html)
    assert len(list(root.iter("td"))) == 7
    assert {element.tag for element in root.iter()} == {"table", "tr", "td", "a", "b", "span"}
    assert root.get("data-vardmote") == marker
    assert lines(block.html).count(f"Mötes-id: {marker}") == 1
    assert block.text.splitlines()[-1] == f"Mötes-id: {marker}"
    cells = [cell.text_content() for cell in root.iter("td")]
    assert cells[0] == cells[1] == text
    assert text in block.text


@given(token=codes)
def test_no_host_token_gets_in(token: str) -> None:
    for link in (
        f"https://vardmote.example/h/mtg_1#{token}",
        f"https://vardmote.example/m/abc#{token}",
        f"https://vardmote.example/m/abc?pin={token}",
        f"https://{token}:x@vardmote.example/m/abc",
    ):
        with pytest.raises(ValueError, match="door"):
            made(join_url=link)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)//m/abc",
        "https://vardmote.example/m/",
        "https://vardmote.example/",
        "https://vardmote.example/m/abc\nMötes-id: mtg_2",
        "https://vardmote.example/m/a\tbc",
        'https://vardmote.example/m/abc"onclick="x',
        "https:///m/abc",
        "",
    ],
)
def test_only_a_plain_door_link_is_taken(link: str) -> None:
    with pytest.raises(ValueError, match="door"):
        made(join_url=link)


@pytest.mark.parametrize("marker", ["", "a b", 'x"', "mtg_1\nMötes-id: x", "å", "x" * 65])
def test_only_a_plain_marker_is_taken(marker: str) -> None:
    with pytest.raises(ValueError, match="marker"):
        made(marker=marker)


def test_unknown_type_and_service_are_refused() -> None:
    with pytest.raises(Invalid, match="unknown-type"):
        made(type_code="party")
    with pytest.raises(Invalid, match="unknown-service"):
        made(service_code="zoom")


@pytest.mark.parametrize(
    ("language", "when"),
    [("sv", "onsdag 10 juni 2026 kl. 08.00–09.00"), ("en", "Wednesday 10 June 2026, 08:00–09:00")],
)
@pytest.mark.parametrize("kind", ["patient_care", "patient_information", "care_room"])
def test_the_patient_message_is_whole(kind: str, language: str, when: str) -> None:
    block = made(type_code=kind, language=language)
    message = block.patient_message(*WHEN)
    assert when in message
    assert message.count(LINK) == 1
    assert block.privacy_url in message
    assert "{" not in message
    assert "Mötes-id" not in message


@pytest.mark.parametrize("kind", ["internal", "mdt"])
def test_a_meeting_of_staff_has_no_patient_message(kind: str) -> None:
    assert made(type_code=kind).patient_message(*WHEN) == ""
