"""The plan that the rules of a conference are tried on."""

from datetime import UTC, datetime, timedelta

from rooms.conference.plan import Case, Entry, Joins, Plan, Role, Site

OPENS = datetime(2026, 6, 10, 7, 0, tzinfo=UTC)
SITES = ("a", "b", "c")
PLAN = Plan(
    "p1",
    (
        Site("a", "Köping", role=Role.HOST),
        Site("b", "Sala"),
        Site("c", "Fagersta"),
        Site("x", "Uppsala", joins=Joins.CALLS_IN),
    ),
    (Case(1, 10, "Kirurgi"), Case(2, 5, "Onkologi")),
    "a",
    OPENS,
    OPENS + timedelta(hours=2),
    Entry("host@vc.example", "1234#"),
    Entry("guest@vc.example"),
    content=2,
)
