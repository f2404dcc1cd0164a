"""The statistics as those who answer for the care see them: a unit's head their own, the region's administrator all."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from backend.clock import Clock, swedish_day
from backend.errors import Forbidden, Text
from backend.identity import Actor, Directory, Role
from backend.statistics import months
from backend.statistics.masking import LEAST, Shown, is_shown, masked, totals
from backend.statistics.models import StatisticCount
from backend.statistics.tallying import Figure
from backend.storage import Database

Json = dict[str, Any]
_NOT_YOURS = Text(
    "Statistiken ses av verksamhetschefen, för den egna enheten, och av regionens administratör. Inget är visat. "
    "Be verksamhetschefen om du behöver den.",
    "The statistics are for the unit's head, of their own unit, and for the region's administrator. Nothing was shown. "
    "Ask the head if you need them.",
)


class Statistics:
    """Answers with counts that lead to nobody (`masking`)."""

    def __init__(self, database: Database, clock: Clock, directory: Directory) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory

    def read(self, actor: Actor, asked: Json) -> Json:
        """Return each month, unit, type and service of which something is shown, with the sums of that.

        Raises Forbidden, Invalid as `months.asked_for`.
        """
        own = None if actor.has(Role.REGION_ADMIN) else actor.units_with(Role.UNIT_HEAD)
        if own is not None and not own:
            raise Forbidden("forbidden", _NOT_YOURS)
        first, last = months.asked_for(asked, swedish_day(self._clock.now()))
        found = ((cell, masked(counts)) for cell, counts in self._counts(first, last, own))
        rows = [{**self._where(cell), "numbers": numbers} for cell, numbers in found if is_shown(numbers)]
        return {
            "from": first,
            "to": last,
            "newest": months.newest(swedish_day(self._clock.now())),
            "least": LEAST,
            "rows": [{**row, "numbers": _shown(row["numbers"])} for row in rows],
            "totals": _shown(totals(row["numbers"] for row in rows)),
        }

    def _counts(
        self, first: str, last: str, own: frozenset[str] | None
    ) -> list[tuple[tuple[str, str, str, str], dict[Figure, int]]]:
        query = select(StatisticCount).where(StatisticCount.month.between(first, last))
        if own is not None:
            query = query.where(StatisticCount.unit.in_(own))
        found: dict[tuple[str, str, str, str], dict[Figure, int]] = defaultdict(dict)
        with self._database.read() as session:
            for row in session.scalars(query):
                found[row.month, row.unit, row.type, row.service][Figure(row.figure)] = row.count
        return sorted(found.items(), reverse=True)

    def _where(self, cell: tuple[str, str, str, str]) -> Json:
        month, unit, kind, service = cell
        known = self._directory.unit(unit)
        name = known.name if known is not None else Text(unit, unit)
        return {
            "month": month,
            "unit": {"id": unit, "name": {"sv": name.sv, "en": name.en}},
            "type": kind,
            "service": service,
        }


def _shown(numbers: Mapping[str, Shown]) -> Json:
    return {name: asdict(number) for name, number in numbers.items()}
