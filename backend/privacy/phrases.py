"""What is only asked about: names and phone numbers of patients, record numbers, words that tell of care."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from backend.privacy.numbers import MOST, Hit
from backend.privacy.outline import digits_near, outline, words_then
from backend.privacy.rules import RULES, compiled, fold, words

_WORDS = RULES["words"]
# Literal words are searched for much faster than what follows them.
_NAME, _RECORD = ((compiled(row["trigger"]), compiled(row["pattern"])) for row in (_WORDS["name"], _WORDS["record"]))
_PHONE = compiled(_WORDS["phone"]["pattern"])
_NO_NAMES = words(_WORDS["name"]["not"])
_NEAR = compiled(_WORDS["phone"]["near"])
_PREFIXES, _WHOLE = tuple(_WORDS["diagnosis"]["prefix"].split()), words(_WORDS["diagnosis"]["whole"])
_WORD = re.compile(f"[{RULES['classes']['wordchar']}]+(?:-[{RULES['classes']['wordchar']}]+)*")
_WORD_SIGN = re.compile(f"[{RULES['classes']['letter']}0-9]")
_DIGIT = re.compile("[0-9]")
_FEWEST_DIGITS: int = _WORDS["record"]["digits"]
_PRODUCT, _DESK = compiled(_WORDS["diagnosis"]["product"]), compiled(_WORDS["phone"]["desk"])
_PHONE_DIGITS = range(8, 14)
# Most texts hold none of it, and their outlines say so.
_MAY_SAY = words_then((_WORDS["name"]["trigger"], "(?:e|en|ens)? "), (_WORDS["record"]["trigger"], "[ ni]"))
_MAY_PHONE = b"0" * 7
# A sign for kelvin is a k in lower case.
_MAY_BE_NEAR = re.compile(
    b"|".join(outline(word).strip() for word in _WORDS["phone"]["near"].split("|")).replace(b"k", b"[k ]")
)


def find(text: str) -> Iterator[Hit]:
    """Yield names of patients, record numbers and phone numbers of patients: the first `MOST` of each."""
    ways: list[Callable[[str, str], Iterator[Hit]]] = []
    shape = outline(text)
    if _MAY_SAY.search(shape):
        ways += [_names, _records]
    if _MAY_PHONE in digits_near(text, " /-") and _MAY_BE_NEAR.search(shape):
        ways.append(_phones)
    folded = fold(text) if ways else ""
    for way in ways:
        yield from islice(way(folded, text), MOST)


def find_care(subject: str) -> Iterator[Hit]:
    """Yield words that tell what care a meeting is about."""
    folded = fold(subject)
    for found in _WORD.finditer(folded):
        if _PRODUCT.match(folded, found.start()):
            continue
        if found[0] in _WHOLE or found[0].startswith(_PREFIXES):
            yield Hit(found.start(), found.end(), "diagnosis", found[0])


def _after(words_then: tuple[re.Pattern[str], re.Pattern[str]], folded: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the places where one of the words stands, with what has to follow."""
    word, pattern = words_then
    done = 0
    for place in word.finditer(folded):
        start = place.start()
        if start >= done and not (start and _WORD_SIGN.match(folded, start - 1)):
            found = pattern.match(text, start)
            if found:
                done = found.end()
                yield found


def _names(folded: str, text: str) -> Iterator[Hit]:
    for found in _after(_NAME, folded, text):
        first, *rest = found[1].split(" ")
        if first not in _NO_NAMES:
            kept = [first]
            for name in rest:
                if name in _NO_NAMES:
                    break
                kept.append(name)
            end = found.start(1) + len(" ".join(kept))
            yield Hit(found.start(1), end, "patient-name", found[1][0] + "…")


def _records(folded: str, _text: str) -> Iterator[Hit]:
    for found in _after(_RECORD, folded, folded):
        group = found.lastindex or 0
        digits = _DIGIT.findall(found[group])
        if len(digits) >= _FEWEST_DIGITS:
            yield Hit(found.start(group), found.end(group), "record-number", _masked(digits))


def _phones(folded: str, _text: str) -> Iterator[Hit]:
    reach: int = _WORDS["phone"]["reach"]
    if not _NEAR.search(folded):
        return
    for found in _PHONE.finditer(folded):
        if found.start() and _WORD_SIGN.match(folded, found.start() - 1):
            continue
        digits = _DIGIT.findall(found[0])
        near = folded[max(0, found.start() - reach) : found.end() + reach]
        if len(digits) in _PHONE_DIGITS and not _DESK.search("".join(digits)) and _NEAR.search(near):
            yield Hit(found.start(), found.end(), "patient-phone", _masked(digits))


def _masked(digits: list[str]) -> str:
    return "…·" + "".join(digits[-2:])
