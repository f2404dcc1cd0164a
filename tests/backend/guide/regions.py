"""The regions, the days and the gates that the guide's tests go through."""

from datetime import date
from functools import cache

from backend.guide.deciding import Decider
from backend.guide.gates import Gates, all_open
from backend.profiles import Profile, load
from backend.profiles.service import shipped

REGIONS = shipped()
TODAY = date(2026, 11, 22)
LATER = (date(2028, 6, 12), date(2035, 1, 1))
DEMO = {"builtin": 4}


@cache
def region(name: str) -> Profile:
    """Load each profile once for all tests of the guide."""
    return load(name)


def gated(profile: Profile) -> frozenset[str]:
    return frozenset(row.code for row in profile.guide.systems if row.gate is not None)


def gates_of(profile: Profile) -> dict[str, Gates]:
    """Return every kind of unit: new, on everything, on nothing, in the demo, without approval, with no service."""
    real = all_open(profile).offered
    return {
        "new": Gates(approved=True, offered=real),
        "on everything": Gates(approved=True, offered=real, systems=gated(profile)),
        "on nothing": Gates(approved=True, offered=real, systems=frozenset()),
        "demo": Gates(approved=True, offered=DEMO),
        "not approved": Gates(approved=False, offered=real),
        "no service": Gates(approved=True, offered={}),
    }


def decider(name: str, kind: str = "new", day: date = TODAY) -> Decider:
    profile = region(name)
    return Decider(profile, gates_of(profile)[kind], day)
