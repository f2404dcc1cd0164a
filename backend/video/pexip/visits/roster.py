"""Who is in a conference as the client API tells a host, read with suspicion."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.video.pexip.wire.inside import INSIDE
from backend.video.service import Glimpse

# More than any conference holds; what comes beyond is no roster.
_MOST = 2000
_LONGEST_ID = 64
# The pages tell moments apart by the millisecond.
_APART = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Somebody:
    """One participant. `hand` and `spotlight` are Unix time, 0 for not; `takes_messages`: the app has a chat.

    `camera` says whether it is on, None where the node does not say.
    """

    call: str
    is_host: bool
    is_inside: bool
    has_media: bool
    takes_messages: bool
    hand: float
    spotlight: float
    camera: bool | None


def read(told: object) -> Sequence[Somebody]:
    """Return everybody who can be read; what can't is left out."""
    return list(_somebodies(told[:_MOST] if isinstance(told, list) else ()))


def glimpse(there: Sequence[Somebody], now: datetime) -> Glimpse:
    """Return whose hands are up, in their order and none later than `now`, who is spotlit, and whose camera is on."""
    inside = [one for one in there if one.is_inside]
    hands: dict[str, datetime] = {}
    latest = now
    for one in sorted((one for one in inside if one.hand > 0), key=lambda one: (one.hand, one.call), reverse=True):
        # A node's clock may be ahead of ours: then moments are wrong, and the order still right.
        hands[one.call] = min(_moment(one.hand, now), latest)
        latest = hands[one.call] - _APART
    cameras = {one.call: one.camera for one in inside if one.camera is not None}
    return Glimpse(hands, frozenset(one.call for one in inside if one.spotlight > 0), cameras)


def has_host(there: Sequence[Somebody], but: str) -> bool:
    """Tell whether a host with picture or sound is in, beside the call `but`: such a one keeps a conference going."""
    return any(one.is_host and one.is_inside and one.has_media for one in there if one.call != but)


def _somebodies(told: Sequence[Any]) -> Iterator[Somebody]:
    for one in told:
        call = one.get("uuid") if isinstance(one, dict) else None
        if not isinstance(call, str) or not 0 < len(call) <= _LONGEST_ID:
            continue
        place = one.get("service_type")
        yield Somebody(
            call=call,
            is_host=one.get("role") == "chair",
            # Told by newer nodes alone; without it nobody waits who is listed.
            is_inside=place is None or (isinstance(place, str) and place in INSIDE),
            has_media=one.get("has_media") is True,
            takes_messages=one.get("supports_direct_chat") is not False,
            hand=_number(one.get("buzz_time")),
            spotlight=_number(one.get("spotlight")),
            camera=_camera(one),
        )


def _camera(one: Mapping[str, Any]) -> bool | None:
    is_off = one.get("is_video_muted")
    if not isinstance(is_off, bool):
        return None
    return not is_off and one.get("is_video_call") not in ("NO", False)


def _number(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return 0.0
    try:
        number = float(told)
    except (ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0


def _moment(seconds: float, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return now
