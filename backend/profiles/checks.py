"""What a JSON Schema can't say about a profile: that its parts agree with each other."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from backend.profiles.contrast import READABLE, contrast
from backend.profiles.faults import Fault, fault
from backend.profiles.guide_checks import check_guide
from backend.profiles.link_hosts import check_link_hosts
from backend.profiles.service_addresses import check_service_addresses

Document = Mapping[str, Any]
Steps = tuple[str | int, ...]
MARKER = "Mötes-id:"
_PLACEHOLDERS = frozenset({"date", "time", "link", "privacy_link"})
_NEEDED = frozenset({"date", "time", "link"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def cross_check(document: Document) -> Iterator[Fault]:
    """Yield every contradiction in a profile that the schema has accepted."""
    for check in _CHECKS:
        yield from check(document)


def _sources(document: Document) -> Iterator[Fault]:
    for steps, value in _walk(document):
        if steps[-1:] == ("source",) and value not in document["sources"]:
            yield fault(steps, f"källan {value} finns inte under sources", f"source {value} is not in sources")


def _codes_once(document: Document) -> Iterator[Fault]:
    lists: dict[Steps, list[Document]] = {
        (name,): document[name] for name in ("services", "types", "ages", "exception_rules")
    }
    lists |= {("send_check", "reasons"): document["send_check"]["reasons"]}
    lists |= {("suitability", name): document["suitability"][name] for name in ("questions", "when_not")}
    lists |= {("cards", moment): rows for moment, rows in document["cards"].items()}
    for steps, rows in lists.items():
        for code, times in Counter(row["code"] for row in rows).items():
            if times > 1:
                yield fault(steps, f"har {code} {times} gånger", f"has {code} {times} times")


def _types(document: Document) -> Iterator[Fault]:
    for at, row in enumerate(document["types"]):
        if sum(choice["default"] for choice in row["services"]) != 1:
            steps = ("types", at, "services")
            yield fault(steps, "ska ha precis en förvald tjänst", "must have exactly one default service")
        if row["audience"] == "patient" and "patient_opening" not in row:
            yield fault(("types", at), "saknar patient_opening", "lacks patient_opening")
    if document["default_type"] not in {row["code"] for row in document["types"] if row["picker"]}:
        yield fault(("default_type",), "ska vara en typ som går att välja", "must be a type that can be picked")


def _choices(document: Document) -> Iterator[Fault]:
    services = {row["code"]: row for row in document["services"]}
    retired = {row["code"]: row["successor"] for row in document["retired_services"]}
    for at, row in enumerate(document["types"]):
        for index, choice in enumerate(row["services"]):
            code, steps = choice["code"], ("types", at, "services", index)
            if code in retired:
                yield fault(
                    steps, f"{code} är avvecklad; använd {retired[code]}", f"{code} is retired; use {retired[code]}"
                )
            elif code not in services:
                yield fault(steps, f"{code} finns inte under services", f"{code} is not in services")
            elif services[code]["practice"]:
                yield fault(steps, f"{code} är bara för övning", f"{code} is for practice only")
            elif choice["default"] and "valid_to" in services[code]:
                sv, en = (
                    f"{code} har en sista dag och får inte vara förvald",
                    f"{code} has a last day and can't be default",
                )
                yield fault(steps, sv, en)


def _successors(document: Document) -> Iterator[Fault]:
    known = {row["code"] for row in document["services"]}
    for at, row in enumerate(document["retired_services"]):
        if row["successor"] not in known:
            steps = ("retired_services", at, "successor")
            yield fault(steps, "är en tjänst som inte finns", "is a service that does not exist")


def _periods(document: Document) -> Iterator[Fault]:
    begins = {steps[:-1]: value for steps, value in _walk(document) if steps[-1:] == ("valid_from",)}
    for steps, value in _walk(document):
        if steps[-1:] == ("valid_to",) and value < begins.get(steps[:-1], ""):
            yield fault(steps, "slutar innan den börjar", "ends before it begins")


def _accent(document: Document) -> Iterator[Fault]:
    found = contrast(document["region"]["accent"])
    if found < READABLE:
        sv = f"har kontrast {found:.1f} mot vitt, minst {READABLE} behövs"
        en = f"has contrast {found:.1f} against white, at least {READABLE} is needed"
        yield fault(("region", "accent"), sv, en)


def _placeholders(document: Document) -> Iterator[Fault]:
    paragraphs = document["patient_message"]["paragraphs"]
    for language in ("sv", "en"):
        found = Counter(name for row in paragraphs for name in _PLACEHOLDER.findall(row[language]))
        wrong = sorted(set(found) - _PLACEHOLDERS) + sorted(name for name in _NEEDED if found[name] != 1)
        if wrong:
            names = ", ".join(wrong)
            steps = ("patient_message", "paragraphs")
            yield fault(
                steps, f"({language}) har fel platshållare: {names}", f"({language}) has wrong placeholders: {names}"
            )


def _marker(document: Document) -> Iterator[Fault]:
    for steps, value in _walk(document):
        if isinstance(value, str) and MARKER.casefold() in value.casefold():
            yield fault(
                steps, f"får inte innehålla {MARKER}", f"must not contain {MARKER}, by which blocks are counted"
            )


def _ages(document: Document) -> Iterator[Fault]:
    following = 0
    for at, row in enumerate(document["ages"]):
        is_last = at == len(document["ages"]) - 1
        if row["from_age"] != following or (row["to_age"] is None) != is_last:
            yield fault(("ages", at), "lämnar en ålder utan regel eller med två", "leaves an age with no rule or two")
            return
        following = (row["to_age"] or 0) + 1


def _walk(value: object, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    yield steps, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _walk(part, (*steps, step))


_CHECKS: tuple[Callable[[Document], Iterator[Fault]], ...] = (
    _sources,
    _codes_once,
    _types,
    _choices,
    _successors,
    _periods,
    _accent,
    _placeholders,
    _marker,
    _ages,
    check_guide,
    check_link_hosts,
    check_service_addresses,
)
