"""What every video service has to do, run unchanged against each entry of the one table."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.storage import Database
from backend.video import SERVICES
from backend.video.service import (
    Capabilities,
    ConferenceRequest,
    Embedded,
    HostControl,
    Redirect,
    Role,
    ServiceRefused,
    VideoService,
)

START = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
REQUEST = ConferenceRequest(
    key="k1",
    start=START,
    end=START + timedelta(hours=1),
    participant_limit=4,
    lobby=True,
    protected=True,
    language="sv",
    link="https://meet.example/r/1",
)
# The services this suite knows how to stand up. A new line in the table fails the test below until it is here too.
KNOWN = ("builtin", "link")
DOCS = Path(__file__).parents[3] / "docs" / "adding-a-video-service.md"


@pytest.fixture(params=sorted(SERVICES))
def service(request: pytest.FixtureRequest, database: Database) -> VideoService:
    return SERVICES[request.param](database, FixedClock(START))


def test_table_docs_and_this_suite_know_the_same_services() -> None:
    line = re.search(r"^Services: (.+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert line is not None
    documented = {name.strip(" `") for name in line[1].split(",")}
    assert documented == set(SERVICES) == set(KNOWN)


def test_a_service_is_called_what_the_table_calls_it(service: VideoService) -> None:
    assert SERVICES.get(service.code) is not None


def test_what_a_service_can_do_is_data_and_consistent(service: VideoService) -> None:
    can = service.capabilities
    assert isinstance(can, Capabilities)
    assert can == service.capabilities
    assert can.participant_limit is None or can.participant_limit >= 2
    if not can.lobby:
        assert not {HostControl.ADMIT, HostControl.DENY} & can.host_controls
    if can.by_link:
        assert not any((can.embedded, can.lobby, can.limits, can.protects, can.host_controls))


def test_the_same_key_never_gives_a_second_conference(service: VideoService) -> None:
    first = service.create(REQUEST)
    assert service.create(REQUEST) == first
    assert list(service.references()) == [first]


def test_another_key_gives_another_conference(service: VideoService) -> None:
    assert service.create(REQUEST) != service.create(replace(REQUEST, key="k2"))


def test_what_was_made_is_found_by_its_key(service: VideoService) -> None:
    assert service.find(REQUEST.key) is None
    reference = service.create(REQUEST)
    assert service.find(REQUEST.key) == reference


def test_a_change_keeps_reference_and_key_and_may_be_repeated(service: VideoService) -> None:
    reference = service.create(REQUEST)
    longer = replace(REQUEST, end=START + timedelta(hours=2))
    service.change(reference, longer)
    service.change(reference, longer)
    assert service.find(REQUEST.key) == reference
    assert list(service.references()) == [reference]


def test_what_is_not_there_can_not_be_changed_or_entered(service: VideoService) -> None:
    with pytest.raises(ServiceRefused):
        service.change("no-such-reference", REQUEST)
    with pytest.raises(ServiceRefused):
        service.entry("no-such-reference", Role.GUEST, "Vera")


def test_removing_leaves_nothing_and_may_be_repeated(service: VideoService) -> None:
    reference = service.create(REQUEST)
    service.remove(reference)
    service.remove(reference)
    assert service.find(REQUEST.key) is None
    assert list(service.references()) == []


def test_nobody_is_in_what_was_only_just_made_nor_in_what_is_not_there(service: VideoService) -> None:
    assert not service.occupied(service.create(REQUEST))
    assert not service.occupied("nowhere")


def test_a_removed_conference_may_be_made_again_under_its_key(service: VideoService) -> None:
    service.remove(service.create(REQUEST))
    again = service.create(REQUEST)
    assert list(service.references()) == [again]


def test_what_is_given_to_the_service_is_not_shown_where_it_is_printed(service: VideoService) -> None:
    assert "meet.example" not in repr(REQUEST)
    assert "meet.example" not in repr(service.entry(service.create(REQUEST), Role.GUEST, "Vera Lindqvist"))


def test_a_service_that_needs_a_link_refuses_to_go_without(service: VideoService) -> None:
    bare = replace(REQUEST, link=None)
    if service.capabilities.by_link:
        with pytest.raises(ServiceRefused, match="no-link"):
            service.create(bare)
        with pytest.raises(ServiceRefused, match="no-link"):
            service.change(service.create(REQUEST), bare)
    else:
        assert service.create(bare) == service.create(REQUEST)


@pytest.mark.parametrize("role", Role)
def test_entry_agrees_with_what_the_service_says_of_itself(service: VideoService, role: Role) -> None:
    entry = service.entry(service.create(REQUEST), role, "Vera Lindqvist")
    assert isinstance(entry, Embedded if service.capabilities.embedded else Redirect)
