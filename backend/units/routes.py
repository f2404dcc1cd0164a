"""Units over HTTP: who may do what there, and what the unit has on record."""

from flask import Blueprint

from backend.identity import SignIn
from backend.units.models import Kind
from backend.units.people import People
from backend.units.service import Units
from backend.web.api import IF_MATCH, Answer, Api, actor, answer, body, empty, if_match

_UNIT = "/api/v1/units/<unit_id>"
_PERSON = f"{_UNIT}/people/<user>"
_REFUSALS = (403, 404)
_STALE = (*_REFUSALS, 412)


def blueprint(units: Units, people: People, sign_in: SignIn) -> Blueprint:
    """Return the routes of units."""
    routes = Blueprint("units", __name__)
    api = Api(routes, sign_in)
    _reading(api, units)
    _people(api, people)
    _recording(api, units)
    _removing(api, units)
    return routes


def _reading(api: Api, units: Units) -> None:
    @api.operation(
        "GET", "/api/v1/units", summary="The units one may administrate or review", answers={200: "units/units"}
    )
    def listing() -> Answer:
        return answer({"units": units.listing(actor())})

    @api.operation("GET", _UNIT, summary="What a unit has on record", answers={200: "units/unit"}, problems=_REFUSALS)
    def unit(unit_id: str) -> Answer:
        # Read before the rest: between the two a change makes a refusal too many, never one too few.
        version = units.version(unit_id)
        return answer(units.read(actor(), unit_id), version=version)


def _people(api: Api, people: People) -> None:
    @api.operation(
        "GET",
        f"{_UNIT}/people",
        summary="Who may do what in a unit, and what a right waits for",
        answers={200: "units/people"},
        problems=_REFUSALS,
    )
    def unit_people(unit_id: str) -> Answer:
        version = people.version(unit_id)
        return answer({"people": people.listing(actor(), unit_id)}, version=version)

    @api.operation(
        "POST",
        f"{_PERSON}/roles",
        summary="Give a role in the unit; the same again changes nothing",
        body="units/role_new",
        answers={201: "units/role"},
        problems=(*_STALE, 409),
        headers=IF_MATCH,
    )
    def grant(unit_id: str, user: str) -> Answer:
        granted = people.roles.grant(actor(), unit_id, user, body(), if_match())
        return answer(granted, 201, version=people.version(unit_id))

    @api.operation(
        "DELETE",
        f"{_PERSON}/roles/<role>",
        summary="Take a granted role away, at once; again does nothing",
        answers={204: None},
        problems=(*_STALE, 409),
        headers=IF_MATCH,
    )
    def revoke(unit_id: str, user: str, role: str) -> Answer:
        people.roles.revoke(actor(), unit_id, user, role, if_match())
        return empty(version=people.version(unit_id))

    @api.operation(
        "PUT",
        f"{_PERSON}/training",
        summary="Record the day somebody had their training",
        body="units/training_new",
        answers={200: "units/training"},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def train(unit_id: str, user: str) -> Answer:
        trained = people.training.train(actor(), unit_id, user, body()["completed_on"], if_match())
        return answer(trained, version=people.version(unit_id))

    @api.operation(
        "DELETE",
        f"{_PERSON}/training",
        summary="Take recorded training away; again does nothing",
        answers={204: None},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def untrain(unit_id: str, user: str) -> Answer:
        people.training.untrain(actor(), unit_id, user, if_match())
        return empty(version=people.version(unit_id))


def _recording(api: Api, units: Units) -> None:
    @api.operation(
        "POST",
        f"{_UNIT}/agreements",
        summary="Record the unit's agreement for a service, which turns it on",
        body="units/agreement_new",
        answers={201: "units/agreement"},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def record_agreement(unit_id: str) -> Answer:
        recorded = units.record_agreement(actor(), unit_id, body(), if_match())
        return answer(recorded, 201, version=units.version(unit_id))

    @api.operation(
        "POST",
        f"{_UNIT}/exceptions",
        summary="Approve an exception from a rule, by a routine and to a last day",
        body="units/exception_new",
        answers={201: "units/exception"},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def record_exception(unit_id: str) -> Answer:
        recorded = units.record_exception(actor(), unit_id, body(), if_match())
        return answer(recorded, 201, version=units.version(unit_id))

    @api.operation(
        "POST",
        f"{_UNIT}/approval",
        summary="Approve that the unit gives care at a distance, having answered the four questions",
        body="units/approval_new",
        answers={201: "units/approval"},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def record_approval(unit_id: str) -> Answer:
        recorded = units.record_approval(actor(), unit_id, body(), if_match())
        return answer(recorded, 201, version=units.version(unit_id))

    @api.operation(
        "PUT",
        f"{_UNIT}/contacts",
        summary="Set the unit's own support contacts; each stands in for the region's for the same problem",
        body="units/contacts_new",
        answers={200: "units/contacts"},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def set_contacts(unit_id: str) -> Answer:
        now = units.set_contacts(actor(), unit_id, body()["contacts"], if_match())
        return answer(now, version=units.version(unit_id))

    @api.operation(
        "PUT",
        f"{_UNIT}/systems",
        summary="Say which other systems the unit is on",
        body="units/systems",
        answers={200: "units/systems"},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def set_systems(unit_id: str) -> Answer:
        now = units.set_systems(actor(), unit_id, body()["systems"], if_match())
        return answer(now, version=units.version(unit_id))


def _removing(api: Api, units: Units) -> None:
    @api.operation(
        "DELETE",
        f"{_UNIT}/agreements/<record_id>",
        summary="Take an agreement off the record; meetings already booked are kept",
        answers={204: None},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def remove_agreement(unit_id: str, record_id: str) -> Answer:
        units.remove(actor(), unit_id, Kind.AGREEMENT, record_id, if_match=if_match())
        return empty(version=units.version(unit_id))

    @api.operation(
        "DELETE",
        f"{_UNIT}/exceptions/<record_id>",
        summary="Take an exception off the record; again does nothing",
        answers={204: None},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def remove_exception(unit_id: str, record_id: str) -> Answer:
        units.remove(actor(), unit_id, Kind.EXCEPTION, record_id, if_match=if_match())
        return empty(version=units.version(unit_id))

    @api.operation(
        "DELETE",
        f"{_UNIT}/approval",
        summary="Withdraw the unit's approval; again does nothing",
        answers={204: None},
        problems=_STALE,
        headers=IF_MATCH,
    )
    def remove_approval(unit_id: str) -> Answer:
        units.remove(actor(), unit_id, Kind.APPROVAL, if_match=if_match())
        return empty(version=units.version(unit_id))
