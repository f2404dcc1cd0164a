"""Rules for single values, shared by the two kinds of manifest."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from backend.manifest.faults import Fault, fault

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", re.ASCII)
REQUIREMENT_SET = re.compile(r"\d{1,3}\.\d{1,3}", re.ASCII)
FOUR_PARTS = re.compile(r"\d{1,5}(\.\d{1,5}){3}", re.ASCII)
URL_LIMIT = 2048


def check_url(place: str, url: str) -> Iterator[Fault]:
    """An absolute https address of at most 2048 characters."""
    try:
        parts = urlsplit(url)
        good = parts.scheme == "https" and bool(parts.hostname) and not re.search(r"\s", url)
    except ValueError:
        good = False
    if not good:
        yield fault(place, "not-https", value=url)
    yield from check_length(place, url, URL_LIMIT)


def check_length(place: str, text: str, limit: int) -> Iterator[Fault]:
    """At most `limit` characters."""
    if len(text) > limit:
        yield fault(place, "too-long", length=len(text), limit=limit)


def check_form(place: str, text: str, pattern: re.Pattern[str], code: str, **values: object) -> Iterator[Fault]:
    """The whole of `text` matches."""
    if not pattern.fullmatch(text):
        yield fault(place, code, value=text, **values)


def check_choice(place: str, text: str, allowed: tuple[str, ...]) -> Iterator[Fault]:
    """One of a few words."""
    if text not in allowed:
        yield fault(place, "bad-value", value=text, allowed=", ".join(allowed))
