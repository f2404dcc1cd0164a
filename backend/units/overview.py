"""What a unit has on record, as JSON: the region's demands beside what the unit has put up to meet them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from backend.errors import Text
from backend.profiles import Profile
from backend.units.days import is_valid
from backend.units.models import Kind, UnitRecord

Json = dict[str, Any]


class OtherSystem(NamedTuple):
    """A system beside ours that only some units are on; `usual` holds for a unit that has said nothing."""

    label: Text
    usual: bool


def overview(
    profile: Profile,
    found: Mapping[Kind, Sequence[UnitRecord]],
    available: Mapping[str, int | None],
    systems: Mapping[str, OtherSystem],
    today: date,
) -> Json:
    """Return the standing records of a unit beside the profile's demands; what has run out is shown with its last day.

    A service is `on` when it is connected and, where it needs one, the unit's agreement is valid.
    """
    agreements = {row.key: row for row in found[Kind.AGREEMENT]}
    approval = next(iter(found[Kind.APPROVAL]), None)
    contacts = next(iter(found[Kind.CONTACTS]), None)
    said = next(iter(found[Kind.SYSTEMS]), None)
    return {
        "training": {"required": profile.training.required, "text": _both(profile.training.text)},
        "services": [
            {
                "code": row.code,
                "label": _both(row.label),
                "agreement_needed": row.agreement,
                "agreement": shown(agreements[row.code]) if row.code in agreements else None,
                "on": row.code in available
                and (not row.agreement or (row.code in agreements and is_valid(agreements[row.code].valid_to, today))),
            }
            for row in profile.services
            if row.code in available or not row.practice
        ],
        "approval": {
            "required": profile.approval.required,
            "text": _both(profile.approval.text),
            "questions": [{"code": row.code, "text": _both(row.text)} for row in profile.suitability.questions],
            "current": shown(approval) if approval is not None else None,
        },
        "exception_rules": [
            {"code": row.code, "text": _both(row.text), "longest_months": row.longest_months}
            for row in profile.exception_rules
        ],
        "exceptions": [shown(row) for row in found[Kind.EXCEPTION]],
        "contacts": _contacts(contacts) if contacts is not None else [],
        "systems": [
            {
                "code": code,
                "label": _both(row.label),
                "on": row.usual if said is None else code in said.content["systems"],
            }
            for code, row in systems.items()
        ],
    }


def shown(record: UnitRecord) -> Json:
    """Return one record as the unit's page shows it."""
    return _SHOWN[Kind(record.kind)](record)


def _agreement(row: UnitRecord) -> Json:
    made = {"recorded_by": row.made_by, "recorded_at": row.made_at.isoformat()}
    return {"id": row.id, "reference": row.content["reference"], **made, "valid_to": _day(row)}


def _exception(row: UnitRecord) -> Json:
    return {"rule": row.key, "routine": row.content["routine"], **_approved(row)}


def _approved(row: UnitRecord) -> Json:
    made = {"approved_by": row.made_by, "approved_at": row.made_at.isoformat()}
    return {"id": row.id, **made, "valid_to": _day(row)}


def _contacts(row: UnitRecord) -> list[Json]:
    return [{"id": f"c{number}", **contact} for number, contact in enumerate(row.content["contacts"], 1)]


def _day(row: UnitRecord) -> str | None:
    return row.valid_to.isoformat() if row.valid_to is not None else None


def _both(text: Text) -> Json:
    return {"sv": text.sv, "en": text.en}


_SHOWN: Mapping[Kind, Callable[[UnitRecord], Json]] = MappingProxyType(
    {
        Kind.AGREEMENT: _agreement,
        Kind.EXCEPTION: _exception,
        Kind.APPROVAL: _approved,
        Kind.CONTACTS: lambda row: {"contacts": _contacts(row)},
        Kind.SYSTEMS: lambda row: {"systems": row.content["systems"]},
    }
)
