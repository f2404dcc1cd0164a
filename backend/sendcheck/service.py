"""Checks an invitation, and notes that one was sent with a stated reason."""

from collections.abc import Mapping
from typing import Any

from backend.clock import Clock, swedish_day
from backend.identity import Actor
from backend.privacy import detector
from backend.privacy.detector import Attendee, Invite
from backend.profiles import Profile


class SendCheck:
    """Checks invitations by the region's meeting types. Keeps and logs nothing of them."""

    def __init__(self, profile: Profile, clock: Clock) -> None:
        self._profile = profile
        self._clock = clock

    def check(self, actor: Actor, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return the verdict and the findings. The mail domains of the caller's mailboxes count as inside.

        `limit` left out is that of the type. Raises Invalid (unknown-type).
        """
        code = asked.get("type")
        kind = self._profile.type(code) if code is not None else None
        report = detector.check(
            Invite(
                subject=asked.get("subject", ""),
                body_html=asked.get("body_html", ""),
                location=asked.get("location", ""),
                attendees=[Attendee(one["address"], one.get("name") or "") for one in asked.get("attendees", ())],
                attachment_names=asked.get("attachment_names", ()),
                type=code,
                audience=kind.audience if kind else None,
                limit=asked.get("limit", kind.participant_limit if kind else None),
                start=asked.get("start"),
                today=swedish_day(self._clock.now()).isoformat(),
                own_domains=sorted({box.address.rpartition("@")[2] for box in actor.mailboxes}),
            )
        )
        return {"verdict": report.verdict, "findings": [finding.row() for finding in report.findings]}
