"""What a unit has on record: agreements, exceptions, approval, contacts and systems; read, recorded, taken off again.

Seed 000 (exceptions), seed 001 (the head answers for the care) and seed 003 (agreements).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from backend import versions
from backend.audit import AccessLog, Entry
from backend.clock import Clock, swedish_day
from backend.errors import FieldFault, Invalid, NotFound, Text
from backend.identity import Actor, Directory, Unit
from backend.profiles import Profile
from backend.storage import Database
from backend.units import access, days, records
from backend.units.models import Kind, UnitRecord
from backend.units.overview import OtherSystem, overview, shown
from backend.units.records import By
from backend.versions import Change

Json = dict[str, Any]
_RECORDED: Mapping[Kind, str] = {
    Kind.AGREEMENT: "unit.agreement-recorded",
    Kind.EXCEPTION: "unit.exception-recorded",
    Kind.APPROVAL: "unit.approval-recorded",
    Kind.CONTACTS: "unit.contacts-changed",
    Kind.SYSTEMS: "unit.systems-changed",
}
_REMOVED: Mapping[Kind, str] = {
    Kind.AGREEMENT: "unit.agreement-removed",
    Kind.EXCEPTION: "unit.exception-removed",
    Kind.APPROVAL: "unit.approval-removed",
}
# What the overview calls each kind, and what people do.
_FIELDS: Mapping[Kind, str] = {
    Kind.AGREEMENT: "services",
    Kind.EXCEPTION: "exceptions",
    Kind.APPROVAL: "approval",
    Kind.CONTACTS: "contacts",
    Kind.SYSTEMS: "systems",
}
_CALLED: Mapping[Kind, Text] = {
    Kind.AGREEMENT: Text("enhetens avtal", "the unit's agreements"),
    Kind.EXCEPTION: Text("enhetens undantag", "the unit's exceptions"),
    Kind.APPROVAL: Text("enhetens godkännande", "the unit's approval"),
    Kind.CONTACTS: Text("enhetens kontakter", "the unit's contacts"),
    Kind.SYSTEMS: Text("enhetens system", "the unit's systems"),
}
_RIGHT: Mapping[Kind, str] = {
    Kind.AGREEMENT: "agreements",
    Kind.EXCEPTION: "exceptions",
    Kind.APPROVAL: "approval",
    Kind.CONTACTS: "contacts",
    Kind.SYSTEMS: "systems",
}


@dataclass(frozen=True)
class Units:
    """Changes ask first who it is (NotFound, Forbidden), then what was sent (Invalid); the same again does no harm.

    With `if_match`, they are refused when what they change is not as it was read (Outdated).

    `available` are the connected video services, as booking has them. `systems` are the other systems a unit may be on,
    by code, with what holds for a unit that has said nothing.
    """

    database: Database
    clock: Clock
    profile: Profile
    directory: Directory
    access_log: AccessLog
    available: Mapping[str, int | None]
    systems: Mapping[str, OtherSystem]

    def listing(self, actor: Actor) -> list[Json]:
        """Return the units one may administrate or review, with one's own roles there."""
        return [_named(actor, unit) for unit in access.administered(actor, self.directory)]

    def read(self, actor: Actor, unit_id: str) -> Json:
        """Return all that the unit has on record, and what one may change of it."""
        unit = access.require_reading(actor, unit_id, self.directory)
        with self.database.read() as session:
            found = {kind: records.standing(session, unit_id, kind) for kind in Kind}
        return {
            **_named(actor, unit),
            **overview(self.profile, found, self.available, self.systems, self._today()),
            "may": {what: access.may(actor, unit_id, what) for what in access.MAY},
        }

    def record_agreement(self, actor: Actor, unit_id: str, request: Json, if_match: str | None = None) -> Json:
        """Record that the unit has an agreement for a service, or a waiver with a last day (seed 003); turns it on.

        Raises Invalid (unknown-service, bad-time) beside what all do.
        """
        access.require(actor, unit_id, self.directory, "agreements")
        service = request["service"]
        if not any(row.code == service for row in self.profile.services):
            raise Invalid("unknown-service", faults=(FieldFault("/service", "unknown-service"),))
        content = {"reference": request["reference"].strip()}
        valid_to = days.last_day(request.get("valid_to"), self._today())
        return self._put(actor, records.of(unit_id, Kind.AGREEMENT, content, key=service, valid_to=valid_to), if_match)

    def record_exception(self, actor: Actor, unit_id: str, request: Json, if_match: str | None = None) -> Json:
        """Record that the head approves an exception from a rule, by a routine, to a last day (seed 000).

        Raises Invalid (unknown-rule, bad-time, limit-exceeded beyond what the rule allows) beside what all do.
        """
        access.require(actor, unit_id, self.directory, "exceptions")
        rule = next((row for row in self.profile.exception_rules if row.code == request["rule"]), None)
        if rule is None:
            raise Invalid("unknown-rule", faults=(FieldFault("/rule", "unknown-rule"),))
        content = {"routine": request["routine"].strip()}
        valid_to = days.last_day(request["valid_to"], self._today(), rule.longest_months)
        return self._put(
            actor, records.of(unit_id, Kind.EXCEPTION, content, key=rule.code, valid_to=valid_to), if_match
        )

    def record_approval(self, actor: Actor, unit_id: str, request: Json, if_match: str | None = None) -> Json:
        """Record that the head approves care at a distance, having answered the four questions (seed 001).

        Raises Invalid (unknown-field, approval-incomplete, bad-time) beside what all do.
        """
        access.require(actor, unit_id, self.directory, "approval")
        asked, answers = [row.code for row in self.profile.suitability.questions], request["answers"]
        unknown = [FieldFault(f"/answers/{code}", "unknown-field") for code in answers if code not in asked]
        if unknown:
            raise Invalid("unknown-field", faults=tuple(unknown))
        missing = [FieldFault(f"/answers/{code}", "approval-incomplete") for code in asked if not answers.get(code)]
        if missing:
            raise Invalid("approval-incomplete", faults=tuple(missing))
        valid_to = days.last_day(request["valid_to"], self._today())
        return self._put(actor, records.of(unit_id, Kind.APPROVAL, {"answers": answers}, valid_to=valid_to), if_match)

    def set_contacts(self, actor: Actor, unit_id: str, contacts: Sequence[Json], if_match: str | None = None) -> Json:
        """Put these in the place of the unit's own contacts; none gives the region's back."""
        access.require(actor, unit_id, self.directory, "contacts")
        kept = [{name: value for name, value in contact.items() if name != "id"} for contact in contacts]
        return self._put(actor, records.of(unit_id, Kind.CONTACTS, {"contacts": kept}), if_match)

    def set_systems(self, actor: Actor, unit_id: str, systems: Sequence[str], if_match: str | None = None) -> Json:
        """Say which of the other systems the unit is on. Raises Invalid (unknown-system) beside what all do."""
        access.require(actor, unit_id, self.directory, "systems")
        faults = [
            FieldFault(f"/systems/{number}", "unknown-system")
            for number, code in enumerate(systems)
            if code not in self.systems
        ]
        if faults:
            raise Invalid("unknown-system", faults=tuple(faults))
        return self._put(actor, records.of(unit_id, Kind.SYSTEMS, {"systems": sorted(set(systems))}), if_match)

    def remove(
        self, actor: Actor, unit_id: str, kind: Kind, record_id: str | None = None, if_match: str | None = None
    ) -> None:
        """Take an agreement, an exception or the approval off the record, at once; twice is no error.

        Raises NotFound for an id that was never the unit's, beside what all do.
        """
        access.require(actor, unit_id, self.directory, _RIGHT[kind])
        with self.database.write() as session:
            if record_id is None:
                found = next(iter(records.standing(session, unit_id, kind)), None)
            else:
                found = session.get(UnitRecord, record_id)
                if found is None or (found.unit, found.kind) != (unit_id, kind):
                    raise NotFound("not-found")
            if found is not None and found.ended_at is None:
                self._require_current(session, actor, unit_id, kind, if_match)
                records.end(found, By(actor.user, self.clock.now()))
                self._log(session, actor, _REMOVED[kind], found)

    def version(self, unit_id: str) -> str:
        """Return the version of all that the unit has on record: a part for each kind, another once that kind is."""
        with self.database.read() as session:
            return records.version(session, unit_id)

    def _require_current(self, session: Session, actor: Actor, unit_id: str, kind: Kind, if_match: str | None) -> None:
        now = records.version(session, unit_id)
        if if_match is None or any(records.same(tag, now, kind) for tag in versions.tags(if_match)):
            return
        last, day = records.latest(session, unit_id, kind), self.clock.now()
        told = None
        if last is not None:
            user, at = last
            person = self.directory.by_user(user)
            name = None if user == actor.user else person.name if person is not None else user
            told = Change(name, _CALLED[kind], at)
        differing = [one for one in Kind if not any(records.same(tag, now, one) for tag in versions.tags(if_match))]
        raise versions.outdated(now, [_FIELDS[one] for one in differing], told, day)

    def _put(self, actor: Actor, like: UnitRecord, if_match: str | None) -> Json:
        content, key, valid_to = like.content, like.key, like.valid_to

        def act() -> Json:
            fresh = records.of(like.unit, like.kind, content, key=key, valid_to=valid_to)
            with self.database.write() as session:
                self._require_current(session, actor, like.unit, like.kind, if_match)
                standing, new = records.put(session, fresh, By(actor.user, self.clock.now()))
                if new:
                    self._log(session, actor, _RECORDED[like.kind], standing)
                return shown(standing)

        return records.unraced(act)

    def _log(self, session: Session, actor: Actor, action: str, record: UnitRecord) -> None:
        detail = {"record": record.id, "key": record.key, "valid_to": _day(record.valid_to) or ""}
        self.access_log.record(session, Entry(action=action, user=actor.user, unit=record.unit, detail=detail))

    def _today(self) -> date:
        return swedish_day(self.clock.now())


def _named(actor: Actor, unit: Unit) -> Json:
    return {"id": unit.id, "name": _both(unit.name), "roles": sorted(actor.roles_in(unit.id))}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _both(text: Text) -> Json:
    return {"sv": text.sv, "en": text.en}
