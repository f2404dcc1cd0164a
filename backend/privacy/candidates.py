"""Where digits stand as a person identifier may be written: in one, with a sign, apart, or in pairs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from backend.privacy.outline import holds
from backend.privacy.rules import RULES, compiled, fold

_NUMBERS = RULES["numbers"]
_TAIL, _PAIRS, _STOCKHOLM = (compiled(_NUMBERS[name]) for name in ("tail", "pairs", "stockholm"))
_SPLIT = compiled(f"{_NUMBERS['split']}([0-9]{{4}})")
# Over all text, so written for speed, and on its outline: where digits begin, those of a number in one, of a date and
# its tail, or of a date in parts, with room for all that stands between. The text itself has the last word.
_FIRST = (
    b"0(?:0{5}(?:0{4}(?:00)?(?!0)()|(?=(?:00)? {0,53}+(?:0000(?!0)|00 00(?!0)|a[a0]{3}(?![a0])))())"
    b"|0(?:00)?(?= 00 ?00 {1,53}+0000(?!0))())"
)
# Two patterns: a search for what is the same in all that it finds is far faster.
_FIRSTS = tuple(re.compile(ahead + _FIRST) for ahead in (b" ", b"a"))
_LAST_MONTH, _STOCKHOLM_CENTURY, _WITH_CENTURY = "12", "99", 12
_DIGITS = re.compile("[0-9]+")
_FIRST_GAP = re.compile(b" 00(?<=00 00)(?= 00 00 00)")
_LETTER, _NO_DIGIT = re.compile("[A-Za-z]"), re.compile("[^0-9]+")
# What stands in the outline of every text with one.
_MAY_BE_STOCKHOLM = holds("000000")
_REACH = 40
_LONGEST = 6


@dataclass(slots=True)
class Candidate:
    """Digits, perhaps with letters last, that may be a number; `text` is all that surrounds it.

    `split`: the parts of the date stand apart. `pairs`: nearly all digits do.
    """

    text: str
    start: int
    end: int
    date: str
    sign: str
    tail: str
    split: bool = False
    pairs: bool = False

    @property
    def whole(self) -> str:
        """All of it, without what stands between."""
        return self.date + self.tail

    @property
    def tight(self) -> bool:
        """Whether nothing stands between."""
        return self.end - self.start == len(self.whole)

    @property
    def before(self) -> str:
        """What stands before it, in lower case."""
        return fold(self.text[max(0, self.start - _REACH) : self.start])

    def letter_at(self, index: int) -> bool:
        """Tell whether a letter stands at a place in the text."""
        return 0 <= index < len(self.text) and bool(_LETTER.match(self.text[index]))

    def digit_at(self, index: int) -> bool:
        """Tell whether a digit does."""
        return 0 <= index < len(self.text) and "0" <= self.text[index] <= "9"


def runs(text: str, shape: bytes) -> Iterator[Candidate]:
    """Yield what begins with a run of digits of a certain length: nearly every way to write a number.

    `shape` is the digit outline of the text.
    """
    for found in merge(*(first.finditer(shape) for first in _FIRSTS), key=re.Match.start):
        # The outline begins with a sign of its own, and what is found with the sign before the digits.
        candidate = _WAYS[found.lastindex or 0](text, found.start(), found.end() - 1)
        if candidate:
            yield candidate


def _in_one(text: str, start: int, end: int) -> Candidate | None:
    """Return a number with its last six digits after a month, or Stockholm's 99."""
    stockholm = end - start == _WITH_CENTURY and text.startswith(_STOCKHOLM_CENTURY, start)
    if text[end - 8 : end - 6] > _LAST_MONTH and not stockholm:
        return None
    return Candidate(text, start, end, text[start : end - 4], "", text[end - 4 : end])


def _with_tail(text: str, start: int, _end: int) -> Candidate | None:
    run = _DIGITS.match(text, start)
    tail = _TAIL.match(text, run.end()) if run else None
    if run is None or tail is None:
        return None
    last = _NO_DIGIT.sub("", tail[2]) if tail[2] else tail[3]
    return Candidate(text, start, tail.end(), run[0], tail[1], last)


def _in_parts(text: str, start: int, _end: int) -> Candidate | None:
    """Return a number with its date apart: 1990-01-01-2384, 90 01 01 2384."""
    found = _SPLIT.match(text, start)
    if found is None or not found[6]:
        return None
    date = (found[1] or found[3]) + (found[2] or found[4]) + found[5]
    return Candidate(text, start, found.end(), date, found[6], found[7], split=True)


# By the group of the pattern.
_WAYS = {1: _in_one, 2: _with_tail, 3: _in_parts}


def apart(text: str, shape: bytes) -> Iterator[tuple[Candidate, ...]]:
    """Yield what is written in pairs: at every pair the readings with and without century, that one first."""
    for found in _pairs(text, shape):
        start = found.start()
        whole_year = text[start + 2] in "0123456789"
        digits = _NO_DIGIT.sub("", found[0])
        inside = start > 0 and "0" <= text[start - 1] <= "9"
        count = len(digits) // 2
        places = [start + 3 * pair - (whole_year and pair > 0) for pair in range(count)]
        for pair in range(count):
            if (pair == 0 and inside) or (pair == 1 and whole_year):
                continue
            yield tuple(
                Candidate(
                    text,
                    places[pair],
                    places[pair + size - 1] + 2,
                    digits[2 * pair : 2 * (pair + size) - 4],
                    " ",
                    digits[2 * (pair + size) - 4 : 2 * (pair + size)],
                    split=True,
                    pairs=True,
                )
                for size in (_LONGEST, _LONGEST - 1)
                if pair + size <= count
                and (size == _LONGEST or pair or not whole_year)
                and _may_be_date(digits, 2 * (pair + size) - 8)
            )


def _pairs(text: str, shape: bytes) -> Iterator[re.Match[str]]:
    """Yield the rows of pairs. Each has a first gap, and gaps with so many pairs beside them are few."""
    done = 0
    for found_gap in _FIRST_GAP.finditer(shape):
        gap = found_gap.start() - 1
        for start in (gap - 4, gap - 2):
            found = _PAIRS.match(text, start) if start >= done else None
            if found:
                yield found
                done = found.end()
                break


def stockholm(text: str, shape: bytes) -> Iterator[Candidate]:
    """Yield what may be a Stockholm reserve number with signs in it: 99 1981 000010."""
    for found in _STOCKHOLM.finditer(text) if "99" in text and _MAY_BE_STOCKHOLM(shape) else ():
        start, end = found.span()
        digits = _NO_DIGIT.sub("", found[0])
        candidate = Candidate(text, start, end, digits[:8], "", digits[8:], split=True)
        if not candidate.tight and not candidate.digit_at(start - 1):
            yield candidate


def _may_be_date(digits: str, month: int) -> bool:
    """Tell whether a month stands there; asked first, for there are pairs by the thousand."""
    return digits[month : month + 2] <= "12"
