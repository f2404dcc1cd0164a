"""Tags of rooms' calls: all rooms dial one number, so the tag of that says which of them it is when it calls again.

What a room calls itself is kept as a digest that only we can make. One that is booked for the meeting, and known to be
that room, bears another letter: its calls are one room's, where those of the others may be anybody's.
"""

import hashlib
import hmac

_BOOKED, _OTHER = "k", "c"
# Of a tag of ours (`storage.new_id`), and of it with a mark: as much as a call's tag holds.
_PLAIN, _WHOLE = 17, 32


def marked(tag: str, secret: bytes, caller: str, *, booked: bool) -> str:
    """Return the tag for a call of the room that calls itself `caller`; the tag as it is for one that is not told."""
    if not caller or len(tag) != _PLAIN:
        return tag
    digest = hmac.new(secret, f"room|{tag}|{caller}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    return f"{tag}{_BOOKED if booked else _OTHER}{digest}"[:_WHOLE]


def plain(tag: str) -> str:
    """Return the tag of the way in, without what tells rooms apart."""
    return tag[:_PLAIN] if len(tag) == _WHOLE else tag


def is_booked(tag: str) -> bool:
    """Tell whether the call is of a room that is booked for the meeting, and known to be that room."""
    return len(tag) == _WHOLE and tag[_PLAIN] == _BOOKED
