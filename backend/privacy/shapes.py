"""What the detector is given and what it answers. The same shapes as addin/src/privacy/shapes.ts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Field = Literal["subject", "body", "location", "attendee", "attachment"]
Part = Literal["text", "hidden", "href", "alt"]
Severity = Literal["block", "warn"]
Verdict = Literal["ok", "warn", "block"]


@dataclass(frozen=True)
class Attendee:
    """Somebody invited."""

    address: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Invite:
    """All that is sent. `type` is a code of the profile, `audience` that type's ("patient" or "staff").

    `limit` is the most participants (None = no limit). `start` is the meeting's own start, ISO 8601 with offset.
    `today` is the day of the check, YYYY-MM-DD: nobody is born after it; without it the day of `start` counts.
    `own_domains` are mail domains that count as inside; without any, every attendee is outside.
    """

    subject: str = ""
    body_html: str = ""
    location: str = ""
    attendees: Sequence[Attendee] = ()
    attachment_names: Sequence[str] = ()
    type: str | None = None
    audience: str | None = None
    limit: int | None = None
    start: str | None = None
    today: str | None = None
    own_domains: Sequence[str] = ()


@dataclass(frozen=True)
class Finding:
    """One thing found. `start` and `length` count code points of the field as given: raw HTML for the body.

    `masked` and the texts hold at most the last two digits. `index` says which attendee or attachment; there, part
    "text" is an attendee's name and "href" the address.
    """

    rule: str
    severity: Severity
    field: Field
    part: Part
    start: int
    length: int
    masked: str
    sv: str
    en: str
    index: int | None = None

    def row(self) -> dict[str, Any]:
        """Return the finding as it stands in JSON."""
        shown = asdict(self)
        if self.index is None:
            del shown["index"]
        return shown


@dataclass(frozen=True)
class Report:
    """The verdict is that of the gravest finding, `ok` without any."""

    verdict: Verdict
    findings: tuple[Finding, ...]
