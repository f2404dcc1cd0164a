"""How our join entries stand in a room, by name, with what to say of it and how soon to look again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from backend.errors import Text
from backend.room_meetings.models import RoomBookings
from rooms.fleet.outcomes import WORDS, Outcome

NONE, SHOWN, FOREIGN, NOT_KEPT, IN_USE = "none", "shown", "foreign", "not-kept", "in-use"
STATES: Mapping[str, Text] = MappingProxyType(
    {
        NONE: Text("Inga kommande möten i rummet.", "No meetings coming in the room."),
        SHOWN: Text("Mötena står på rummets panel.", "The meetings stand on the room's panel."),
        FOREIGN: Text(
            "Ett annat system skriver rummets bokningar. Våra möten visas inte och inget av dess är ändrat. Stäng av "
            "det andra, eller tillåt att vi skriver över.",
            "Another system writes the room's bookings. Our meetings are not shown, and none of its are changed. Turn "
            "the other one off, or let us write over it.",
        ),
        IN_USE: Text(
            "Ett samtal pågår på en bokning som inte gäller längre. Den tas bort när samtalet är slut.",
            "A call goes on by an entry that holds no longer. It is taken away when the call has ended.",
        ),
        NOT_KEPT: Text(
            "Rummet behöll inte bokningarna. Vi försöker igen. Titta om ett annat system också skriver dem.",
            "The room did not keep the bookings. We try again. See whether another system writes them too.",
        ),
    }
)
# Lists are lost by a restart and by other writers; a room is not signed in to all day to find out.
_WELL, _STUCK, _SOON = timedelta(minutes=10), timedelta(minutes=5), timedelta(seconds=30)
_WELL_STATES = frozenset({NONE, SHOWN})
_AGAIN: Mapping[str, timedelta] = MappingProxyType(
    dict.fromkeys([FOREIGN, Outcome.NOT_SUPPORTED.value, Outcome.BAD_PARAMETER.value], _STUCK)
)
# Time for a list that is gone to be back before people come to its button.
_AHEAD = timedelta(seconds=90)
# While people come to it the list is looked at more often: a room that starts anew has lost it.
_WATCHED, _LATE = timedelta(minutes=2), timedelta(minutes=15)


def words(state: str) -> Text:
    """Return what to say of a state or an outcome."""
    return STATES[state] if state in STATES else Text(*WORDS[Outcome(state)])


def is_due(row: RoomBookings | None, digest: str, buttons: Sequence[tuple[datetime, datetime]], now: datetime) -> bool:
    """Tell whether to speak to the room now: `digest` is of what is wanted there, "" for nothing.

    `buttons` are when each of its join buttons comes up, and when its meeting begins.
    """
    written = row.written if row is not None else ""
    if not digest and not written:
        return False
    if row is None or row.looked_at is None:
        return True
    since = now - row.looked_at
    if row.state not in _WELL_STATES:
        return since >= _AGAIN.get(row.state, _SOON)
    comes_up = any(row.looked_at < button - _AHEAD <= now for button, _ in buttons)
    people_come = any(button <= now < begins + _LATE for button, begins in buttons)
    return digest != written or comes_up or since >= (_WATCHED if people_come else _WELL)
