"""What is done in a room for its standing panel, over its endpoint. All of it may raise RoomError."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from rooms.conference.words import Language
from rooms.endpoint import Booking, CallState, Capability, Dial, Endpoint, Prompt, State
from rooms.errors import BadParameter, Busy, NotSupported, Refused
from rooms.standing.panel import LINE, PANEL, Offer, panel
from rooms.standing.rule import Question, Seen, Way
from rooms.standing.touches import question_id
from rooms.standing.words import say
from rooms.xapi.panel_xml import as_xml

# What a room does not have, or not now, is done without.
DONE_WITHOUT = (NotSupported, Refused, BadParameter)
_ENDED = frozenset({CallState.DISCONNECTING, CallState.IDLE})
_STANDS = frozenset({CallState.CONNECTED, CallState.ON_HOLD})
ANSWER_SECONDS = 60
# A host waits no longer, and nothing but the room takes the question away when we have lost it.
RING_SECONDS = 120


def language_of(room: Endpoint) -> Language:
    """Return the language of the room's people, as it is set there."""
    with suppress(NotSupported, Refused):
        told = room.configuration(("UserInterface", "Language"))
        return "sv" if told.startswith("Swedish") or not told else "en"
    return "sv"


def look(room: Endpoint, own: Collection[str], now: datetime) -> Seen:
    """Read the room's calls, and what is booked in it now by others: what has none of `own` as its id."""
    state = room.state()
    bookings = room.bookings() if Capability.BOOKINGS_READ in room.capabilities() else ()
    tags = _tags(state)
    return Seen(
        in_call=bool(tags),
        # Of several calls the one that is not ours counts.
        tag=min(tags) if tags else "",
        booked=any(_is_others(booking, own, now) for booking in bookings),
        answers_alone=state.auto_answer,
    )


def call_of(room: Endpoint, tag: str) -> str:
    """Return how our call stands: `connected`, `dialling`, or "" when it is gone."""
    calls = [call for call in room.state().calls if call.booking_id == tag and call.state not in _ENDED]
    if not calls:
        return ""
    return "connected" if any(call.state in _STANDS for call in calls) else "dialling"


def enter(room: Endpoint, way: Way) -> None:
    """Wake the room and dial. Raises Busy, having touched nothing, when a call has come since it was looked at."""
    if _tags(room.state()):
        raise Busy("a call has come meanwhile")
    with suppress(*DONE_WITHOUT):
        room.wake()
    # Else the number would stand on the screen.
    room.dial(Dial(way.number, way.protocol, booking_id=way.tag, display_name=say("title", "sv")))


def show(room: Endpoint, offer: Offer, language: Language) -> None:
    """Save the panel, as the room's software takes it."""
    room.save_panel(PANEL, as_xml(panel(offer, language), room.identity().profile))


def is_shown(room: Endpoint) -> bool:
    """Tell whether the room has the panel."""
    return PANEL in room.panels()


def write(room: Endpoint, text: str) -> None:
    """Set the line of the panel, as far as the room has one."""
    with suppress(*DONE_WITHOUT):
        room.set_widget(LINE, text)


def tell(room: Endpoint, key: str, language: Language) -> None:
    """Show a text."""
    with suppress(*DONE_WITHOUT):
        room.alert(say("title", language), say(key, language))


def ask(room: Endpoint, question: Question, mark: str, language: Language) -> None:
    """Put a question to the people in the room."""
    options = question.options if question.about == "which" else tuple(say(key, language) for key in question.options)
    feedback = question_id(question.about, mark, *question.more)
    text = say(question.text, language, time=question.time, unit=question.unit[language == "en"])
    room.ask(Prompt(feedback, say("title", language), text, options, ANSWER_SECONDS))


def ring(room: Endpoint, call: str, text: str, language: Language) -> None:
    """Wake the room and ask its people whether they take a host's call. Raises NotSupported where none can be asked."""
    with suppress(*DONE_WITHOUT):
        room.wake()
    options = (say("yes", language), say("no", language))
    room.ask(Prompt(question_id("call", call), say("title", language), text, options, RING_SECONDS))


def withdraw(room: Endpoint, call: str) -> None:
    """Take a host's question away."""
    with suppress(*DONE_WITHOUT):
        room.withdraw(question_id("call", call))


def _tags(state: State) -> list[str]:
    tags = [call.booking_id for call in state.calls if call.state not in _ENDED]
    return [*tags, ""] if state.elsewhere else tags


def _is_others(booking: Booking, own: Collection[str], now: datetime) -> bool:
    # Until it begins nobody of it is there.
    return booking.booking_id not in own and booking.start <= now < booking.start + timedelta(minutes=booking.minutes)
