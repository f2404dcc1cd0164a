"""The feedback slot of a room that is not held: the room posts its presses to us. Slots of others are left to them."""

from rooms.endpoint import Endpoint, FeedbackSlot
from rooms.standing.touches import POSTED

# The third is Cisco TMS's (roomos 1.4).
_OURS = (2, 1, 4)


def keep(room: Endpoint, url: str) -> bool:
    """Let the room post to `url`, whose last part is a key; False when others have all its slots.

    One that is right is left, one that gave up is woken, one with an earlier key is changed.
    """
    taken = {slot.slot: slot for slot in room.feedback_slots()}
    base = url.rpartition("/")[0] + "/"
    mine = [number for number, slot in taken.items() if slot.url.startswith(base)]
    number = next(iter([*mine, *(number for number in _OURS if number not in taken)]), None)
    if number is None:
        return False
    room.post_feedback(FeedbackSlot(number, url, POSTED))
    return True
