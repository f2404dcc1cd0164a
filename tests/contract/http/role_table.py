"""Who gets what from every route: the expectations in roles.json, as rows to check and as docs/roles.md.

Write docs/roles.md anew with `python -m tests.contract.http.role_table` in the project's root.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "roles.md"
CALLERS = {
    "organiser": "Vårdpersonal som håller mötet",
    "care_staff": "Vårdpersonal på enheten",
    "booking_secretary": "Bokningssekreterare",
    "unit_admin": "Enhetsadministratör",
    "unit_head": "Verksamhetschef",
    "region_admin": "Regionadministratör",
    "room_support": "Rumssupport",
    "auditor": "Granskare",
    "granted": "Vårdpersonal bara på den andra enheten, genom en given roll",
    "waiting": "Medvärd vars roll väntar på en ansvarig",
    "host": "Värdens sida (bara det mötet)",
    "guest": "Gäst i väntrummet (bara det mötet)",
    "nobody": "Inte inloggad",
}
SIDES = ("own", "other")
_SIGNED_IN = {"host": "401", "guest": "401", "nobody": "401"}
_MARKS = {"ok": "ja"}
_INTRO = """# Vem får vad

Tabellen är gjord ur `tests/contract/http/roles.json`. Samma fil styr ett test som gör varje anrop som varje roll mot en
körande produkt: en ny adress utan rad i filen stoppar bygget. Skriv sidan på nytt med
`python -m tests.contract.http.role_table`.

| Tecken | Betyder |
|---|---|
| ja | Får göra det. |
| 401 | Behöver logga in, eller har en inloggning som inte gäller här. |
| 403 | Får veta att det finns men inte göra det. |
| 404 | Får inte veta att det finns. |

Där två tecken står gäller det första den egna enheten och det andra en annan enhet. Roller för hela regionen
(regionadministratör, rumssupport, granskare) har ingen egen enhet i vården: deras tecken gäller två olika enheter.
Vem som har vilken roll, och varför en roll kan vänta, står i [sv/enhet.md](sv/enhet.md).
"""


@dataclass(frozen=True)
class Row:
    """One route: how it is asked, and what each caller gets on each side (`own` unit, `other` unit).

    `names` is what it names in its query or body rather than in its address: "unit", or nothing.
    """

    method: str
    rule: str
    says: str
    ask: Mapping[str, Any]
    cells: Mapping[tuple[str, str], str]
    names: str = ""

    @property
    def sides(self) -> tuple[str, ...]:
        """The units it is asked about: one for a route that names nothing."""
        return SIDES if self.names or "<" in self.rule else SIDES[:1]

    @property
    def route(self) -> str:
        """The method and the rule, as the file names it."""
        return f"{self.method} {self.rule}"


def groups() -> list[tuple[str, list[Row]]]:
    """Return the rows by their group. Raises ValueError for a row that leaves a caller out or names an unknown one."""
    read = json.loads((HERE / "roles.json").read_text("utf-8"))
    return [(group["title"], [_row(row, read["patterns"]) for row in group["routes"]]) for group in read["groups"]]


def rows() -> list[Row]:
    """Return every row."""
    return [row for _, group in groups() for row in group]


def render() -> str:
    """Return docs/roles.md."""
    return "\n".join([_INTRO, *_tables()])


def _row(read: Mapping[str, Any], patterns: Mapping[str, Mapping[str, str]]) -> Row:
    method, _, rule = read["route"].partition(" ")
    cells: dict[tuple[str, str], str] = {}
    for side in SIDES:
        said = read.get(side, read.get("any"))
        given = _cells(patterns[said] if isinstance(said, str) else said)
        if given.keys() != CALLERS.keys():
            raise ValueError(f"{read['route']}, {side}: {given.keys() ^ CALLERS.keys()}")
        cells |= {(side, caller): outcome for caller, outcome in given.items()}
    return Row(method, rule, read["says"], read.get("ask", {}), cells, read.get("names", ""))


def _cells(said: Mapping[str, str]) -> dict[str, str]:
    named = {caller: outcome for outcome, callers in said.items() if outcome != "rest" for caller in callers.split()}
    rest = {} if "rest" not in said else dict.fromkeys(CALLERS, said["rest"]) | _SIGNED_IN
    return rest | named


def _tables() -> Iterator[str]:
    for title, group in groups():
        yield f"## {title}\n"
        yield "| | " + " | ".join(CALLERS.values()) + " |"
        yield "|---" * (len(CALLERS) + 1) + "|"
        for row in group:
            yield f"| {row.says}<br>`{row.route}` | " + " | ".join(_shown(row, caller) for caller in CALLERS) + " |"
        yield ""


def _shown(row: Row, caller: str) -> str:
    own, other = (_MARKS.get(outcome, outcome) for outcome in (row.cells[side, caller] for side in SIDES))
    return own if own == other else f"{own} / {other}"


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
