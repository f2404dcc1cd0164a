"""What can stand in the access log: each action by its code, with the words people read.

`reads_patient_data` marks what shows somebody's name or number to staff: what a check looks at first. `told` says whose
extract an entry is part of when it names nobody; one that names somebody is part of theirs, whatever the action.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from backend.errors import Text


class Told(Enum):
    """Who is told, by their extract, of something done with a meeting that names nobody."""

    NOBODY = "nobody"
    THOSE_IN_IT = "those-in-it"
    """Who stood in the meeting just then: before and after, it was done for somebody else."""
    WHO_COMES_LATER_TOO = "who-comes-later-too"
    """What the meeting is, for whoever comes to stand in it."""


class Action(NamedTuple):
    """One kind of thing that is done."""

    label: Text
    reads_patient_data: bool = False
    told: Told = Told.NOBODY


def _action(sv: str, en: str, *, reads: bool = False, told: Told = Told.NOBODY) -> Action:
    return Action(Text(sv, en), reads, told)


def _meeting(sv: str, en: str, told: Told = Told.THOSE_IN_IT) -> Action:
    return _action(sv, en, told=told)


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "meeting.created": _meeting("Bokade möte", "Booked a meeting", Told.WHO_COMES_LATER_TOO),
        "meeting.read": _meeting("Läste mötet", "Read the meeting"),
        "meeting.changed": _meeting("Ändrade möte", "Changed a meeting", Told.WHO_COMES_LATER_TOO),
        "meeting.rooms-changed": _meeting("Ändrade mötets rum", "Changed its rooms", Told.WHO_COMES_LATER_TOO),
        "meeting.removed": _meeting("Tog bort möte", "Removed a meeting"),
        "meeting.started": _meeting("Tryckte på Starta möte", "Pressed Start meeting"),
        "meeting.entered": _meeting("Öppnade värdsidan", "Opened the host page"),
        "meeting.ended": _meeting("Avslutade mötet för alla", "Ended the meeting for everybody"),
        "meeting.locked": _meeting("Låste mötet", "Locked the meeting"),
        "meeting.unlocked": _meeting("Låste upp mötet", "Unlocked the meeting"),
        "host.joined": _meeting("Gick in som värd", "Went in as host"),
        "host.handed-over": _meeting("Gick som värd till ett annat system", "Went as host to another system"),
        "host.left": _meeting("Lämnade mötet som värd", "Left the meeting as host"),
        "people.listed": _action("Läste deltagarlistan", "Read the participant list", reads=True),
        "people.opened": _meeting("Öppnade värdens deltagarlista", "Opened the host's list of participants"),
        "people.shown": _action(
            "Såg deltagarna i värdens lista", "Saw the participants in the host's list", reads=True
        ),
        "person.added": _action("Lade till deltagare", "Added a participant", reads=True),
        "person.removed": _action("Tog bort deltagare ur listan", "Took a participant off the list"),
        "person.arrived": _action("Kom till väntrummet", "Came to the waiting room"),
        "person.left": _action("Lämnade väntrummet eller mötet", "Left the waiting room or the meeting"),
        "person.handed-over": _action("Leddes vidare till ett annat system", "Was led on to another system"),
        "person.admitted": _action("Släppte in deltagare", "Let a participant in", reads=True),
        "person.denied": _action("Nekade deltagare", "Turned a participant away", reads=True),
        "person.muted": _action("Tystade deltagare", "Muted a participant", reads=True),
        "person.unmuted": _action("Lät deltagare höras igen", "Let a participant be heard again", reads=True),
        "person.put-out": _action("Tog ut deltagare ur mötet", "Put a participant out", reads=True),
        "person.made-host": _action("Gjorde deltagare till värd", "Made a participant host", reads=True),
        "person.noted": _action("Skrev till väntande deltagare", "Wrote to a waiting participant", reads=True),
        "person.hand-lowered": _action("Tog ned deltagares hand", "Took a participant's hand down", reads=True),
        "person.spotlit": _action("Lyfte fram deltagare i bild", "Spotlit a participant", reads=True),
        "hands.looked": _meeting("Tittade efter uppräckta händer", "Looked for raised hands"),
        "guests.muted": _meeting("Tystade alla gäster", "Muted all guests"),
        "guests.unmuted": _meeting("Lät alla gäster höras igen", "Let all guests be heard again"),
        "send.overridden": _meeting("Skickade trots varning", "Sent in spite of a warning"),
        "access.refused": _action("Nekades åtkomst", "Was refused access"),
        "log.read": _action("Läste åtkomstloggen", "Read the access log"),
        "log.extracted": _action("Tog loggutdrag åt patient", "Made a log extract for a patient", reads=True),
        "log.reviewed": _action("Dokumenterade loggkontroll", "Recorded a check of the log"),
        "log.break-accepted": _action("Godtog ett brott i loggen", "Accepted a break in the log"),
        "log.unreadable": _action("En post var förstörd innan den nådde loggen", "An entry was spoilt on its way here"),
        "unit.people-read": _action("Läste enhetens personallista", "Read the unit's list of staff"),
        "unit.role-granted": _action("Gav roll", "Granted a role"),
        "unit.role-removed": _action("Tog bort roll", "Took a role away"),
        "unit.training-recorded": _action("Registrerade utbildning", "Recorded training"),
        "unit.training-removed": _action("Tog bort utbildning", "Took recorded training away"),
        "unit.agreement-recorded": _action("Registrerade tjänsteavtal", "Recorded a service agreement"),
        "unit.agreement-removed": _action("Tog bort tjänsteavtal", "Took a service agreement away"),
        "unit.exception-recorded": _action("Godkände undantag", "Approved an exception"),
        "unit.exception-removed": _action("Tog bort undantag", "Took an exception away"),
        "unit.approval-recorded": _action("Godkände digital vård", "Approved digital care"),
        "unit.approval-removed": _action("Tog bort godkännande", "Took the approval away"),
        "unit.systems-changed": _action("Ändrade enhetens system", "Changed the unit's systems"),
        "room.alarm-acknowledged": _action("Kvitterade larm från rum", "Acknowledged a room's alarm"),
        "room.case-closed": _action("Avslutade supportärende för rum", "Closed a room's support case"),
        "room.called": _meeting("Frågade ett rum om det vill ansluta", "Asked a room to join"),
        "address.dialled": _meeting("Ringde ut från mötet", "Called out from the meeting"),
        "room.call-withdrawn": _meeting("Tog tillbaka frågan till ett rum", "Took the question to a room back"),
        "room.joined": _meeting("Ett rum ringde in i mötet", "A room called into the meeting"),
        "room.care-unit-changed": _action("Ändrade enheten som ett rum ringer", "Changed the unit a room calls"),
        "room.released": _action("Lät rum prövas igen", "Let a room be tried again"),
        "room.key-approved": _action("Godkände ett rums nyckel", "Approved a room's key"),
        "rooms.push-begun": _action("Började ändra i många rum", "Began a change in many rooms"),
        "room.pushed": _action("Ändrade i ett rum", "Made a change in a room"),
        "room.sign-made": _action("Gjorde länk till dörrskylt", "Made the link of a door sign"),
        "room.sign-withdrawn": _action("Tog bort dörrskylt", "Took a door sign away"),
        "room.bookings-consent": _action("Ändrade vem som skriver rummets lista", "Changed who writes a room's list"),
        "unit.contacts-changed": _action("Ändrade supportkontakter", "Changed the support contacts"),
        "conference.made": _action("Planerade MDK", "Planned an MDT conference"),
        "conference.changed": _action("Ändrade planen för MDK", "Changed the plan of an MDT conference"),
        "conference.withdrawn": _action("Tog bort planen för MDK", "Withdrew the plan of an MDT conference"),
        "conference.begun": _action("Tryckte på Starta MDK", "Pressed Start MDT conference"),
        "conference.ended": _action("Tryckte på Avsluta för alla i MDK", "Pressed End for all in an MDT conference"),
        "conference.lapsed": _action(
            "MDK räknas som slut: ingen var kvar", "An MDT conference counts as over: nobody was left"
        ),
    }
)
