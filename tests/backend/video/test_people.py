"""Whom a host has sent away is told from state and reason alone, whoever wrote them."""

import pytest

from backend.video import reports
from backend.video.models import PresenceState
from backend.video.people import CUT_OFF, was_sent_away
from backend.video.stage import LOST, MEETING_REMOVED


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (PresenceState.DENIED, ""),
        (PresenceState.REMOVED, ""),
        # The service's own word for it, and ours of whom it can't put out yet.
        (PresenceState.LEFT, reports.DENIED),
        (PresenceState.LEFT, reports.REMOVED),
        # By a host, or nobody knows.
        (PresenceState.LEFT, CUT_OFF),
        (PresenceState.IN, PresenceState.DENIED),
        (PresenceState.IN, PresenceState.REMOVED),
    ],
)
def test_whom_a_host_sent_away_was(state: str, reason: str) -> None:
    assert was_sent_away(state, reason)


@pytest.mark.parametrize(
    "reason", ["", "left", "moved", LOST, MEETING_REMOVED, reports.ENDED_THERE, reports.UNANSWERED]
)
@pytest.mark.parametrize("state", [PresenceState.COMING, PresenceState.WAITING, PresenceState.IN, PresenceState.LEFT])
def test_whoever_has_gone_otherwise_or_is_there_was_not(state: str, reason: str) -> None:
    assert not was_sent_away(state, reason)
