"""What a JSON Schema can't say about the choice guide: that every row can be answered, reached and asked for."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from backend.profiles.faults import Fault, fault

Document = Mapping[str, Any]
Row = Mapping[str, Any]
_ADULT = 18  # whoever gives no age
# What is assumed of a field nobody has answered: such rows need no option (backend/guide/answers.py).
_ASSUMED: Mapping[str, Any] = {
    "initiator": "caregiver", "identity": "eid", "place": "home", "content": "sensitive", "high_resolution": False,
    "others": [], "participants": 2, "age": None,
}  # fmt: skip
_NEEDS = {"book": ("type",), "other_system": ("system",), "join_only": (), "stop": ()}
_FIXED_ADVICE = frozenset(
    {
        "age",
        "check_patient",
        "join_together",
        "limit",
        "overdue",
        "row",
        "suitability",
        "summons",
        "template",
        "unsuitable",
    }
)


def check_guide(document: Document) -> Iterator[Fault]:
    """Yield every contradiction in the guide of a profile that the schema has accepted."""
    for check in _CHECKS:
        yield from check(document)


def _codes_once(document: Document) -> Iterator[Fault]:
    for name in ("systems", "rows", "adjusters", "questions"):
        for code, times in Counter(row["code"] for row in document["guide"][name]).items():
            if times > 1:
                yield fault(("guide", name), f"har {code} {times} gånger", f"has {code} {times} times")
    for at, question in enumerate(document["guide"]["questions"]):
        for value, times in Counter(option["value"] for option in question["options"]).items():
            if times > 1:
                steps = ("guide", "questions", at, "options")
                yield fault(steps, f"har {value} {times} gånger", f"has {value} {times} times")


def _systems(document: Document) -> Iterator[Fault]:
    known = {row["code"] for name in ("services", "types") for row in document[name]}
    known |= {row["code"] for row in document["guide"]["systems"]}
    for at, row in enumerate(document["guide"]["systems"]):
        if ("valid_to" in row) != ("successor" in row):
            sv, en = (
                "ska ha både valid_to och successor, eller ingetdera",
                "must have valid_to and successor, or neither",
            )
            yield fault(("guide", "systems", at), sv, en)
        elif row.get("successor", row["code"]) not in known:
            sv, en = "är varken system, tjänst eller typ", "is no system, service or type"
            yield fault(("guide", "systems", at, "successor"), sv, en)


def _rows(document: Document) -> Iterator[Fault]:
    for at, row in enumerate(document["guide"]["rows"]):
        needed = _NEEDS[row["outcome"]]
        wrong = [name for name in ("type", "system") if (name in row) != (name in needed)]
        if wrong or ("service" in row and "type" not in row):
            names = ", ".join(wrong or ["service"])
            sv, en = f"passar inte ihop med utfallet: {names}", f"does not go with the outcome: {names}"
            yield fault(("guide", "rows", at), sv, en)
        else:
            yield from _names(document, at, row)


def _names(document: Document, at: int, row: Row) -> Iterator[Fault]:
    guide = document["guide"]
    systems = {one["code"]: one for one in guide["systems"]}
    kind: Row = next((one for one in document["types"] if one["code"] == row.get("type")), {})
    lists: Mapping[str, Any] = {
        "type": {one["code"] for one in document["types"]},
        "service": {choice["code"] for choice in kind.get("services", ())},
        "system": systems,
        "gate": {code for code, one in systems.items() if "gate" in one},
        "template": {part["case_type"] for part in kind.get("templates", ())},
        "successor": {one["code"] for one in guide["rows"]},
    }
    for name, known in lists.items():
        if name in row and row[name] not in known:
            steps = ("guide", "rows", at, name)
            yield fault(steps, f"{row[name]} finns inte att peka på", f"{row[name]} does not exist to point at")
    for code in row.get("replaces", ()):
        if "valid_to" not in systems.get(code, {}):
            steps = ("guide", "rows", at, "replaces")
            yield fault(steps, f"{code} är inget avvecklat system", f"{code} is no retired system")
    named = systems.get(row.get("system"), {})
    if named.get("eid") and any(when.get("identity") != ["eid"] for when in row["when"]):
        sv = f"{row['system']} kräver e-legitimation; villkoren ska säga identity: eid"
        en = f"{row['system']} asks for an e-ID; the conditions must say identity: eid"
        yield fault(("guide", "rows", at, "when"), sv, en)
    last = named.get("valid_to")
    if last is not None and row.get("valid_to", "9999-12-31") > last:
        sv = f"{row['system']} är avvecklat; använd {named['successor']}"
        en = f"{row['system']} is retired; use {named['successor']}"
        yield fault(("guide", "rows", at, "system"), sv, en)


def _shadows(document: Document) -> Iterator[Fault]:
    told = set()
    for (_, first), (at, later) in combinations(enumerate(document["guide"]["rows"]), 2):
        always = "gate" not in first and "valid_from" not in first and "valid_to" not in first
        same = (first.get("type"), first.get("service")) == (later.get("type"), later.get("service"))
        if not always or (first["outcome"] == "book" and not same):
            continue
        if at not in told and all(any(_covers(one, other) for one in first["when"]) for other in later["when"]):
            told.add(at)
            sv, en = f"nås aldrig: {first['code']} går före", f"is never reached: {first['code']} comes first"
            yield fault(("guide", "rows", at), sv, en)


def _covers(first: Row, later: Row) -> bool:
    return all(name in later and _within(name, asked, later[name]) for name, asked in first.items())


def _within(name: str, asked: Any, later: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(asked, bool):
        return bool(asked == later)
    if isinstance(asked, dict):
        least, most = later.get("least", 0), later.get("most", float("inf"))
        return bool(asked.get("least", 0) <= least and most <= asked.get("most", float("inf")))
    return set(asked) <= set(later) if name == "others_none" else set(later) <= set(asked)


def _askable(document: Document) -> Iterator[Fault]:
    options = [option["sets"] for question in document["guide"]["questions"] for option in question["options"]]
    for at, row in enumerate(document["guide"]["rows"]):
        if not any(all(_said(options, *part) for part in when.items()) for when in row["when"]):
            sv, en = "har inga frågor som leder dit", "has no questions that lead there"
            yield fault(("guide", "rows", at, "when"), sv, en)
    limits = {kind["participant_limit"] for kind in document["types"]} - {None}
    for limit in sorted(limits):
        values = [sets["participants"] for sets in options if "participants" in sets]
        if values and not (any(value <= limit for value in values) and any(value > limit for value in values)):
            sv, en = f"skiljer inte på upp till {limit} och fler", f"do not tell up to {limit} from more"
            yield fault(("guide", "questions"), sv, en)


def _said(options: list[Row], name: str, asked: Any) -> bool:  # noqa: ANN401 - JSON
    field = "others" if name.startswith("others_") else name
    said = [sets[field] for sets in options if field in sets]
    if field in _ASSUMED:
        said.append(_ASSUMED[field])
    return any(_holds(name, asked, value) for value in said)


def _holds(name: str, asked: Any, value: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(asked, bool):
        return bool(value == asked)
    if isinstance(asked, dict) and value is None:
        return "most" not in asked and bool(asked.get("least", 0) <= _ADULT)
    if isinstance(asked, dict):
        return bool(asked.get("least", 0) <= value <= asked.get("most", value))
    if name == "others_any":
        return bool(set(asked) & set(value))
    return not set(asked) & set(value) if name == "others_none" else value in asked


def _adjusters(document: Document) -> Iterator[Fault]:
    rows = document["guide"]["adjusters"]
    on = {row["code"]: row.get("on", True) for row in rows}
    kinds = {f"delivery_{row['kind']}" for row in document["deliveries"]}
    for at, row in enumerate(rows):
        other = row.get("instead_of")
        if other is not None and on.get(other) and on[row["code"]]:
            sv, en = f"säger tvärt emot {other}; bara den ena får vara på", f"contradicts {other}; only one may be on"
            yield fault(("guide", "adjusters", at, "on"), sv, en)
        unknown = sorted(set(row.get("silences", ())) - on.keys() - kinds - _FIXED_ADVICE)
        if unknown or (other is not None and other not in on):
            names = ", ".join(unknown or [str(other)])
            sv, en = f"pekar på råd som inte finns: {names}", f"points at advice that does not exist: {names}"
            yield fault(("guide", "adjusters", at), sv, en)
    general = document["guide"]["closings"]["over_limit"]["general_type"]
    if general not in {row["code"] for row in document["types"]}:
        steps = ("guide", "closings", "over_limit", "general_type")
        yield fault(steps, "är en typ som inte finns", "is a type that does not exist")


_CHECKS: tuple[Callable[[Document], Iterator[Fault]], ...] = (
    _codes_once,
    _systems,
    _rows,
    _shadows,
    _askable,
    _adjusters,
)
