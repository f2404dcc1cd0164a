"""Checks an invitation for what should not be sent. Pure: the same invitation gives the same report.

The twin in TypeScript is addin/src/privacy/check.ts; tests/vectors/privacy.json holds both to the same findings.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from backend.privacy import links, numbers, phrases
from backend.privacy.moments import Moments, moments
from backend.privacy.numbers import Hit
from backend.privacy.reading import read
from backend.privacy.rules import RULES, fold, words
from backend.privacy.shapes import Attendee, Field, Finding, Invite, Part, Report, Verdict
from backend.privacy.stream import Stream, plain

__all__ = ["Attendee", "Finding", "Invite", "Report", "check"]

_FIELDS: tuple[Field, ...] = ("subject", "body", "location", "attendee", "attachment")
_SEVERITY, _TEXTS, _WHERE = RULES["severity"], RULES["texts"], RULES["where"]
_DIGIT, _HINT = re.compile("[0-9]"), re.compile(RULES["link_hint"])
_FEWEST_DIGITS = 9
_PRIVATE = words(RULES["private_domains"])


@dataclass(frozen=True)
class _Found:
    """Something found, before it is told; `index` is -1 where a field is one text."""

    field: Field
    part: Part
    index: int
    start: int
    length: int
    rule: str
    masked: str

    @property
    def order(self) -> tuple[int, int, int, int, str, str]:
        return (_FIELDS.index(self.field), self.index, self.start, self.length, self.part, self.rule)


@dataclass(frozen=True)
class _Link:
    found: _Found
    form: str
    meeting: str


def check(invite: Invite) -> Report:
    """Check what is about to be sent. At most the first hundred findings are told; the verdict counts all."""
    days = moments(invite.today, invite.start)
    found, joins = _collect(invite, days)
    found += _two_links(joins)
    found += _people(invite)
    severities = {_SEVERITY[one.rule] for one in found}
    verdict: Verdict = "block" if "block" in severities else "warn" if severities else "ok"
    ordered = sorted(set(found), key=lambda one: one.order)[: numbers.MOST]
    return Report(verdict, tuple(_told(one) for one in ordered))


def _collect(invite: Invite, days: Moments) -> tuple[list[_Found], list[_Link]]:
    """Read every field: what is found in each, and the links to meetings in the order they stand."""
    found: list[_Found] = []
    joins: list[_Link] = []
    for field, index, part, text in _plain_fields(invite):
        stream = plain(text)
        read_text = stream.text()
        where = (field, part, index)
        found += _placed(numbers.find(read_text, days), stream, *where)
        if field != "attendee":
            found += _placed(phrases.find(read_text), stream, *where)
        if field in {"subject", "location"}:
            joins += _joins(read_text, stream, *where)
    if invite.subject and any(_outside(one.address, invite) for one in invite.attendees):
        stream = plain(invite.subject)
        found += _placed(phrases.find_care(stream.text()), stream, "subject", "text", -1)
    _read_body(invite.body_html, days, found, joins)
    return found, joins


def _plain_fields(invite: Invite) -> Iterator[tuple[Field, int, Part, str]]:
    yield "subject", -1, "text", invite.subject
    yield "location", -1, "text", invite.location
    for index, one in enumerate(invite.attendees):
        yield "attendee", index, "text", one.name
        yield "attendee", index, "href", one.address
    for index, name in enumerate(invite.attachment_names):
        yield "attachment", index, "text", name


def _read_body(html: str, days: Moments, found: list[_Found], joins: list[_Link]) -> None:
    reading = read(html)
    seen, unseen = reading.seen, reading.unseen
    text = seen.text()
    found += _placed(numbers.find(text, days), seen, "body", "text", -1)
    found += _placed(phrases.find(text), seen, "body", "text", -1)
    joins += _joins(text, seen, "body", "text", -1)
    found += _placed(numbers.find(unseen.text(), days), unseen, "body", "hidden", -1)
    for value in reading.values:
        link = value.part == "href"
        if not _may_hold(value.text):
            continue
        stream = plain(value.text, encoded=True, percent=link)
        text = stream.text()
        hits = _placed(numbers.find(text, days, "link" if link else "text"), stream, "body", value.part, -1)
        leads = _joins(text, stream, "body", value.part, -1) if link else ()
        for at in value.tags:
            found += [replace(one, start=one.start + at + value.start) for one in hits]
            joins += [replace(one, found=replace(one.found, start=one.found.start + at + value.start)) for one in leads]


def _may_hold(text: str) -> bool:
    """Tell whether an attribute is worth reading: most hold too few digits, and lead to no meeting."""
    return len(_DIGIT.findall(text)) >= _FEWEST_DIGITS or not text.isascii() or bool(_HINT.search(text))


def _placed(hits: Iterable[Hit], stream: Stream, field: Field, part: Part, index: int) -> list[_Found]:
    placed = []
    for hit in hits:
        start, length = stream.place(hit.start, hit.end)
        shown: Part = "hidden" if part == "text" and stream.unseen(hit.start) else part
        placed.append(_Found(field, shown, index, start, length, hit.rule, hit.masked))
    return placed


def _joins(text: str, stream: Stream, field: Field, part: Part, index: int) -> list[_Link]:
    joins = []
    for link in links.find(text):
        start, length = stream.place(link.start, link.end)
        joins.append(
            _Link(_Found(field, part, index, start, length, "two-links", link.service), link.form, link.meeting)
        )
    return joins


def _two_links(joins: list[_Link]) -> Iterator[_Found]:
    """Yield the first link that leads to another meeting than the first of all."""
    ordered = sorted(joins, key=lambda join: join.found.order)
    first: dict[str, str] = {}
    for join in ordered:
        service = ordered[0].found.masked
        if join.found.masked != service or first.setdefault(join.form, join.meeting) != join.meeting:
            yield replace(join.found, masked=f"{service}, {join.found.masked}")
            return


def _people(invite: Invite) -> Iterator[_Found]:
    attendees = invite.attendees
    # JSON holds other things than counts.
    limit = max(invite.limit, 0) if type(invite.limit) is int else len(attendees)
    if len(attendees) > limit:
        length = len(attendees[limit].address)
        yield _Found("attendee", "href", limit, 0, length, "too-many", str(len(attendees)))
    if invite.audience == "patient":
        for index, one in enumerate(attendees):
            domain = _domain(one.address)
            if domain in _PRIVATE and _outside(one.address, invite):
                yield _Found("attendee", "href", index, 0, len(one.address), "private-address", f"…@{domain}")


def _outside(address: str, invite: Invite) -> bool:
    domain = _domain(address)
    own = [fold(one) for one in invite.own_domains]
    return bool(domain) and not any(domain == one or domain.endswith(f".{one}") for one in own)


def _domain(address: str) -> str:
    """Return the mail domain; an address without one is a place in the organisation's own directory."""
    _, at, domain = address.rpartition("@")
    return fold(domain).strip(" >") if at else ""


def _told(one: _Found) -> Finding:
    hidden_place = one.field == "body" and one.part != "text"
    where, texts = _WHERE[one.part if hidden_place else one.field], _TEXTS[one.rule]
    sv, en = (
        texts[language].replace("{where}", where[language]).replace("{masked}", one.masked) for language in ("sv", "en")
    )
    return Finding(
        rule=one.rule,
        severity=_SEVERITY[one.rule],
        field=one.field,
        part=one.part,
        start=one.start,
        length=one.length,
        masked=one.masked,
        sv=sv,
        en=en,
        index=one.index if one.index >= 0 else None,
    )
