"""What is planned: which sites meet, in which order the cases come. No names of patients: a case is a number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_SITES, MOST_CASES, MOST_MINUTES = 25, 60, 240


class Role(StrEnum):
    """As whom a site enters."""

    HOST = "host"
    GUEST = "guest"


class Joins(StrEnum):
    """How a site comes in: our room, which dials when its people have said yes; or somebody outside, who calls in."""

    ROOM = "room"
    CALLS_IN = "calls_in"


@dataclass(frozen=True)
class Entry:
    """Where one enters in a role: a number, and the tones of a code that is asked for."""

    number: str
    tones: str = ""

    def __repr__(self) -> str:
        return "Entry(…)"


@dataclass(frozen=True)
class Site:
    """One site. `site_id` is the room's id for one of ours. `label` stands on every panel: a place, never a person."""

    site_id: str
    label: str
    joins: Joins = Joins.ROOM
    role: Role = Role.GUEST
    camera_preset: int | None = None
    layout: str | None = None


@dataclass(frozen=True)
class Case:
    """One case: its number on the list, how long it may take, and the unit it comes from."""

    number: int
    minutes: int
    unit: str


@dataclass(frozen=True)
class Plan:
    """A conference as it was planned. The presenter shares its source 1 to 5 in high resolution: `content`, or None."""

    plan_id: str
    sites: tuple[Site, ...]
    cases: tuple[Case, ...]
    presenter: str
    opens: datetime
    closes: datetime
    host: Entry
    guest: Entry
    content: int | None = None

    def site(self, site_id: str) -> Site:
        """Return the site of this id. Raises KeyError."""
        return {site.site_id: site for site in self.sites}[site_id]

    def entry(self, site: Site) -> Entry:
        """Return where the site enters."""
        return self.host if site.role is Role.HOST else self.guest

    @property
    def ours(self) -> tuple[Site, ...]:
        """The sites that are our rooms."""
        return tuple(site for site in self.sites if site.joins is Joins.ROOM)


def faults(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with a plan, as pairs of a place (`sites/2/label`) and a code; none when it can be held."""
    ids = [site.site_id for site in plan.sites]
    numbers = [case.number for case in plan.cases]
    ours = {site.site_id for site in plan.ours}
    checks = [
        ("sites", "too-few", len(plan.sites) < 2),  # noqa: PLR2004 - a conference is between two
        ("sites", "too-many", len(plan.sites) > MOST_SITES),
        ("sites", "twice", len(set(ids)) != len(ids)),
        ("cases", "too-many", len(plan.cases) > MOST_CASES),
        ("cases", "twice", len(set(numbers)) != len(numbers)),
        ("presenter", "not-a-room-of-ours", plan.presenter not in ours),
        ("presenter", "not-a-host", plan.presenter in ours and plan.site(plan.presenter).role is not Role.HOST),
        ("closes", "end-before-start", plan.closes <= plan.opens),
        ("closes", "too-long", plan.closes - plan.opens > timedelta(hours=12)),
        ("host", "missing", not plan.host.number),
        ("guest", "missing", not plan.guest.number and any(site.role is Role.GUEST for site in plan.ours)),
    ]
    checks += [
        (f"cases/{place}/minutes", "bad-length", not 1 <= case.minutes <= MOST_MINUTES)
        for place, case in enumerate(plan.cases)
    ]
    checks += [(f"sites/{place}/label", "missing", not site.label) for place, site in enumerate(plan.sites)]
    return tuple((place, code) for place, code, wrong in checks if wrong)
