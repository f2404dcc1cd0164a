"""Our own short visits are nobody; whoever comes with sound or picture is somebody, whatever tag they bear."""

import pytest

from backend.video.pexip.hooks.persons import by_person, gather
from backend.video.pexip.models import VISIT, PexipEntry
from backend.video.reports import UNKNOWN, kind_of
from tests.backend.video.pexip.hooks.hall import Pexip
from tests.backend.video.pexip.hooks.test_histories import TAGS, calls_of, entries

VISITOR = PexipEntry(tag="evisit", person="", role=VISIT, display_name="")


@pytest.mark.parametrize("has_media", [True, False])
def test_a_call_that_bears_a_visits_tag_is_left_out_only_while_it_just_controls(*, has_media: bool) -> None:
    there = Pexip("vm-1", {**TAGS, "visitor": VISITOR.tag})
    there.comes("h1")
    there.conference.admit(there.comes("visitor", media=has_media))
    found = gather(calls_of(there.told), {**entries(TAGS), VISITOR.tag: VISITOR}).reports
    shown = {kind_of(who): (str(one.state), one.display_name) for who, one in found.items() if who != "h1"}
    assert shown == ({UNKNOWN: ("in", "There visitor")} if has_media else {})


def test_no_call_of_a_visit_is_anybodys_whoever_asks_whose_it_is() -> None:
    there = Pexip("vm-1", {**TAGS, "visitor": VISITOR.tag})
    there.comes("h1")
    there.conference.admit(there.comes("visitor", media=False))
    assert set(by_person(calls_of(there.told), {**entries(TAGS), VISITOR.tag: VISITOR}).legs) == {"h1"}
