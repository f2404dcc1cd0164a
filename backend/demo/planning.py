"""The conference that stands ready in the demo: its button is on the panels whenever somebody comes to look."""

from datetime import datetime, timedelta
from typing import Any

from backend.clock import Clock
from backend.demo.local import Local
from backend.demo.rooms import ROOMS
from backend.storage import new_id
from rooms.inventory import RoomKind

_USER = "personal"
_LASTS = (timedelta(hours=8), timedelta(hours=1))
# One that ends so soon is no longer one to begin with.
_ENOUGH = timedelta(minutes=15)
_SITES = tuple(room.room_id for room in ROOMS if room.kind is RoomKind.MDT_ROOM)
_CASES = (("Medicin", 10), ("Kirurgi", 15), ("Onkologi", 10))
_STANDS = frozenset({"planned", "open", "running", "withdrawn"})


class Conferences:
    """Keeps a conference between the demo's MDT rooms planned for now."""

    def __init__(self, origin: str, clock: Clock) -> None:
        self._clock = clock
        self._url = f"{origin}/api/v1/conferences"
        self._is_first = True

    def keep(self) -> bool:
        """Make a plan unless there is one, and tell whether there is. Raises requests.RequestException.

        One that goes on since an earlier start is ended: its rooms are as new. One that a person has withdrawn is not
        made again.
        """
        now = self._clock.now()
        with Local() as web:
            web.headers["Authorization"] = f"Bearer demo:{_USER}"
            answer = web.get(self._url, params={"from": now.isoformat(), "to": (now + _ENOUGH).isoformat()})
            answer.raise_for_status()
            listed = answer.json()["conferences"]
            for one in listed if self._is_first else ():
                if one["state"] == "running":
                    web.post(f"{self._url}/{one['id']}/press", json={"press": "end", "press_id": new_id("p")})
            self._is_first = False
            return any(one["state"] in _STANDS for one in listed) or self._made(web, now)

    def _made(self, web: Local, now: datetime) -> bool:
        # Somebody may have planned the rooms for later in the day.
        return any(
            web.post(self._url, json=_plan(now, now + lasts), headers={"Idempotency-Key": new_id("i")}).ok
            for lasts in _LASTS
        )


def _plan(opens: datetime, closes: datetime) -> dict[str, Any]:
    return {
        "opens": opens.isoformat(),
        "closes": closes.isoformat(),
        "presenter": _SITES[0],
        "content": 2,
        "sites": [{"id": site} for site in _SITES],
        "cases": [
            {"number": number, "minutes": minutes, "unit": unit} for number, (unit, minutes) in enumerate(_CASES, 1)
        ],
    }
