"""The decision: the first row that holds and can be done, then what stands in its way. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from backend.errors import Text
from backend.guide.answers import Answers
from backend.guide.gates import Gates
from backend.guide.matching import Table
from backend.profiles import Profile
from backend.profiles.guide import GuideRow, Outcome, System

Obstacle = Literal["not_begun", "over", "retired", "gate", "service"]
_OPEN_ROADS = frozenset({"gate", "service"})
# The limits look at these, and what is assumed of parties, patients and participants follows from them.
_ALWAYS_MATTER = frozenset({"content", "others", "participants", "parties", "patients"})
_GENERAL = frozenset({"general", "education"})


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Exactly one outcome. `row` is its code; `from_row` the row of the table behind it, if there is one.

    `passed` are the rows that held and could not be, with what stood in the way.
    """

    outcome: Outcome
    row: str
    title: Text
    from_row: GuideRow | None = None
    type: str | None = None
    service: str | None = None
    system: str | None = None
    limit: int | None = None
    passed: tuple[tuple[GuideRow, Obstacle], ...] = ()


class Decider:
    """Decides for one region, one unit's gates and one day."""

    def __init__(self, profile: Profile, gates: Gates, day: date) -> None:
        self.profile = profile
        self.gates = gates
        self.day = day
        self._table = Table(profile.guide.rows)
        self._services = {row.code: self._service(row) for row in profile.guide.rows if row.outcome == "book"}
        self._made: dict[tuple[int, int, str, bool], Decision] = {}
        self._obstacles = {row.code: self._obstacle(row) for row in profile.guide.rows}

    def decide(self, answers: Answers) -> Decision:
        """Return what to do. The same answers always give the same decision."""
        mask = self._table.mask(answers)
        # All that a decision depends on: going through the questions asks for the same ones over and over.
        key = (mask, answers.participants, answers.content, _is_of_patient(answers))
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._decide(mask, answers)
        return made

    def _decide(self, mask: int, answers: Answers) -> Decision:
        passed: list[tuple[GuideRow, Obstacle]] = []
        for row in self._table.rows(mask):
            obstacle = self._obstacles[row.code]
            if obstacle is None:
                return self._bounded(row, answers, tuple(passed))
            passed.append((row, obstacle))
        is_closed = any(obstacle in _OPEN_ROADS for _, obstacle in passed)
        return self._stop("not_available" if is_closed else "fallback", tuple(passed))

    def undecided(self, known: Mapping[str, Any]) -> frozenset[str]:
        """Return the fields that could still matter, given some; a field that is not among them can't."""
        return self._table.undecided(known) | _ALWAYS_MATTER

    def audience(self, outcome: str, kind: str | None, answers: Answers) -> str:
        """Return whom the meeting is for: by its type, else by whether a patient takes part, whatever is talked of."""
        if kind is not None:
            return self.profile.type(kind).audience
        return "patient" if _is_of_patient(answers) and outcome != "join_only" else "staff"

    def retired(self, decision: Decision) -> tuple[System, ...]:
        """Return the systems that once served what was asked for and no longer do."""
        row = decision.from_row
        named = list(row.replaces) if row is not None and row.code == decision.row else []
        named += [row.system for row, obstacle in decision.passed if obstacle == "retired" and row.system is not None]
        systems = (self.profile.guide.system(code) for code in dict.fromkeys(named))
        return tuple(system for system in systems if system.is_over(self.day))

    def _bounded(self, row: GuideRow, answers: Answers, passed: tuple[tuple[GuideRow, Obstacle], ...]) -> Decision:
        is_care = self.audience(row.outcome, row.type, answers) == "patient"
        if is_care and self.profile.approval.required and not self.gates.approved:
            return self._stop("no_approval", passed, row)
        limit = self._limit(row.type, self._services[row.code]) if row.outcome == "book" else row.limit
        if limit is not None and answers.participants > limit:
            return self._over_limit(row, answers, limit, passed)
        kind = row.type
        return Decision(
            outcome=row.outcome, row=row.code, title=row.title, from_row=row, type=kind, system=row.system,
            service=self._services.get(row.code), limit=limit, passed=passed,
        )  # fmt: skip

    def _over_limit(
        self, row: GuideRow, answers: Answers, limit: int, passed: tuple[tuple[GuideRow, Obstacle], ...]
    ) -> Decision:
        closing = self.profile.guide.closings.over_limit
        kind = closing.general_type
        usual = self.profile.default_service(kind, self.gates.offered)
        is_general = answers.content in _GENERAL and self.audience("book", row.type, answers) == "patient"
        if is_general and usual is not None:
            room = self._limit(kind, usual)
            if room is None or answers.participants <= room:
                return Decision(
                    outcome="book", row="over_limit_general", title=closing.general, from_row=row, type=kind,
                    service=usual, limit=room, passed=passed,
                )  # fmt: skip
        return self._stop("over_limit", passed, row, limit)

    def _stop(
        self,
        closing: Literal["fallback", "not_available", "no_approval", "over_limit"],
        passed: tuple[tuple[GuideRow, Obstacle], ...],
        row: GuideRow | None = None,
        limit: int | None = None,
    ) -> Decision:
        title = getattr(self.profile.guide.closings, closing).title
        return Decision(outcome="stop", row=closing, title=title, from_row=row, limit=limit, passed=passed)

    def _limit(self, kind: str | None, service: str | None) -> int | None:
        if kind is None or service is None:
            return None
        # A practice service has room for four; the guide speaks of the region's own services.
        is_practice = self.profile.service_text(service).practice
        return self.profile.participant_limit(kind, None if is_practice else self.gates.offered[service])

    def _service(self, row: GuideRow) -> str | None:
        offered = self.profile.offered_services(row.type or "", self.gates.offered)
        if row.service is None:
            return self.profile.default_service(row.type or "", self.gates.offered)
        # In the demo the practice service stands in for every service.
        fitting = (code for code in offered if code == row.service or self.profile.service_text(code).practice)
        return next(fitting, None)

    def _obstacle(self, row: GuideRow) -> Obstacle | None:
        found: dict[Obstacle, bool] = {
            "not_begun": not row.has_begun(self.day),
            "over": row.is_over(self.day) and row.successor is not None,
            "retired": row.system is not None and self.profile.guide.system(row.system).is_over(self.day),
            "gate": not all(self._is_on(code) for code in (row.gate, row.system) if code is not None),
            "service": row.outcome == "book" and self._services[row.code] is None,
        }
        return next((obstacle for obstacle, stands in found.items() if stands), None)

    def _is_on(self, code: str) -> bool:
        assumed = self.profile.guide.system(code).gate
        if assumed is None:
            return True
        return assumed if self.gates.systems is None else code in self.gates.systems


def _is_of_patient(answers: Answers) -> bool:
    return answers.patients != "none" or answers.initiator == "patient"
