"""Ways in for tests: one that stands, and any there may be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from backend.video.models import PresenceState
from backend.video.pexip.models import KINDS
from backend.video.pexip.policy.asked import Asked, read
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.rules import Room, Rules
from backend.video.pexip.policy.ways import Way

START = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
END = START + timedelta(minutes=45)
ROOMS = (Room("Alen", "192.0.2.7"), Room("Granen", ""))
RULES = Rules(secret=b"s" * 32, trusted=frozenset({"Sjukhuset"}))


def way(**told: Any) -> Way:
    """Return a guest's way into a protected meeting of fifteen at `START`."""
    usual: dict[str, Any] = {
        "tag": "e0000000000000001",
        "person": "p0000000000000001",
        "role": "guest",
        "display_name": "Astrid",
        "nonce": "a" * 32,
        "expires_at": None,
        "call": None,
        "withdrawn_at": None,
        "key": "k1",
        "name": "vm-1",
        "room_nonce": "b" * 32,
        "start": START,
        "end": END,
        "participant_limit": 15,
        "lobby": True,
        "protected": True,
        "language": "sv",
        "mode": "policy",
        "others_here": told.get("others_in", 0),
        "others_in": 0,
        "seconds_in": 0,
        "hosts_in": 0,
        "visits_in": 0,
        "service": "pexip",
        "locked": False,
        "ended_at": None,
        "dropped_at": None,
    }
    return Way(**usual | told)


def host(**told: Any) -> Way:
    """Return a host's fresh way in."""
    return way(**{"role": "host", "expires_at": START + timedelta(minutes=2)} | told)


def asked(*calls: str, **told: Any) -> Asked:
    return Asked(**{"digest": "d", "calls": calls, "is_web": True} | told)


moments = st.integers(-300, 400).map(lambda minutes: START + timedelta(minutes=minutes))
names = st.text(max_size=120).map(lambda text: text.replace("\0", ""))
ways = st.builds(
    way,
    role=st.sampled_from(tuple(KINDS)),
    display_name=names,
    expires_at=st.none() | moments,
    call=st.none() | st.sampled_from("oaf").map(lambda mark: f"{mark}----" + "1" * 14),
    withdrawn_at=st.none() | moments,
    participant_limit=st.none() | st.integers(0, 40),
    lobby=st.booleans(),
    protected=st.booleans(),
    language=st.sampled_from(("sv", "en")),
    mode=st.sampled_from(("policy", "policy", "management")),
    others_here=st.integers(0, 40),
    others_in=st.integers(0, 40),
    hosts_in=st.integers(0, 2),
    service=st.sampled_from(("pexip", "pexip", "pexip", "teams", None)),
    locked=st.none() | st.booleans(),
    ended_at=st.none() | moments,
    dropped_at=st.none() | moments,
)
# Of those above few come so far that anything but a closed way in decides; these do, at these moments.
meanwhile = st.integers(-10, 40).map(lambda minutes: START + timedelta(minutes=minutes))
_OPEN = {"mode": "policy", "service": "pexip", "expires_at": None, "withdrawn_at": None, "dropped_at": None}
open_ways = ways.map(lambda each: each._replace(**_OPEN, participant_limit=None))
# What the live state may have of somebody, as `own` reads it: also what no order of events should lead to.
owns = st.just(Own()) | st.builds(
    Own,
    state=st.sampled_from(tuple(PresenceState)),
    reason=st.sampled_from(("", "left", "lost", "ended", "denied", "removed", "waited-out")),
    since=st.none() | meanwhile,
    is_host=st.booleans(),
    rows_in=st.integers(0, 4),
    seconds_in=st.integers(0, 2),
    calls=st.integers(0, 5),
    put_out=st.booleans(),
)
# By each protocol there is, none, and one we don't know.
_PROTOCOLS = ("", "api", "webrtc", "sip", "h323", "rtmp")
questions = st.builds(
    lambda protocol, **told: replace(read({"protocol": protocol}), **told),
    protocol=st.sampled_from(_PROTOCOLS),
    digest=st.just("d"),
    joins=st.booleans(),
    dials_out=st.booleans(),
    api_leg=st.booleans(),
    is_chair=st.booleans(),
    calls=st.lists(st.sampled_from(("one", "two", "three")), max_size=2, unique=True).map(tuple),
    registered=st.booleans(),
    caller=st.sampled_from(("alen", "björken", "")),
    shown_as=st.sampled_from(("", "x" * 60)),
    address=st.sampled_from(("192.0.2.7", "192.0.2.9", "")),
    location=st.sampled_from(("Sjukhuset", "Utanför", "")),
)
joins = questions.map(lambda each: replace(each, joins=True, dials_out=False))
rules = st.builds(
    Rules,
    secret=st.just(b"s" * 32),
    host_pin=st.booleans(),
    trusted=st.just(frozenset({"Sjukhuset"})),
    theme=st.none() | st.just("Regionen"),
    view=st.none() | st.just("four_mains_zero_pips"),
    chat=st.sampled_from(("default", "yes", "no")),
)
