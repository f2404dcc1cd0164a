"""Checks an invitation for what should not be sent. Pure: the same invitation gives the same report.

The twin in TypeScript is addin/src/privacy/check.ts; tests/vectors/privacy.json holds both to the same findings.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from backend.privacy import numbers, phrases
from backend.privacy.collect import Body, Found, Join, in_text, joins_in_text, placed
from backend.privacy.moments import moments
from backend.privacy.rules import RULES, fold, words
from backend.privacy.shapes import Attendee, Field, Finding, Invite, Part, Report, Verdict
from backend.privacy.stream import plain

__all__ = ["Attendee", "Finding", "Invite", "Report", "check"]

_SEVERITY, _TEXTS, _WHERE = RULES["severity"], RULES["texts"], RULES["where"]
_PRIVATE = words(RULES["private_domains"])


def check(invite: Invite) -> Report:
    """Check what is about to be sent. At most the first hundred findings are told; the verdict counts all."""
    days = moments(invite.today, invite.start)
    body = Body(invite.body_html)
    found = [one for field, index, part, text in _fields(invite) for one in in_text(text, field, part, index, days)]
    joins = (joins_in_text(invite.subject, "subject"), body.joins(), joins_in_text(invite.location, "location"))
    found += [*_care(invite), *body.found(days), *_two_links(chain(*joins)), *_people(invite)]
    severities = {_SEVERITY[one.rule] for one in found}
    verdict: Verdict = "block" if "block" in severities else "warn" if severities else "ok"
    ordered = sorted(set(found), key=lambda one: one.order)[: numbers.MOST]
    return Report(verdict, tuple(_told(one) for one in ordered))


def _fields(invite: Invite) -> Iterator[tuple[Field, int, Part, str]]:
    yield "subject", -1, "text", invite.subject
    yield "location", -1, "text", invite.location
    for index, one in enumerate(invite.attendees):
        yield "attendee", index, "text", one.name
        yield "attendee", index, "href", one.address
    for index, name in enumerate(invite.attachment_names):
        yield "attachment", index, "text", name


def _care(invite: Invite) -> Iterator[Found]:
    if invite.subject and any(_outside(one.address, invite) for one in invite.attendees):
        stream = plain(invite.subject)
        yield from placed(phrases.find_care(stream.text()), stream, "subject", "text", -1)


def _two_links(joins: Iterable[Join]) -> Iterator[Found]:
    """Yield the first link that leads to another meeting than the first of all; nothing is read after it."""
    service, first = "", dict[str, str]()
    for join in joins:
        service = service or join.found.masked
        if join.found.masked != service or first.setdefault(join.form, join.meeting) != join.meeting:
            yield replace(join.found, masked=f"{service}, {join.found.masked}")
            return


def _people(invite: Invite) -> Iterator[Found]:
    attendees = invite.attendees
    # JSON holds other things than counts.
    limit = max(invite.limit, 0) if type(invite.limit) is int else len(attendees)
    if len(attendees) > limit:
        length = len(attendees[limit].address)
        yield Found("attendee", "href", limit, 0, length, "too-many", str(len(attendees)))
    if invite.audience == "patient":
        for index, one in enumerate(attendees):
            domain = _domain(one.address)
            if domain in _PRIVATE and _outside(one.address, invite):
                yield Found("attendee", "href", index, 0, len(one.address), "private-address", f"…@{domain}")


def _outside(address: str, invite: Invite) -> bool:
    domain = _domain(address)
    own = [fold(one) for one in invite.own_domains]
    return bool(domain) and not any(domain == one or domain.endswith(f".{one}") for one in own)


def _domain(address: str) -> str:
    """Return the mail domain; an address without one is a place in the organisation's own directory."""
    _, at, domain = address.rpartition("@")
    return fold(domain).strip(" >") if at else ""


def _told(one: Found) -> Finding:
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
