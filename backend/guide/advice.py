"""What to mind with an answer: rows of the profile that fit, each with a code; a silenced one is not said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.errors import Text
from backend.guide.answers import Answers
from backend.guide.deciding import Decision
from backend.guide.matching import advises
from backend.guide.words import CHECK_PATIENT, OVERDUE, TEMPLATE, fill
from backend.profiles import Profile
from backend.profiles.guide import Adjuster
from backend.profiles.shapes import AgeRow, Delivery

Item = tuple[str, Text]
_MINOR = 17
_TREATED = frozenset({"patient_care", "care_room"})


@dataclass(frozen=True)
class Asked:
    """An answer to be advised on: what was said, what was decided, for whom it is, and when."""

    profile: Profile
    answers: Answers
    decision: Decision
    audience: str
    day: date

    @property
    def is_patient(self) -> bool:
        """Whether a patient is to be reached."""
        return self.audience == "patient" and self.decision.outcome in ("book", "other_system")

    @property
    def is_treated(self) -> bool:
        """Whether a patient is to be treated, not only informed."""
        return self.is_patient and (self.decision.type is None or self.decision.type in _TREATED)


def advice(asked: Asked) -> tuple[Item, ...]:
    """Return the advice by code, the most important first."""
    adjusters = tuple(_adjusters(asked))
    silenced = {code for row in adjusters for code in row.silences}
    found = [
        *((row.code, row.text) for row in adjusters if row.first),
        *_from_row(asked),
        *((row.code, row.text) for row in adjusters if not row.first),
    ]
    for part in (_ages, _deliveries, _template, _overdue, _check, _suitability):
        found += part(asked)
    return tuple((code, text) for code, text in found if not any(_is_of(code, one) for one in silenced))


def _is_of(code: str, family: str) -> bool:
    return code == family or code.startswith(f"{family}_")


def _from_row(asked: Asked) -> Iterator[Item]:
    decision, guide = asked.decision, asked.profile.guide
    row = decision.from_row
    if decision.outcome == "stop" and (row is None or row.code != decision.row):
        yield decision.row, getattr(guide.closings, decision.row).advice
        return
    if decision.row == "over_limit_general":
        return
    if decision.system is not None:
        yield "system", guide.system(decision.system).text
    if row is not None:
        for family, texts in (("row", row.advice), ("summons", row.summons)):
            yield from ((f"{family}_{number}", text) for number, text in enumerate(texts, 1))


def _adjusters(asked: Asked) -> Iterator[Adjuster]:
    decision = asked.decision
    told: Mapping[str, Any] = {"outcome": decision.outcome, "type": decision.type, "audience": asked.audience}
    for row in asked.profile.guide.adjusters:
        holds = row.on and row.has_begun(asked.day) and not (row.is_over(asked.day) and row.successor)
        if holds and advises(row.when, asked.answers, told):
            yield row


def age_row(profile: Profile, age: int) -> AgeRow:
    """Return the region's rule for a patient of so many whole years; the profile's checks leave no age without one."""
    return next(row for row in profile.ages if row.from_age <= age and (row.to_age is None or age <= row.to_age))


def _ages(asked: Asked) -> Iterator[Item]:
    age = asked.answers.age
    if age is None or not asked.is_patient:
        return
    row = age_row(asked.profile, age)
    yield f"age_{row.code}", row.text
    if age <= _MINOR and "relative" in asked.answers.others and asked.decision.outcome == "book":
        yield "join_together", asked.profile.join_together.text


def _deliveries(asked: Asked) -> Iterator[Item]:
    if asked.decision.outcome != "book":
        return
    first = {"patient"} if asked.is_patient else {"staff"}
    for row in _in_order(asked.profile.deliveries):
        if row.kind in first | asked.answers.others:
            yield f"delivery_{row.kind}", row.text


def _in_order(deliveries: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
    return tuple(sorted(deliveries, key=lambda row: row.kind != "patient"))


def _template(asked: Asked) -> Iterator[Item]:
    row = asked.decision.from_row
    is_reachable = asked.answers.inbox_1177 and not asked.answers.reserve_number
    if row is not None and row.template is not None and row.code == asked.decision.row and is_reachable:
        words = {"name": row.template}
        yield "template", fill(TEMPLATE, words, words)


def _overdue(asked: Asked) -> Iterator[Item]:
    row = asked.decision.from_row
    if row is not None and row.is_over(asked.day):
        words = {"day": row.valid_to}
        yield "overdue", fill(OVERDUE, words, words)


def _check(asked: Asked) -> Iterator[Item]:
    answers = asked.answers
    is_ordinary = answers.inbox_1177 and not (answers.protected_identity or answers.reserve_number)
    if asked.is_patient and answers.age is None and is_ordinary:
        yield "check_patient", CHECK_PATIENT


def _suitability(asked: Asked) -> Iterator[Item]:
    if not asked.is_treated or asked.answers.initiator != "caregiver":
        return
    for point in asked.profile.suitability.questions:
        yield f"suitability_{point.code}", point.text
    for point in asked.profile.suitability.when_not:
        yield f"unsuitable_{point.code}", point.text
