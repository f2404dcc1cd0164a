"""What a meeting's body says when its conference has not come as far as it should."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from backend.video.models import Conference
from tests.backend.meetings.clinic import Clinic

START = timedelta(hours=5)


@pytest.mark.parametrize(
    ("state", "reason", "shown", "sv", "en"),
    [
        ("wanted", "service-unavailable", "creating", "Du kan skicka inbjudan nu", "You can send the invitation now"),
        ("ready", "service-unavailable", "ready", "du behöver inte göra något", "nothing you need to do"),
        ("failed", "service-refused", "failed", "Välj en annan tid eller mötestyp", "Choose another time or type"),
        ("failed", "internal-fault", "failed", "Vi försöker igen av oss själva", "We try again by ourselves"),
        ("failed", "service-unavailable", "failed", "Välj en ny tid", "Choose a new time"),
    ],
)
def test_every_failure_says_what_to_do(  # noqa: PLR0913 - the columns of the table
    clinic: Clinic, state: str, reason: str, shown: str, sv: str, en: str
) -> None:
    start = clinic.house.clock.now() + START
    times = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    meeting = clinic.book(**times)["id"]
    with clinic.house.database.write() as session:
        session.execute(update(Conference).values(state=state, state_reason=reason))
    body = clinic.meetings.read(clinic.actor("personal"), meeting)
    assert (body["state"], body["state_reason"]) == (shown, reason)
    assert sv in body["state_text"]["sv"]
    assert en in body["state_text"]["en"]
    assert "{" not in body["state_text"]["sv"] + body["state_text"]["en"]


@pytest.mark.parametrize(
    ("state", "reason", "sv", "en"),
    [
        ("removing", "", "Mötet är borttaget.", "The meeting has been removed."),
        ("removing", "service-unavailable", "Du behöver inte göra något", "nothing you need to do"),
        ("removing", "service-refused", "Kontakta supporten", "Contact support"),
        ("removing", "internal-fault", "Vi försöker igen av oss själva", "We try again by ourselves"),
        ("removed", "", "Mötet är borttaget.", "The meeting has been removed."),
    ],
)
def test_whoever_removed_a_meeting_is_told_that_the_service_still_has_it(
    clinic: Clinic, state: str, reason: str, sv: str, en: str
) -> None:
    start = clinic.house.clock.now() + START
    meeting = clinic.book(start=start.isoformat(), end=(start + timedelta(hours=1)).isoformat())["id"]
    clinic.meetings.remove(clinic.actor("personal"), meeting)
    with clinic.house.database.write() as session:
        session.execute(update(Conference).values(state=state, state_reason=reason))
    body = clinic.meetings.read(clinic.actor("personal"), meeting)
    assert (body["state"], body["state_reason"], body["join_url"]) == ("removed", reason or "removed-by-booker", None)
    assert sv in body["state_text"]["sv"]
    assert en in body["state_text"]["en"]
    assert "{" not in body["state_text"]["sv"] + body["state_text"]["en"]
