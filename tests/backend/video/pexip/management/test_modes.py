"""The mode is changed with meetings booked: each is held in the new mode once asked for again, and none is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.config import PexipMode
from backend.video.pexip.management.service import ManagementService
from backend.video.pexip.service import PexipService
from backend.video.service import Means, Role, ServiceRefused, ServiceUnavailable, VideoService
from tests.backend.video.pexip.node import LATER, SECRET, Region, settings


def by_policy(pexip: Region) -> PexipService:
    known = replace(settings(pexip.node.url), mode=PexipMode.POLICY)
    return PexipService(pexip.database, pexip.clock, Means(secret=SECRET, pexip=known))


def again(service: VideoService, reference: str) -> None:
    assert service.create(LATER) == reference


def changed(service: VideoService, reference: str) -> None:
    service.change(reference, replace(LATER, end=LATER.end + timedelta(hours=1)))


asked_for = pytest.mark.parametrize("ask", [again, changed])


def way(service: PexipService | ManagementService, reference: str) -> str:
    return service.entry(reference, Role.HOST, "Vera Lindqvist", "p1").url


@asked_for
def test_what_was_answered_for_gets_a_room(pexip: Region, ask: Callable[[VideoService, str], None]) -> None:
    reference = by_policy(pexip).create(LATER)
    service = pexip.service()
    assert service.references() == []
    with pytest.raises(ServiceRefused, match="no-such-conference"):
        way(service, reference)
    ask(service, reference)
    assert (service.references(), service.find(LATER.key)) == ([reference], reference)
    with pytest.raises(ServiceUnavailable):
        way(service, reference)
    pexip.clock.advance(seconds=90)
    (room,) = pexip.held()
    assert f"/m/{room['aliases'][0]['alias']}?" in way(service, reference)


@asked_for
def test_what_had_a_room_is_answered_for(pexip: Region, ask: Callable[[VideoService, str], None]) -> None:
    reference = pexip.service().create(LATER)
    (room,) = pexip.held()
    service = by_policy(pexip)
    assert service.references() == []
    with pytest.raises(ServiceRefused, match="no-such-conference"):
        way(service, reference)
    ask(service, reference)
    assert service.references() == [reference]
    assert room["aliases"][0]["alias"] not in way(service, reference)


def test_there_and_back_again_leaves_one_room(pexip: Region) -> None:
    reference = pexip.service().create(LATER)
    by_policy(pexip).create(LATER)
    service = pexip.service()
    assert service.create(LATER) == reference
    for stray in set(service.references()) - {reference}:
        service.remove(stray)
    assert service.references() == [reference]
    assert len(pexip.held()) == 1


def test_what_was_made_in_either_mode_is_removed_in_the_other(pexip: Region) -> None:
    one = by_policy(pexip).create(LATER)
    pexip.service().remove(one)
    assert by_policy(pexip).find(LATER.key) is None
    other = pexip.service().create(LATER)
    by_policy(pexip).remove(other)
    assert pexip.service().find(LATER.key) is None
