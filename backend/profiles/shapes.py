"""The profile as frozen, typed values. The JSON Schema in schemas/profile.json says what each may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.errors import Invalid, Text
from backend.profiles.guide import GuideRules
from backend.profiles.link_hosts import LinkHost
from backend.profiles.rules import Rule
from backend.profiles.service_addresses import ServiceAddress

Language = Literal["sv", "en"]
Audience = Literal["patient", "staff"]
Role = Literal["host", "guest", "everyone"]


def say(text: Text, language: str) -> str:
    """Return the text in `language`: English for "en", else Swedish, the region's first language."""
    return text.en if language == "en" else text.sv


@dataclass(frozen=True, kw_only=True)
class Region:
    """Whose meetings these are. `accent` is #rrggbb and reads against white (contrast ≥ 4.5)."""

    name: Text
    mark: str
    accent: str


@dataclass(frozen=True, kw_only=True)
class Ribbon(Rule):
    """Which buttons stand in Outlook's ribbon beyond the two that always do."""

    create_directly: bool


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link text and its https address."""

    text: Text
    url: str


@dataclass(frozen=True, kw_only=True)
class InviteParts:
    """The parts of the invite block (seed 002)."""

    heading: Text
    description: Text
    guests: Text
    join: Text
    how: Link
    privacy: Link


@dataclass(frozen=True, kw_only=True)
class VideoServiceText(Rule):
    """What people read about one video service.

    `practice`: for trying out only, no type may name it. `agreement`: off for a unit until its agreement is recorded.
    """

    code: str
    label: Text
    practice: bool
    agreement: bool
    location: Text
    invite: InviteParts
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class RetiredService(Rule):
    """A service nobody is sent to any more and the one that replaced it."""

    code: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class ServiceChoice:
    """A video service that a meeting type may use."""

    code: str
    default: bool


@dataclass(frozen=True, kw_only=True)
class Template(Rule):
    """A central template in Personalverktyget; the two names are that system's own and are not translated."""

    case_type: str
    internal_name: str
    when: Text


@dataclass(frozen=True, kw_only=True)
class MeetingType(Rule):
    """One meeting type. `participant_limit` counts everybody in the meeting; None = not stated."""

    code: str
    label: Text
    icon: str
    audience: Audience
    picker: bool
    services: tuple[ServiceChoice, ...]
    participant_limit: int | None
    when: tuple[Text, ...]
    subject: Text
    templates: tuple[Template, ...]
    patient_opening: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery(Rule):
    """How one kind of participant is sent the link."""

    kind: str
    channel: Literal["inbox_1177", "outlook"]
    text: Text


@dataclass(frozen=True, kw_only=True)
class PatientMessage(Rule):
    """The message to a patient after the type's opening; {date} {time} {link} {privacy_link} are filled in."""

    paragraphs: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class HostRules(Rule):
    """How a meeting goes on without its host (seed 002: everybody is out one minute after)."""

    end_after_host_left_seconds: int
    several_hosts: bool


@dataclass(frozen=True, kw_only=True)
class Advice(Rule):
    """One piece of advice."""

    text: Text


@dataclass(frozen=True, kw_only=True)
class Door(Rule):
    """When the door opens and shuts around the booked time (minutes), and what it tells the waiting."""

    opens_minutes_before: int
    closes_minutes_after: int
    emergency: Advice
    networks: Advice
    nobody_comes: Advice


@dataclass(frozen=True, kw_only=True)
class AgeRow(Rule):
    """Who gets the link for a patient of `from_age` to `to_age` whole years, both included; None = no end."""

    code: str
    from_age: int
    to_age: int | None
    text: Text


@dataclass(frozen=True, kw_only=True)
class HelpLink(Rule):
    """A page with more help."""

    label: Text
    url: str


@dataclass(frozen=True, kw_only=True)
class Support(Rule):
    """Whom to ask about one kind of problem, and who is told."""

    role: Role
    problem: Text
    label: Text
    phone: str | None = None
    email: str | None = None
    url: str | None = None
    hours: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Card(Rule):
    """One card of advice around a meeting.

    With `nobody_came_minutes` hosts are shown it while they wait: so long after the beginning, when nobody has come.
    """

    code: str
    icon: str
    role: Role
    title: Text
    text: Text
    nobody_came_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Cards:
    """The cards by the moment they belong to."""

    before: tuple[Card, ...]
    during: tuple[Card, ...]
    end: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class Training(Rule):
    """Whether staff get their rights only once their training is recorded (seed 001), and which training."""

    required: bool
    text: Text


@dataclass(frozen=True, kw_only=True)
class Approval(Rule):
    """Whether a unit gives digital care only once its head's approval is on file."""

    required: bool
    text: Text


@dataclass(frozen=True, kw_only=True)
class ExternalStaff(Rule):
    """Whether somebody who is not employed needs a responsible person (seed 000, KIV)."""

    responsible_required: bool


@dataclass(frozen=True, kw_only=True)
class ExceptionRule(Rule):
    """A rule that the head of a unit may make an exception from, for at most so many months."""

    code: str
    text: Text
    longest_months: int


@dataclass(frozen=True, kw_only=True)
class OverrideReason:
    """A reason for sending all the same; `note`: it asks for a few words more."""

    code: str
    text: Text
    note: bool


@dataclass(frozen=True, kw_only=True)
class SendCheckRules(Rule):
    """What the send check allows here, and whether it speaks of what only looks like a care meeting."""

    override: bool
    looks_like_care: Literal["off", "warn"]
    reasons: tuple[OverrideReason, ...]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a list, by its code. `source` when it is another than that of the list."""

    code: str
    text: Text
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class Suitability(Rule):
    """The four questions before offering digital care, and when video does not suit (seeds 001 and 000)."""

    questions: tuple[Point, ...]
    when_not: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All that one region has decided."""

    code: str
    region: Region
    languages: tuple[Language, ...]
    sources: Mapping[str, Text]
    default_type: str
    ribbon: Ribbon
    services: tuple[VideoServiceText, ...]
    retired_services: tuple[RetiredService, ...]
    types: tuple[MeetingType, ...]
    deliveries: tuple[Delivery, ...]
    patient_message: PatientMessage
    host: HostRules
    door: Door
    ages: tuple[AgeRow, ...]
    join_together: Advice
    help_links: tuple[HelpLink, ...]
    support: tuple[Support, ...]
    cards: Cards
    training: Training
    external_staff: ExternalStaff
    approval: Approval
    exception_rules: tuple[ExceptionRule, ...]
    send_check: SendCheckRules
    suitability: Suitability
    guide: GuideRules
    link_hosts: tuple[LinkHost, ...] = ()
    service_addresses: tuple[ServiceAddress, ...] = ()

    def has_type(self, code: str) -> bool:
        """Tell whether the region has the meeting type."""
        return any(row.code == code for row in self.types)

    def type(self, code: str) -> MeetingType:
        """Return the meeting type.

        Raises:
            Invalid: with code unknown-type, when the region has no such type.
        """
        found = next((row for row in self.types if row.code == code), None)
        if found is None:
            raise Invalid("unknown-type")
        return found

    def service_text(self, code: str) -> VideoServiceText:
        """Return what people read about a video service.

        Raises:
            Invalid: with code unknown-service, when the region has no such service.
        """
        found = next((row for row in self.services if row.code == code), None)
        if found is None:
            raise Invalid("unknown-service")
        return found

    def offered_services(self, type_code: str, available: Mapping[str, int | None]) -> tuple[str, ...]:
        """Return the services a meeting of this type may use here, the default first.

        `available` maps the code of each connected service to the most participants it takes (None = no bound).
        A practice service is offered for every type when it is connected: only the demo connects one.

        Raises:
            Invalid: with code unknown-type.
        """
        rows = self.type(type_code).services
        usual, others = ([row.code for row in rows if row.default is first] for first in (True, False))
        chosen = [*usual, *(row.code for row in self.services if row.practice), *others]
        return tuple(code for code in chosen if code in available)

    def default_service(self, type_code: str, available: Mapping[str, int | None]) -> str | None:
        """Return the service a meeting of this type gets when nobody chose: the type's default, or practice for it.

        None when neither is connected: what else the type may use is chosen, and never takes their place unasked.

        Raises:
            Invalid: with code unknown-type.
        """
        chosen = {row.code for row in self.type(type_code).services if not row.default}
        return next((code for code in self.offered_services(type_code, available) if code not in chosen), None)

    def link_host(self, host: str, type_code: str, day: date) -> LinkHost | None:
        """Return the row that lets meetings of the type be led to this host (in small letters) on the day, if any."""
        return next((row for row in self.link_hosts if row.holds(host) and row.serves(type_code, day)), None)

    def service_address(self, code: str, day: date) -> ServiceAddress | None:
        """Return whom a host can call by this code on the day, if anybody."""
        return next((row for row in self.service_addresses if row.code == code and row.holds(day)), None)

    def participant_limit(self, type_code: str, service_limit: int | None) -> int | None:
        """Return how many may take part: the smaller of the region's and the service's limit (decision 12)."""
        bounds = [bound for bound in (self.type(type_code).participant_limit, service_limit) if bound is not None]
        return min(bounds, default=None)
