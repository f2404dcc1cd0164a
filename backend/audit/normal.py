"""Normal forms: how a name, a phone number or a personal number is made equal to itself, however it was written."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from backend.audit.entries import Subject

_NOT_DIGITS = re.compile(r"\D")
_TRUNK = re.compile(r"\(\s*0\s*\)")
_YEARS_KEPT = 5
_SHORT, _FULL = 10, 12


def name(text: str) -> str:
    """Return a name without differences of case, spacing or Unicode form."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", text).casefold().split()))


def phone(text: str) -> str:
    """Return a phone number as digits: Swedish ones from their zero, others from 00 and the country."""
    written = _TRUNK.sub("", text.strip())
    digits = _NOT_DIGITS.sub("", written)
    if written.startswith("+"):
        digits = f"00{digits}"
    return f"0{digits[4:].lstrip('0')}" if digits.startswith("0046") else digits


def person_number(text: str, today: date) -> str:
    """Return a personal number as 12 characters; of ten, the century is the latest that is not in the future.

    A plus sign means a hundred years more. Reserve numbers keep their letters; what holds no digit at all is no number
    and has an empty form.
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if not any(sign.isdecimal() for sign in signs):
        return ""
    if len(signs) != _SHORT or not signs[:2].isdecimal():
        return signs
    year = today.year - (today.year - int(signs[:2])) % 100 - (100 if "+" in text else 0)
    return f"{year // 100}{signs}"


def attributes(subject: Subject, today: date) -> Iterator[tuple[str, str]]:
    """Yield the attributes that are known of somebody, each with its normal form."""
    forms = {
        "participant": subject.participant,
        "name": name(subject.name),
        "phone": phone(subject.phone),
        "person_number": person_number(subject.person_number, today),
    }
    yield from ((attribute, form) for attribute, form in forms.items() if form)


def person_number_forms(text: str, today: date) -> frozenset[str]:
    """Return every form the number may have been kept in during the years an entry is kept."""
    then = today.replace(year=today.year - _YEARS_KEPT, day=1)
    return frozenset({person_number(text, today), person_number(text, then)})
