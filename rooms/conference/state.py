"""How a conference stands: one stage for each site. Whole, small, and written down before anything is done about it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """Where a site is."""

    AWAITED = "awaited"  # outside: calls in by itself
    LOOKING = "looking"  # we look at the room before we do anything
    ASKING = "asking"  # its people have our question on their panel
    DECLINED = "declined"  # they said not now, or nothing
    BUSY = "busy"  # in another call, or booked by others: left alone
    DIALLING = "dialling"
    CONNECTED = "connected"
    LEFT = "left"  # its people hung up
    FAILED = "failed"  # the call did not come about
    UNREACHABLE = "unreachable"  # the room does not answer us; its call may well stand
    SKIPPED = "skipped"
    LEAVING = "leaving"  # we hang up and put the room back as it was
    OVER = "over"


class Purpose(StrEnum):
    """Why we look at a room, and so what comes after."""

    ASK = "ask"
    DIAL = "dial"
    LEAVE = "leave"


@dataclass(frozen=True)
class AsFound:
    """How a room was before we did anything in it; None and "" for what it did not tell."""

    volume: int | None = None
    standby: str = ""
    layout: str = ""


@dataclass(frozen=True)
class SiteState:
    """One site. `turn` numbers what we have asked of the room: an answer to an earlier turn is out of date.

    `agreed_at`: when its people last said yes. `touched`: we have shown or dialled something there. `after`: where it
    goes when it has been left. `again_at`: when to do the stage's next thing if nothing has come. `found`: how it is
    to be put back. `shared`: what the presenter shows was shared in this call; what they do with it then is theirs.
    """

    stage: Stage
    turn: int = 0
    purpose: Purpose | None = None
    call_id: str | None = None
    tries: int = 0
    agreed_at: datetime | None = None
    touched: bool = False
    tones_sent: bool = False
    reason: str = ""
    after: Stage = Stage.OVER
    again_at: datetime | None = None
    found: AsFound | None = None
    shared: bool = False


@dataclass(frozen=True)
class Course:
    """The whole conference. `tag` is the booking id that marks our calls; `version` counts what was written down."""

    tag: str
    version: int = 0
    begun_at: datetime | None = None
    begun_by: str = ""
    ending_at: datetime | None = None
    case: int = 0
    case_since: datetime | None = None
    sites: Mapping[str, SiteState] = field(default_factory=dict)
    presses: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        """Whether it has begun and nobody has ended it."""
        return self.begun_at is not None and self.ending_at is None

    @property
    def over(self) -> bool:
        """Whether it was ended and no room is left to hang up."""
        done = {Stage.OVER, Stage.SKIPPED, Stage.AWAITED}
        return self.ending_at is not None and all(site.stage in done for site in self.sites.values())

    def with_site(self, site_id: str, site: SiteState) -> "Course":
        """Return the course with this site in another state."""
        return replace(self, sites={**self.sites, site_id: site})


def written(course: Course) -> str:
    """Return the course as JSON. It holds ids, stages and times: no number, code, or name."""
    return json.dumps(asdict(course), default=lambda moment: moment.isoformat())


def read(text: str) -> Course:
    """Return the course that `written` wrote."""
    held: dict[str, Any] = json.loads(text)
    sites = {site_id: _site(site) for site_id, site in held.pop("sites").items()}
    moments = {name: _moment(held.pop(name)) for name in ("begun_at", "ending_at", "case_since")}
    return Course(**{**held, **moments, "presses": tuple(held["presses"]), "sites": sites})


def _site(held: dict[str, Any]) -> SiteState:
    purpose = Purpose(held["purpose"]) if held["purpose"] else None
    stages = {name: Stage(held[name]) for name in ("stage", "after")}
    moments = {name: _moment(held[name]) for name in ("agreed_at", "again_at")}
    found = AsFound(**told) if (told := held.get("found")) else None
    return SiteState(**{**held, **stages, **moments, "purpose": purpose, "found": found})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
