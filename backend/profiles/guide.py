"""The choice guide's data (sweden 2): systems, rows in order, adjusters, questions, closings."""

from dataclasses import dataclass
from typing import Literal

from backend.errors import Text
from backend.profiles.rules import Rule

Outcome = Literal["book", "other_system", "join_only", "stop"]


@dataclass(frozen=True, kw_only=True)
class Span:
    """From a whole number to another, both included; None = no bound."""

    least: int | None = None
    most: int | None = None

    def holds(self, value: int) -> bool:
        """Tell whether the value lies within."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What a meeting must be like. None asks nothing; the fields are those of POST /api/v1/guide."""

    initiator: tuple[str, ...] | None = None
    parties: tuple[str, ...] | None = None
    patients: tuple[str, ...] | None = None
    identity: tuple[str, ...] | None = None
    content: tuple[str, ...] | None = None
    place: tuple[str, ...] | None = None
    others_any: tuple[str, ...] | None = None
    others_none: tuple[str, ...] | None = None
    participants: Span | None = None
    age: Span | None = None
    high_resolution: bool | None = None


@dataclass(frozen=True, kw_only=True)
class AdviceCondition(Condition):
    """What a meeting and its answer must be like for a piece of advice."""

    outcome: tuple[str, ...] | None = None
    type: tuple[str, ...] | None = None
    audience: tuple[str, ...] | None = None
    protected_identity: bool | None = None
    inbox_1177: bool | None = None
    reserve_number: bool | None = None


@dataclass(frozen=True, kw_only=True)
class System(Rule):
    """Another system, or one that has been replaced: valid_to and successor say when and by which.

    `gate`: only some units are on it; the value is what holds for a unit that has said nothing. `eid`: the patient
    has to sign in to it with an e-ID.
    """

    code: str
    label: Text
    text: Text
    link: str | None = None
    gate: bool | None = None
    eid: bool = False


@dataclass(frozen=True, kw_only=True)
class GuideRow(Rule):
    """One row of the decision table: the first that holds and can be done is the answer.

    `gate` names a system that the unit must be on. `replaces` names systems that served this before. `note` says
    what the source leaves open. `template` is the Ärendetyp of a central template, `limit` another system's bound.
    `summons` is how the patient is called, apart from `advice`: some patients can't be called that way.
    """

    code: str
    title: Text
    when: tuple[Condition, ...]
    outcome: Outcome
    type: str | None = None
    service: str | None = None
    system: str | None = None
    gate: str | None = None
    template: str | None = None
    limit: int | None = None
    replaces: tuple[str, ...] = ()
    summons: tuple[Text, ...] = ()
    advice: tuple[Text, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Closing(Rule):
    """What is answered when no row can be: why, and what to do instead."""

    title: Text
    advice: Text


@dataclass(frozen=True, kw_only=True)
class OverLimit(Closing):
    """More people than the type has room for: `general_type` for general content, else a stop."""

    general_type: str
    general: Text


@dataclass(frozen=True, kw_only=True)
class Closings:
    """How the guide ends when it can't send anyone on."""

    fallback: Closing
    not_available: Closing
    no_approval: Closing
    over_limit: OverLimit


@dataclass(frozen=True, kw_only=True)
class Adjuster(Rule):
    """A piece of advice for some answers, after the row. `on`: the region uses it. `silences` drops other advice.

    `first`: said before all else. `instead_of` names the adjuster that says the opposite: only one of the two is on.
    """

    code: str
    when: AdviceCondition
    text: Text
    on: bool = True
    first: bool = False
    silences: tuple[str, ...] = ()
    instead_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sets:
    """What one option of a question says, in the fields of POST /api/v1/guide."""

    initiator: str | None = None
    parties: str | None = None
    patients: str | None = None
    identity: str | None = None
    content: str | None = None
    place: str | None = None
    others: tuple[str, ...] | None = None
    participants: int | None = None
    age: int | None = None
    high_resolution: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Option:
    """One button of a question."""

    value: str
    label: Text
    sets: Sets


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, put only when it can still change the answer."""

    code: str
    text: Text
    options: tuple[Option, ...]
    help: Text | None = None


@dataclass(frozen=True, kw_only=True)
class GuideRules:
    """The whole guide of one region."""

    systems: tuple[System, ...]
    rows: tuple[GuideRow, ...]
    closings: Closings
    adjusters: tuple[Adjuster, ...]
    questions: tuple[Question, ...]

    def system(self, code: str) -> System:
        """Return the system by its code; the profile's checks promise that every code named exists."""
        return next(row for row in self.systems if row.code == code)
