"""What the contract leaves open: the forms of addresses and numbers, and what a changed secret does to them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from backend.clock import FixedClock
from backend.config import HostEntry, PexipSettings
from backend.storage import Database
from backend.video import all_services
from backend.video.pexip.models import PexipEntry
from backend.video.pexip.names import ALIAS_LENGTH
from backend.video.pexip.service import PexipService
from backend.video.service import ConferenceRequest, Means, NotConnectedError, Redirect, Role
from tests.backend.video.pexip.rows import whose

START = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
REQUEST = ConferenceRequest("k1", START, START + timedelta(hours=1), 15, lobby=True, protected=True, language="sv")
SETTINGS = PexipSettings(node="https://video.example", domain="rooms.example")


def made(database: Database, *, secret: bytes = b"one secret", **changes: object) -> PexipService:
    return PexipService(database, FixedClock(START), Means(secret=secret, pexip=replace(SETTINGS, **changes)))


def found(database: Database, address: str) -> PexipEntry | None:
    with database.read() as session:
        entry = whose(session, address)
        return entry if entry is not None and entry.withdrawn_at is None else None


def alias(entry: Redirect) -> str:
    return urlsplit(entry.url).path.rpartition("/")[2]


@pytest.mark.parametrize("means", [None, Means()])
def test_without_its_settings_there_is_no_such_service(database: Database, means: Means | None) -> None:
    with pytest.raises(NotConnectedError):
        PexipService(database, FixedClock(START), means)
    assert "pexip" not in all_services(database, FixedClock(START), means)


@pytest.mark.parametrize(
    ("language", "role", "name"),
    [("sv", Role.GUEST, "Gäst"), ("en", Role.GUEST, "Guest"), ("sv", Role.HOST, "Värd"), ("en", Role.HOST, "Host")],
)
def test_the_address_says_what_somebody_is_and_never_who(
    database: Database, language: str, role: Role, name: str
) -> None:
    service = made(database, web_path="care")
    entry = service.entry(service.create(replace(REQUEST, language=language)), role, "Vera Lindqvist", "p1")
    parts = urlsplit(entry.url)
    assert re.fullmatch(rf"/care/m/[a-z2-7]{{{ALIAS_LENGTH}}}", parts.path)
    asked = parse_qs(parts.query)
    assert (asked["name"], asked["join"]) == ([name], ["1"])
    # The app asks nobody for a PIN: who is host is in our answer.
    assert asked["role"] == ["guest"]
    assert entry.pin is None
    assert "Vera" not in entry.url
    assert alias(entry) not in repr(entry)


def test_a_pin_is_for_hosts_alone_and_another_each_time(database: Database) -> None:
    service = made(database, host_entry=HostEntry.PIN)
    reference = service.create(REQUEST)
    pins = [service.entry(reference, Role.HOST, "Anna", "p1").pin for _ in range(5)]
    assert "role=" not in service.entry(reference, Role.HOST, "Anna", "p1").url
    assert all(re.fullmatch(r"[0-9]{8}", pin or "") for pin in pins)
    assert len(set(pins)) == len(pins)
    assert service.entry(reference, Role.GUEST, "Vera", "p2").pin is None


@pytest.mark.parametrize(
    ("form", "shape"),
    [
        ("{alias}@{domain}", r"[a-z2-7]{26}@rooms\.example"),
        ("vm.{alias}@{domain}", r"vm\.[a-z2-7]{26}@rooms\.example"),
        ("vm-{alias}", r"vm-[a-z2-7]{26}"),
    ],
)
def test_what_rooms_dial_has_the_regions_form_and_is_known_again(database: Database, form: str, shape: str) -> None:
    service = made(database, room_number=form)
    reference = service.create(REQUEST)
    number = service.room_entry(reference)
    assert number is not None
    assert re.fullmatch(shape, number.number)
    for written in (number.number, f"sip:{number.number}", f"SIP:{number.number.upper()};transport=tls"):
        entry = found(database, written)
        assert entry is not None
        assert (entry.reference, entry.role) == (reference, "room")


def test_without_a_domain_no_room_can_dial(database: Database) -> None:
    service = made(database, domain=None)
    assert not service.capabilities.rooms
    assert service.room_entry(service.create(REQUEST)) is None


def test_after_the_secret_was_changed_nobody_is_given_a_way_in_that_leads_nowhere(database: Database) -> None:
    before, after = made(database), made(database, secret=b"another secret")
    reference = before.create(REQUEST)
    old = before.entry(reference, Role.GUEST, "Vera", "p1")
    assert after.room_entry(reference) is None
    new = after.entry(reference, Role.GUEST, "Vera", "p1")
    assert found(database, alias(old)) is None
    assert found(database, alias(new)) is not None
    after.change(reference, REQUEST)
    number = after.room_entry(reference)
    assert number is not None
    assert found(database, number.number) is not None


def test_with_the_conference_every_way_in_is_gone(database: Database) -> None:
    service = made(database)
    reference = service.create(REQUEST)
    ways = [service.entry(reference, role, "Vera", "p1") for role in Role]
    service.remove(reference)
    assert [found(database, alias(way)) for way in ways] == [None, None]
