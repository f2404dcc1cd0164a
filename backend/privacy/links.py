"""Links to meetings: which meeting a link leads to."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from backend.privacy.rules import RULES, compiled, expand
from backend.privacy.stream import ENTITIES_AND_PERCENT, plain

_ADDRESS = re.compile(expand("https?(?:://|%3a%2f%2f)[^<invisible> \\t\\r\\n\\f\\u00a0\\ue000-\\ue002\"'<>]{4,2000}"))
_HINT = compiled(RULES["link_hint"])
_SERVICES = tuple((row["service"], row.get("form", ""), compiled(row["pattern"])) for row in RULES["links"])


_MARKS = ".,;:!)]'\"/"


class MeetingLink(NamedTuple):
    """A link to a meeting, from start up to end.

    Two links to one meeting have the same `meeting`, if they have the same `form`: one meeting's forms say nothing of
    each other.
    """

    start: int
    end: int
    service: str
    form: str
    meeting: str


def find(text: str) -> Iterator[MeetingLink]:
    """Yield the links to meetings in a text or a link."""
    if "http" not in text:
        return
    for found in _ADDRESS.finditer(text):
        if not _HINT.search(found[0]):
            continue
        for service, form, pattern in _SERVICES:
            target = pattern.search(found[0])
            if target:
                code = plain(target[1], ENTITIES_AND_PERCENT).text().rstrip(_MARKS)
                yield MeetingLink(found.start(), found.end(), service, f"{service} {form}", f"{service} {code}")
                break
