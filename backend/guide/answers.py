"""What the guide is told of a meeting: the fields of POST /api/v1/guide, with what is assumed of those left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_ALWAYS_PATIENTS = {"patients": "one", "municipality": "one", "staff": "none", "authority": "none"}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """A meeting as the guide sees it. `age` None = an adult; `participants` counts the connections, host included."""

    initiator: str
    parties: str
    patients: str
    others: frozenset[str]
    participants: int
    identity: str
    content: str
    place: str
    high_resolution: bool
    age: int | None
    protected_identity: bool
    inbox_1177: bool
    reserve_number: bool


def complete(given: Mapping[str, Any]) -> Answers:
    """Return the answers with everything that was left out assumed.

    Assumed: the unit itself takes the initiative; it meets patients, or only staff when no patient takes part or
    high-resolution images are asked for; one patient (none among staff and authorities) at home with an e-ID and
    sensitive content; nobody else; as many as that makes. Fewer participants than are named can't be right, so they
    count as those named. An adult, without protected identity or reserve number, who can be reached through 1177.
    Whoever has only a reserve number, or can't be reached through 1177, has no e-ID that helps, whatever was said
    (sweden 1, 2).
    """
    only_staff = given.get("patients") == "none" or given.get("high_resolution", False)
    parties = given.get("parties", "staff" if only_staff else "patients")
    patients = given.get("patients", _ALWAYS_PATIENTS[parties])
    others = frozenset(given.get("others", ()))
    identity = given.get("identity", "eid")
    is_reachable = given.get("inbox_1177", True) and not given.get("reserve_number", False)
    if identity == "eid" and not is_reachable:
        identity = "document"
    named = 2 + len(others) + (patients == "group")
    return Answers(
        initiator=given.get("initiator", "caregiver"),
        parties=parties,
        patients=patients,
        others=others,
        participants=max(given.get("participants", named), named),
        identity=identity,
        content=given.get("content", "sensitive"),
        place=given.get("place", "home"),
        high_resolution=given.get("high_resolution", False),
        age=given.get("age"),
        protected_identity=given.get("protected_identity", False),
        inbox_1177=given.get("inbox_1177", True),
        reserve_number=given.get("reserve_number", False),
    )
