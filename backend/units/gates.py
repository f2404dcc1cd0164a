"""What a unit's records let through: read by booking, guide, pane and door. The clock alone ends what runs out."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from backend.clock import Clock, swedish_day
from backend.errors import FieldFault, Invalid, Text
from backend.profiles import Profile, support_view
from backend.profiles.shapes import Role as Told
from backend.storage import Database
from backend.units import records
from backend.units.days import is_valid
from backend.units.models import Kind, UnitRecord

Json = dict[str, Any]
_NO_AGREEMENT = Text(
    "Enheten har inget avtal registrerat för {service}. Inget är ändrat. Välj en annan tjänst, eller be enhetens "
    "administratör att registrera avtalet.",
    "The unit has no agreement on record for {service}. Nothing has changed. Choose another service, or ask the unit's "
    "administrator to record the agreement.",
)


class Gates(NamedTuple):
    """What a unit has on record and valid today.

    `systems` are those the unit is on; None when it has never said, which is not the same as none.
    """

    approved: bool
    agreements: frozenset[str]
    systems: frozenset[str] | None


class UnitGates:
    """Answers for one unit at a time. Reads only, on connections (`reads`) that no transaction around it holds.

    `available` maps the code of each connected video service to the most participants it takes (None = no bound).
    """

    def __init__(self, reads: Database, clock: Clock, profile: Profile, available: Mapping[str, int | None]) -> None:
        self._database = reads
        self._clock = clock
        self._profile = profile
        self._available = available

    def of(self, unit: str) -> Gates:
        """Return what counts for the unit now."""
        systems = self._valid(unit, Kind.SYSTEMS)
        return Gates(
            approved=bool(self._valid(unit, Kind.APPROVAL)),
            agreements=frozenset(row.key for row in self._valid(unit, Kind.AGREEMENT)),
            systems=frozenset(systems[0].content["systems"]) if systems else None,
        )

    def available(self, unit: str) -> dict[str, int | None]:
        """Return those of the connected services that the unit may use: some are off until its agreement stands."""
        needing = {row.code for row in self._profile.services if row.agreement} & self._available.keys()
        agreed = {row.key for row in self._valid(unit, Kind.AGREEMENT)} if needing else set()
        return {code: most for code, most in self._available.items() if code not in needing or code in agreed}

    def service_for(self, unit: str, type_code: str, wanted: str | None) -> str:
        """Return the service a new meeting of the type uses in the unit: the one wanted, or the default.

        Raises Invalid (unknown-type; unknown-service, which says whom to ask when only an agreement is missing).
        """
        offered = self.available(unit)
        usual = self._profile.default_service(type_code, offered)
        chosen = usual if wanted is None else wanted
        if chosen is not None and chosen in self._profile.offered_services(type_code, offered):
            return chosen
        known = self._profile.offered_services(type_code, self._available)
        usual = self._profile.default_service(type_code, self._available)
        lacking = wanted if wanted in known else usual if wanted is None else None
        told = self._no_agreement(lacking) if lacking is not None else None
        raise Invalid("unknown-service", told, (FieldFault("/service", "unknown-service"),))

    def support(self, unit: str, role: Told) -> list[Json]:
        """Return whom to ask, as told to `role`: the unit's contact stands in for the region's for the same problem."""
        rows = self._valid(unit, Kind.CONTACTS)
        own = [_shown(row) for row in rows[0].content["contacts"] if row["role"] in (role, "everyone")] if rows else []
        answered = {_problem(row) for row in own}
        return own + [row for row in support_view(self._profile, role) if _problem(row) not in answered]

    def _no_agreement(self, service: str) -> Text:
        label = self._profile.service_text(service).label
        return Text(_NO_AGREEMENT.sv.format(service=label.sv), _NO_AGREEMENT.en.format(service=label.en))

    def _valid(self, unit: str, kind: Kind) -> Sequence[UnitRecord]:
        today = swedish_day(self._clock.now())
        with self._database.read() as session:
            return [row for row in records.standing(session, unit, kind) if is_valid(row.valid_to, today)]


def _shown(contact: Json) -> Json:
    return {name: value for name, value in contact.items() if name not in {"id", "role"}}


def _problem(row: Json) -> str:
    return str(row["problem"]["sv"]).casefold().strip()
