"""Somebody at the door of a meeting held at a service that reports, and the way on that was asked for them."""

from typing import NamedTuple

from backend.meetings.models import Participant


class Who(NamedTuple):
    """Who stands at the door: somebody known, or a newcomer to be; `token` is whose bearer they act with until now."""

    participant: Participant | None
    person: str
    name: str
    token: str | None = None
    resume: bool = False
    anew: bool = False


class Ahead(NamedTuple):
    """What was asked of the service before anything was written: for whom, as they then stood, and the way it gave."""

    meeting_id: str
    reference: str = ""
    person: str = ""
    token: str | None = None
    url: str = ""
    anew: bool = False
