"""Two people, one thing: whether somebody changes what they have seen, and a refusal that helps them to merge.

A version travels as an ETag and comes back as If-Match (RFC 9110). A weak tag counts as its strong twin: a proxy that
compresses answers weakens ours.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backend.errors import Outdated, Text

_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^",\s]+)')
_SWEDEN = ZoneInfo("Europe/Stockholm")
_BY = Text(
    "{who} ändrade {what} {when}. Din ändring är inte sparad. Läs in på nytt, se vad som skiljer och gör om din "
    "ändring om den fortfarande behövs.",
    "{who} changed {what} {when}. Your change was not saved. Load it again, see what differs, and repeat your change "
    "if it is still needed.",
)
_BY_ONESELF = Text(
    "Du har själv ändrat {what} {when}, i ett annat fönster. Ändringen härifrån är inte sparad. Läs in på nytt och gör "
    "om den om den fortfarande behövs.",
    "You changed {what} yourself {when}, in another window. The change from here was not saved. Load it again and "
    "repeat it if it is still needed.",
)


class Change(NamedTuple):
    """Who changed it last, what and when. `who` is a name the caller may see; None when it was the caller."""

    who: str | None
    what: Text
    at: datetime


def tags(if_match: str) -> tuple[str, ...]:
    """Return the versions an If-Match header names; `*` stands for any."""
    return tuple(quoted or bare for quoted, bare in _TAG.findall(if_match))


def names(if_match: str | None, version: str) -> bool:
    """Tell whether a change may go on: no version was named, any will do, or this one was named."""
    return if_match is None or not {"*", version}.isdisjoint(tags(if_match))


def outdated(version: int | str, changed: Iterable[str], last: Change | None, now: datetime) -> Outdated:
    """Return the refusal of a change to an earlier version: the version there is, and the fields that differ."""
    text = None
    if last is not None:
        told = _BY_ONESELF if last.who is None else _BY
        sv, en = (
            words.format(who=last.who, what=what, when=when)
            for words, what, when in zip(told, last.what, _when(last.at, now), strict=True)
        )
        text = Text(sv, en)
    return Outdated("precondition-failed", text, version=version, changed=tuple(changed))


def of_rows(ids: Iterable[str]) -> str:
    """Return a version of a list whose rows are never changed, only added and taken away: by their ids."""
    return hashlib.sha256("|".join(sorted(ids)).encode()).hexdigest()[:12]


def _when(at: datetime, now: datetime) -> Text:
    local, today = at.astimezone(_SWEDEN), now.astimezone(_SWEDEN).date()
    if local.date() == today:
        return Text(f"kl. {local:%H.%M}", f"at {local:%H:%M}")
    return Text(f"{local:%Y-%m-%d} kl. {local:%H.%M}", f"on {local:%Y-%m-%d} at {local:%H:%M}")
