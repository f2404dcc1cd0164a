"""The one invite block, its plain-text twin, and the message a patient gets.

The parts and their order are seed 002's. The block carries the link of our own door and nothing else that opens
anything: never a host right, a PIN or a person's name.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from backend.errors import Text
from backend.meetings import words
from backend.profiles import MeetingType, Profile, VideoServiceText
from backend.profiles.shapes import say

_MARKER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DOOR = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*/m/[A-Za-z0-9_-]+")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SERIES = Text(
    "Länken är densamma hela serien. Den leder till mötet som pågår, annars till nästa.",
    "The link is the same for the whole series. It leads to the meeting that is on, else to the next.",
)


@dataclass(frozen=True)
class Invite:
    """What goes into the appointment: `html` and its twin `text`, the location and a proposed neutral subject."""

    html: str
    text: str
    location: str
    subject: str
    language: str
    join_url: str
    privacy_url: str
    paragraphs: tuple[str, ...]

    def patient_message(self, start: datetime, end: datetime, zone: ZoneInfo, link: str | None = None) -> str:
        """Return the whole message to paste in Personalverktyget, times in `zone`; empty for a meeting of staff.

        `link` is the meeting's own where the invite carries that of a whole series: a patient is asked to one date.
        """
        values = MappingProxyType(
            {
                "date": words.day_and_year(start, zone, self.language),
                "time": words.times(start, end, zone, self.language),
                "link": link or self.join_url,
                "privacy_link": self.privacy_url,
            }
        )
        return "\n\n".join(_PLACEHOLDER.sub(lambda found: values[found[1]], part) for part in self.paragraphs)


def render(  # noqa: PLR0913 - every part is named at the call
    profile: Profile,
    *,
    marker: str,
    type_code: str,
    service_code: str,
    join_url: str,
    language: str,
    of_series: bool = False,
) -> Invite:
    """Return the invite of one meeting in `language` (sv or en); that of a series says what its link leads to.

    `marker` stands in `data-vardmote` and in the one line "Mötes-id: …", which reads the same in both languages
    because blocks are counted by it.

    Raises:
        Invalid: unknown-type or unknown-service.
        ValueError: the link is not a plain door link (http or https, path …/m/<code>, no query, no fragment, where
            host tokens travel), or the marker holds other characters than letters, digits, - and _.
    """
    if not _MARKER.fullmatch(marker):
        raise ValueError("The marker may hold letters, digits, - and _ only")
    if not _DOOR.fullmatch(join_url):
        raise ValueError("Only the plain link of our own door may stand in an invite")
    meeting_type, service = profile.type(type_code), profile.service_text(service_code)
    values = {
        "marker": marker,
        "language": language,
        "accent": profile.region.accent,
        "join_url": join_url,
        "parts": _parts(service, language),
        "series": say(_SERIES, language) if of_series else None,
    }
    return Invite(
        html=_templates().get_template("invite.html").render(values),
        text=_templates().get_template("invite.txt").render(values),
        location=say(service.location, language),
        subject=say(meeting_type.subject, language),
        language=language,
        join_url=join_url,
        privacy_url=service.invite.privacy.url,
        paragraphs=_paragraphs(profile, meeting_type, language),
    )


def _parts(service: VideoServiceText, language: str) -> dict[str, str]:
    parts = service.invite
    return {
        "heading": say(parts.heading, language),
        "description": say(parts.description, language),
        "guests": say(parts.guests, language),
        "join": say(parts.join, language),
        "how": say(parts.how.text, language),
        "how_url": parts.how.url,
        "privacy": say(parts.privacy.text, language),
        "privacy_url": parts.privacy.url,
    }


def _paragraphs(profile: Profile, meeting_type: MeetingType, language: str) -> tuple[str, ...]:
    if meeting_type.audience != "patient" or meeting_type.patient_opening is None:
        return ()
    return tuple(say(text, language) for text in (meeting_type.patient_opening, *profile.patient_message.paragraphs))


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
    )
