"""The rule of which roles count: for every mix of directory, grants, training and responsible people."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Text
from backend.identity import EVERYWHERE, WITH_MEETINGS, Actor, Person, Role, Unit, Waiting
from backend.identity.models import RoleGrant
from backend.identity.standing import GRANTABLE, RESPONSIBLE, TRAINING, OnRecord, Policy, standings, why_not

UNITS = ("medicin", "barn")
TODAY = date(2026, 6, 10)
HOME = Unit("medicin", Text("Ekbacken", "Ekbacken"))
POLICIES = st.builds(Policy, training=st.booleans(), responsible=st.booleans())
PEOPLE = st.builds(
    Person,
    user=st.just("vera"),
    name=st.just("Vera"),
    address=st.just("vera@demo.example"),
    unit=st.just(HOME),
    roles=st.frozensets(st.sampled_from(Role)),
    external=st.booleans(),
)
GRANTS = st.lists(
    st.builds(
        RoleGrant,
        unit=st.sampled_from(UNITS),
        user=st.just("vera"),
        role=st.sampled_from(Role),
        responsible=st.sampled_from((None, "disa", "gone", "vera")),
        valid_to=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
    ),
    unique_by=lambda grant: (grant.unit, grant.role),
)
TRAINED = st.frozensets(st.sampled_from(UNITS))
MEMBERS = dict.fromkeys(UNITS, ("disa", "vera"))


@given(PEOPLE, GRANTS, TRAINED, POLICIES)
def test_a_role_counts_only_with_a_source_and_with_all_that_is_asked(
    person: Person, grants: list[RoleGrant], trained: frozenset[str], policy: Policy
) -> None:
    found = {(row.unit, row.role): row for row in standings(person, OnRecord(grants, trained, MEMBERS), policy, TODAY)}
    valid = {(row.unit, Role(row.role)): row for row in grants if row.valid_to is None or row.valid_to >= TODAY}
    for unit in UNITS:
        for role in Role:
            directory = unit == HOME.id and role in person.roles
            grant = valid.get((unit, role)) if role not in EVERYWHERE else None
            assert ((unit, role) in found) == (directory or grant is not None)
            if (unit, role) not in found:
                continue
            answered = grant is not None and grant.responsible == "disa"
            trained_here = unit in trained or role not in WITH_MEETINGS
            alone = not person.external or not policy.responsible or role in EVERYWHERE
            counts = (answered or alone) and (trained_here or not policy.training)
            assert (found[unit, role].waiting_for is None) == counts


@given(PEOPLE, GRANTS, TRAINED, POLICIES)
def test_nothing_granted_reaches_beyond_its_unit(
    person: Person, grants: list[RoleGrant], trained: frozenset[str], policy: Policy
) -> None:
    rights: dict[str, frozenset[Role]] = {}
    for row in standings(person, OnRecord(grants, trained, MEMBERS), policy, TODAY):
        if row.waiting_for is None:
            rights[row.unit] = rights.get(row.unit, frozenset()) | {row.role}
    actor = Actor(person, rights=rights)
    for unit in (*UNITS, "elsewhere"):
        beyond = actor.roles_in(unit) - rights.get(unit, frozenset())
        assert beyond <= EVERYWHERE & person.roles
        assert all(actor.has_in(unit, role) == (role in actor.roles_in(unit)) for role in Role)
        assert (unit in actor.units_with(*GRANTABLE)) == bool(actor.roles_in(unit) & GRANTABLE)


@given(GRANTS, POLICIES, st.lists(st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)), min_size=2))
def test_as_days_pass_grants_only_end(grants: list[RoleGrant], policy: Policy, moments: list[date]) -> None:
    person = Person("vera", "Vera", "vera@demo.example", HOME, frozenset())
    known = OnRecord(grants, UNITS, MEMBERS)
    by_day = [{row[:2] for row in standings(person, known, policy, day)} for day in sorted(moments)]
    assert all(later <= earlier for earlier, later in pairwise(by_day))


def test_one_is_told_what_ones_role_waits_for_and_whom_to_ask() -> None:
    person = Person("vera", "Vera", "vera@demo.example", HOME, frozenset())

    def told(*waits: str) -> Text | None:
        inactive = tuple(Waiting("medicin", Role.CARE_STAFF, wait) for wait in waits)
        return why_not(Actor(person, rights={}, inactive=inactive), "medicin")

    training, responsible = told(TRAINING), told(RESPONSIBLE)
    assert training is not None
    assert responsible is not None
    assert "vårdpersonal" in training.sv
    assert "ansvarig person" in responsible.sv
    assert told() is None
    for unit in UNITS:
        assert why_not(Actor(person, rights={unit: frozenset({Role.CARE_STAFF})}), unit) is None
    admin = Actor(person, rights={}, inactive=(Waiting("medicin", Role.UNIT_ADMIN, RESPONSIBLE),))
    assert why_not(admin, "medicin") is None


def test_a_role_that_waits_in_one_unit_says_nothing_of_another() -> None:
    person = Person("vera", "Vera", "vera@demo.example", HOME, frozenset())
    waits = (Waiting("medicin", Role.CARE_STAFF, TRAINING),)
    actor = Actor(person, rights={"barn": frozenset({Role.CARE_STAFF})}, inactive=waits)
    assert why_not(actor, "medicin") is not None
    assert why_not(actor, "barn") is None


def test_an_external_auditor_needs_nobody_in_a_unit_to_answer_for_them() -> None:
    person = Person(
        "vera", "Vera", "vera@demo.example", HOME, frozenset({Role.AUDITOR, Role.CARE_STAFF}), external=True
    )
    found = standings(person, OnRecord((), (), {}), Policy(training=False, responsible=True), TODAY)
    assert {row.role: row.waiting_for for row in found} == {Role.AUDITOR: None, Role.CARE_STAFF: RESPONSIBLE}
