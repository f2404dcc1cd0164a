"""Every combination of answers has exactly one outcome in every region, and it is one that can be done."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations, product

import pytest

from backend.guide.answers import Answers
from backend.guide.deciding import Decider, Decision
from backend.guide.matching import Table
from backend.profiles import Profile
from backend.profiles.guide import Span
from tests.backend.guide.regions import LATER, REGIONS, TODAY, gates_of, region

WORDS = {
    "initiator": ("caregiver", "patient", "other_organisation"),
    "parties": ("patients", "staff", "municipality", "authority"),
    "patients": ("none", "one", "group"),
    "identity": ("eid", "document", "anonymous"),
    "content": ("sensitive", "general", "administrative", "education"),
    "place": ("home", "clinic", "home_with_nurse"),
    "high_resolution": (False, True),
}
OTHERS = ("relative", "interpreter", "professional")
# Rows of the choice guide (sweden 2) and where each is answered.
TABLE = {
    1: {("vastmanland", "invited")},
    2: {("vastmanland", "administrative"), ("vgr", "administrative")},
    3: {("vgr", "education_staff")},
    4: {("vastmanland", "information")},
    5: {("vastmanland", "mdt"), ("vgr", "mdt")},
    6: {("vastmanland", "internal"), ("vgr", "internal")},
    7: {("vastmanland", "care_room")},
    8: {
        ("vgr", "narhalsan_online"),
        ("vgr", "seek_care"),
        ("vgr", "youth_clinic"),
        ("stockholm", "patient_starts"),
        ("vastmanland", "patient_without_eid"),
    },
    9: {("vastmanland", "cosmic")},
    10: {("vastmanland", "patient_care")},
    11: {("vastmanland", "treatment_group")},
    12: {("vastmanland", "joint_work"), ("vgr", "care_planning")},
    13: {("vastmanland", "home_visit"), ("vgr", "home_visit")},
    14: {("vastmanland", "authority"), ("vgr", "authority")},
    15: {("regionhalsan", "mitt_vardmote_book"), ("regionhalsan", "mitt_vardmote"), ("vgr", "mitt_vardmote_book")},
    16: {("vgr", "scheduled_visit")},
    17: {("stockholm", "video_visit")},
}
CLOSINGS = {"fallback", "not_available", "no_approval", "over_limit", "over_limit_general"}
DAYS = (TODAY, *LATER)
# One of so many that are like some before is decided anew, to see that it is.
LOOKED_AT = 97


def edges(spans: list[Span]) -> set[int]:
    """Return the numbers on both sides of every bound: between them nothing can change."""
    sides = [(span.least - 1, span.least) for span in spans if span.least is not None]
    sides += [(span.most, span.most + 1) for span in spans if span.most is not None]
    return {number for side in sides for number in side if number >= 0}


def combinations_of(profile: Profile) -> Iterator[tuple[Answers, bool]]:
    """Yield every combination, and whether it is the one of those that no row can tell apart."""
    conditions = [condition for row in profile.guide.rows for condition in row.when]
    limits = {kind.participant_limit for kind in profile.types} - {None}
    participants = {2} | {one + more for one in limits if one is not None for more in (0, 1)}
    participants |= {one for one in edges([row.participants for row in conditions if row.participants]) if one >= 2}
    ages: set[int | None] = {None} | set(edges([row.age for row in conditions if row.age]))
    others = [frozenset(part) for size in range(4) for part in combinations(OTHERS, size)]
    for words in product(*WORDS.values()):
        said = dict(zip(WORDS, words, strict=True))
        for who, number, age in product(others, participants, ages):
            answers = Answers(
                others=who, participants=number, age=age, protected_identity=False, inbox_1177=True,
                reserve_number=False, **said,
            )  # type: ignore[arg-type]  # fmt: skip  # the words are what their fields hold
            yield answers, "interpreter" not in who and said["identity"] != "anonymous"


def alike(table: Table, answers: Answers) -> tuple[object, ...]:
    """Return what the answers have in common with those that are decided as they are, whoever decides and when."""
    return table.mask(answers), answers.participants, answers.content, answers.patients, answers.initiator


@pytest.fixture(scope="module")
def reached() -> dict[tuple[str, str], set[str]]:
    """Go through all of it once: (region, kind of unit and day) -> rows answered, each decision checked."""
    rows: dict[tuple[str, str], set[str]] = {}
    for name in REGIONS:
        profile = region(name)
        kinds = gates_of(profile)
        deciders = [(kind, Decider(profile, kinds[kind], TODAY)) for kind in kinds]
        deciders += [(f"new {day}", Decider(profile, kinds["new"], day)) for day in LATER]
        seen: dict[str, dict[int, Decision]] = {kind: {} for kind, _ in deciders}
        table, met = Table(profile.guide.rows), set[tuple[object, ...]]()
        everybody = [(one, seen[kind]) for kind, one in deciders]
        first = [(one, seen[kind]) for kind, one in deciders if kind in ("new", "demo")]
        for number, (answers, stands_for_others) in enumerate(combinations_of(profile)):
            common = (*alike(table, answers), stands_for_others)
            if common in met:
                if number % LOOKED_AT == 0:
                    _, one = deciders[number // LOOKED_AT % len(deciders)]
                    assert one._decide(table.mask(answers), answers) == one.decide(answers)
                continue
            met.add(common)
            for one, found in everybody if stands_for_others else first:
                made = one.decide(answers)
                found[id(made)] = made
        for kind, one in deciders:
            for made in seen[kind].values():
                check(one, made, one.day)
            rows[name, kind] = {made.row for made in seen[kind].values()}
    return rows


def check(one: Decider, made: Decision, day: date) -> None:
    profile = one.profile
    assert made.title.sv
    assert made.title.en
    assert (made.type is not None) == (made.outcome == "book") == (made.service is not None)
    assert (made.system is not None) == (made.outcome == "other_system")
    if made.type is not None and made.service is not None:
        assert made.service in profile.offered_services(made.type, one.gates.offered)
        assert made.service not in {row.code for row in profile.retired_services}
    if made.system is not None:
        system = profile.guide.system(made.system)
        assert not system.is_over(day)
        assert not {"skype", "spark"} & {system.code}
        if system.gate is not None:
            assert system.gate if one.gates.systems is None else system.code in one.gates.systems
    assert made.row in CLOSINGS | {row.code for row in profile.guide.rows}


def test_every_combination_has_one_outcome_that_can_be_done(reached: dict[tuple[str, str], set[str]]) -> None:
    assert {name for name, _ in reached} == set(REGIONS)
    assert all(reached.values())


def test_every_row_of_every_region_is_answered_to_somebody(reached: dict[tuple[str, str], set[str]]) -> None:
    by_region = {name: set(chain(*(rows for (of, _), rows in reached.items() if of == name))) for name in REGIONS}
    answered = set(chain(*by_region.values()))
    for name in REGIONS:
        missing = {row.code for row in region(name).guide.rows} - by_region[name]
        assert not missing, (name, missing)
    assert answered >= CLOSINGS
    for number, places in TABLE.items():
        assert all(row in by_region[name] for name, row in places), number


def test_a_unit_without_approval_is_stopped_only_where_the_region_asks_for_it(
    reached: dict[tuple[str, str], set[str]],
) -> None:
    asking = {name for name in REGIONS if region(name).approval.required}
    assert asking
    assert {
        name for (name, kind), rows in reached.items() if kind == "not approved" and "no_approval" in rows
    } == asking
    assert not any("no_approval" in rows for (_, kind), rows in reached.items() if kind != "not approved")


def test_without_a_video_service_nothing_is_booked(reached: dict[tuple[str, str], set[str]]) -> None:
    for name in REGIONS:
        booked = {row.code for row in region(name).guide.rows if row.outcome == "book"}
        assert not reached[name, "no service"] & (booked | {"over_limit_general"})
        assert reached[name, "demo"] & booked
