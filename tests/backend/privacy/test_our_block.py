"""What we write into an invitation ourselves must never be stopped by our own check."""

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from backend.meetings import invite
from backend.privacy.detector import Attendee, Invite, check
from backend.profiles import load
from backend.profiles.service import shipped

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
ZONE = ZoneInfo("Europe/Stockholm")
START, END = datetime(2026, 12, 1, 8, 0, tzinfo=UTC), datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", shipped())
def test_every_block_passes(name: str, language: str) -> None:
    profile = load(name)
    random = Random(20261122)  # noqa: S311 - samples, not secrets
    for kind in profile.types:
        for service in profile.services:
            marker, code = ("".join(random.choice(ALPHABET) for _ in range(22)) for _ in range(2))
            block = invite.render(
                profile,
                marker=marker,
                type_code=kind.code,
                service_code=service.code,
                join_url=f"https://vardmote.example/m/{code}",
                language=language,
            )
            for body in (block.html, f"<pre>{block.text}</pre>", block.patient_message(START, END, ZONE)):
                report = check(
                    Invite(
                        subject=block.subject,
                        body_html=f"<p>Hej!</p>{body}<p>Hälsningar</p>",
                        location=block.location,
                        attendees=(Attendee("nils@other.example", "Nils Ek"),),
                        audience=kind.audience,
                        own_domains=("demo.example",),
                        start=START.isoformat(),
                        today="2026-11-22",
                    )
                )
                assert report.verdict == "ok", (kind.code, service.code, report.findings)
