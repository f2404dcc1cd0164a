"""A host's call to a court, a room or a telephone, by SIP or H.323: from the region's list, or where it is allowed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from backend.clock import Clock, swedish_day
from backend.config import PexipSettings
from backend.errors import Conflict, FieldFault, Invalid, Text, Unauthenticated, Unavailable
from backend.identity import Directory, SignIn
from backend.meetings import names
from backend.meetings.about import about_meeting
from backend.meetings.hosting import Hosting, require_meeting
from backend.meetings.models import Meeting
from backend.meetings.remembering import recall, remember
from backend.profiles import Profile
from backend.storage import Database
from backend.video.bearers import HOST, is_kind
from backend.video.conferences import Conferences
from backend.video.models import Conference
from backend.video.reports import CALLED, outsider
from backend.video.service import Capabilities, DialOut

Json = dict[str, Any]
# A name at a domain; neither a scheme before it nor anything behind.
_NAME = r"\+?[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9])?"
_ADDRESS = re.compile(_NAME + r"@((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]+)")
_LONGEST = 190
_NO_UNIT = Text("Vården", "Health care")
_BAD = Text(
    "Adressen går inte att ringa. Ingen är uppringd. Skriv den som namn@domän, utan blanksteg.",
    "This address can't be called. Nobody was called. Write it as name@domain, without blanks.",
)
_NOT_ALLOWED = Text(
    "Dit får det inte ringas. Ingen är uppringd. Välj i listan, eller be er Pexip-förvaltare att tillåta domänen.",
    "Calls there are not allowed. Nobody was called. Choose in the list, or ask those who run Pexip to allow it.",
)
_SAVED_ONLY = Text(
    "Från det här mötet går det bara att ringa adresser i regionens lista, eftersom det inte har någon lobby. Ingen är "
    "uppringd. Välj i listan, eller skicka möteslänken.",
    "From this meeting only addresses in the region's list can be called, as it has no lobby. Nobody was called. "
    "Choose in the list, or send the meeting's link.",
)
_NOT_HERE = Text(
    "Det går inte att ringa ut från det här mötet. Ingen är uppringd. Skicka möteslänken i stället.",
    "Nobody can be called from this meeting. Nobody was called. Send the meeting's link instead.",
)
_NOT_LISTED = Text(
    "Adressen finns inte i regionens lista längre. Ingen är uppringd. Läs in listan på nytt.",
    "The address is not in the region's list any more. Nobody was called. Load the list anew.",
)


@dataclass(frozen=True)
class _Call:
    """One call that is about to be made."""

    conference: Conference
    person: str
    wanted: DialOut
    lobby: bool


class DialOutDesk:
    """Calls for who hosts the meeting; never for a guest who was made host.

    Without `pexip` no typed address may be called, and none from a conference without a lobby: whoever is called there
    comes straight in, and can come back by the number they saw.
    """

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        directory: Directory,
        sign_in: SignIn,
        conferences: Conferences,
        hosting: Hosting,
        pexip: PexipSettings | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._directory = directory
        self._sign_in = sign_in
        self._conferences = conferences
        self._hosting = hosting
        self._domains = pexip.dial_out_domains if pexip is not None else ()

    def choices(self, bearer: str, meeting_id: str) -> Json:
        """Return whom a host can call, and where whoever answers comes to. Raises as `HostRights.require`."""
        day = swedish_day(self._clock.now())
        with self._acting(bearer, meeting_id, "meeting.read") as (session, _, meeting):
            can = self._conferences.capabilities(self._conferences.get(session, meeting.conference_id).service)
        rows = [row for row in self._profile.service_addresses if can.dials and row.holds(day)]
        saved = [
            {
                "code": row.code,
                "label": {"sv": row.label.sv, "en": row.label.en},
                "protocol": row.protocol,
                "address": row.address,
            }
            for row in rows
        ]
        domains = self._domains if can.dials and can.lobby else ()
        return {"saved": saved, "domains": list(domains), "lobby": can.lobby}

    def place(self, bearer: str, meeting_id: str, key: str, asked: Json) -> Json:
        """Call, once for each `key`, and return by what name the list shows whoever is called.

        It is in the access log before anybody is asked: a call that rings can't be taken back. No address is there.
        Raises as `HostRights.require`, Invalid (bad-address, address-not-allowed, own-address, unknown-address,
        limit-exceeded, too-long), Conflict (not-open, not-dialled, idempotency-key-reused), SlowDown, and Unavailable
        when it may ring all the same.
        """
        with self._acting(bearer, meeting_id, "address.dialled") as (session, user, meeting):
            person = outsider(CALLED, f"{user} {meeting_id} {key}")
            conference = self._conferences.get(session, meeting.conference_id)
            can = self._conferences.capabilities(conference.service)
            told = {"participant": person, "lobby": can.lobby}
            request, now = {"meeting": meeting_id, **asked}, self._clock.now()
            if recall(session, user, f"dial {key}", request, now) is not None:
                return told
            if not can.dials:
                raise Conflict("not-dialled", _NOT_HERE)
            call = _Call(conference, person, self._wanted(asked, meeting, can), can.lobby)
            self._conferences.dialling.begin(session, conference, person, call.wanted.shown_as)
            remember(session, user, f"dial {key}", request, told, now)
            self._hosting.record(
                session,
                "address.dialled",
                user,
                meeting,
                participant=person,
                protocol=call.wanted.protocol,
                saved=str(asked.get("saved", "")),
            )
        self._dial(meeting_id, call)
        return told

    def _dial(self, meeting_id: str, call: _Call) -> None:
        conference, dialling = call.conference, self._conferences.dialling
        try:
            number = dialling.dial(conference, call.person, call.wanted)
        except (Conflict, Invalid, Unavailable) as refused:
            # When it does not answer it may ring: the list goes on saying so until it tells, or nobody has come.
            note = dialling.untold if isinstance(refused, Unavailable) else dialling.failed
            with self._database.write(about_meeting(meeting_id)) as session:
                note(session, conference.id, call.person)
            raise
        with self._database.write(about_meeting(meeting_id)) as session:
            dialling.began(session, conference.id, call.person, number)

    def _wanted(self, asked: Json, meeting: Meeting, can: Capabilities) -> DialOut:
        unit = self._directory.unit(meeting.unit)
        caller = _said(unit.name if unit is not None else _NO_UNIT, meeting)
        name = names.clean(asked.get("name", ""))
        if "saved" in asked:
            row = self._profile.service_address(asked["saved"], swedish_day(self._clock.now()))
            if row is None:
                raise Invalid("unknown-address", _NOT_LISTED, (FieldFault("/saved", "unknown-address"),))
            return DialOut(row.address, caller, name or _said(row.label, meeting), row.protocol, row.dtmf)
        if not can.lobby:
            raise Invalid("address-not-allowed", _SAVED_ONLY, (FieldFault("/address", "address-not-allowed"),))
        address = asked["address"]
        found = _ADDRESS.fullmatch(address) if len(address) <= _LONGEST else None
        if found is None:
            raise Invalid("bad-address", _BAD, (FieldFault("/address", "bad-address"),))
        if found[1] not in self._domains:
            raise Invalid("address-not-allowed", _NOT_ALLOWED, (FieldFault("/address", "address-not-allowed"),))
        return DialOut(address, caller, name, asked.get("protocol", "sip"), asked.get("dtmf", ""))

    @contextmanager
    def _acting(self, bearer: str, meeting_id: str, attempted: str) -> Iterator[tuple[Session, str, Meeting]]:
        rights = self._hosting.rights
        if is_kind(bearer, HOST):
            with self._database.write(about_meeting(meeting_id)) as session:
                host = rights.session(session, bearer, meeting_id)
                yield session, host.user, require_meeting(session, meeting_id)
            return
        actor = self._sign_in.actor(bearer)
        if actor is None:
            raise Unauthenticated("unauthenticated")
        with (
            self._hosting.refusals.noted(actor, meeting_id, attempted),
            self._database.write(about_meeting(meeting_id)) as session,
        ):
            rights.acts(session, actor)
            yield session, actor.user, rights.require(session, actor, meeting_id)


def _said(text: Text, meeting: Meeting) -> str:
    return text.en if meeting.language == "en" else text.sv
