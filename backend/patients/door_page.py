"""What the door's page says before anybody has joined: the right place, the right time, and whom to ask.

No word about the kind of care and nobody's name: a stranger may be looking.
"""

from typing import Any

from icalendar import Calendar, Event, vText

from backend.clock import Clock
from backend.errors import Text
from backend.identity import Directory
from backend.meetings import doors
from backend.meetings.ways import Way
from backend.patients.leading import Leading
from backend.patients.service import Visits
from backend.profiles import Profile, support_view
from backend.storage import Database
from backend.units.gates import UnitGates
from backend.video.conferences import Conferences

Json = dict[str, Any]
_TITLE = Text("Videomöte", "Video meeting")


class DoorPage:
    """Makes the page data and the calendar entry of a door. Reads only."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        directory: Directory,
        conferences: Conferences,
        visits: Visits,
        origin: str,
        gates: UnitGates,
        leading: Leading,
        *,
        demo: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._directory = directory
        self._conferences = conferences
        self._visits = visits
        self._origin = origin
        self._gates = gates
        self._leading = leading
        self._demo = demo

    def data(self, code: str, address: str) -> Json:
        """Return the page data of a door. Raises NotFound, SlowDown."""
        with self._database.read() as session:
            door = self._visits.way(session, code, address)
            service = self._conferences.get(session, door.meeting.conference_id).service
            can = self._conferences.capabilities(service)
            now = self._visits.standing(session, door)
            rules = self._profile.door
            unit = self._directory.unit(door.meeting.unit)
            leads_to = self._leading.place(session, door)
            return {
                **self._visits.door_news(door, now),
                **self.common(),
                "support": self._gates.support(door.meeting.unit, "guest"),
                "unit": _both(unit.name if unit else self._profile.region.name),
                "needs_name": door.participant_id is None and leads_to is None,
                "leads_to": leads_to,
                "embedded": can.embedded,
                "led_on": can.reports,
                "lobby": can.lobby,
                "service_label": _both(self._profile.service_text(service).label),
                "networks": _both(rules.networks.text),
                "nobody_comes": _both(rules.nobody_comes.text),
            }

    def common(self) -> Json:
        """Return what is true of every door, also of one there is not."""
        return {
            "region": _both(self._profile.region.name),
            "support": support_view(self._profile, "guest"),
            "emergency": _both(self._profile.door.emergency.text),
            "demo": self._demo,
        }

    def calendar(self, code: str, address: str) -> bytes:
        """Return the door's time as iCalendar (RFC 5545) with a neutral title and nobody's name.

        Raises NotFound, SlowDown, Gone for a door that is shut for good.
        """
        with self._database.read() as session:
            door = self._visits.way(session, code, address)
            doors.require_not_shut(self._visits.standing(session, door))
            return self._entry(door)

    def _entry(self, door: Way) -> bytes:
        meeting = door.meeting
        calendar = Calendar()
        calendar.add("prodid", "-//Skyddat vardmote//SV")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        event = Event()
        event.add("uid", f"{meeting.id}@skyddat-vardmote")
        event.add("dtstamp", self._clock.now())
        event.add("dtstart", meeting.start)
        event.add("dtend", meeting.end)
        event.add("summary", vText(_TITLE.en if meeting.language == "en" else _TITLE.sv))
        event.add("url", f"{self._origin}/m/{door.code}")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
        return bytes(calendar.to_ical())


def _both(text: Text) -> Json:
    return {"sv": text.sv, "en": text.en}
