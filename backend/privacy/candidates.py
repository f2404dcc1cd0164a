"""Where digits stand as a person identifier may be written: in one, with a sign, apart, or in pairs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend.privacy.outline import holds
from backend.privacy.rules import RULES, compiled, fold

_NUMBERS = RULES["numbers"]
_TAIL, _PAIRS, _STOCKHOLM = (compiled(_NUMBERS[name]) for name in ("tail", "pairs", "stockholm"))
_SPLIT = compiled(f"{_NUMBERS['split']}([0-9]{{4}})")
# One pass over all text, so written for speed: it takes the first of a run of digits and looks at what may follow, in
# one (its last six after a month, or Stockholm's 99), as a date and its tail, or as a date in parts.
_FIRST = compiled(
    "[0-9](?<![0-9][0-9])(?:(?=[0-9]{5})(?:"
    "(?=(?:(?:[0-9]{2})?[0-9](?:0[0-9]|1[0-2])|(?<=9)9[0-9]{4})[0-9]{6}(?![0-9]))()"
    f"|(?=[0-9]{{5}}(?:[0-9]{{2}})?(?![0-9])(?:{_NUMBERS['tail']}))())"
    "|(?=(?:[0-9]{2})?[0-9][-/. ][0-9]{2}[-/. ]?[0-9]{2}(?:<space>|<sign>|[(:,\ue001])[^0-9]{0,52}[0-9]{4}(?![0-9]))())"
)
_DIGITS = re.compile("[0-9]+")
_FIRST_GAP = compiled("<gap>(?=[0-9]{2}<gap>[0-9]{2}<gap>[0-9]{2}<gap>[0-9]{2})")
_LETTER, _NO_DIGIT = re.compile("[A-Za-z]"), re.compile("[^0-9]+")
# What stands in the outline of every text that the patterns above are found in.
_MAY_BEGIN = holds("000000", "0 0000", "0 00 00")
_MAY_BE_PAIRS, _MAY_BE_STOCKHOLM = holds("00 00 00 00"), holds("000000")
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

    `shape` is the outline of the text.
    """
    for found in _FIRST.finditer(text) if _MAY_BEGIN(shape) else ():
        candidate = _WAYS[found.lastindex or 0](text, found.start())
        if candidate:
            yield candidate


def _in_one(text: str, start: int) -> Candidate | None:
    run = _DIGITS.match(text, start)
    end = run.end() if run else start
    return Candidate(text, start, end, text[start : end - 4], "", text[end - 4 : end])


def _with_tail(text: str, start: int) -> Candidate | None:
    run = _DIGITS.match(text, start)
    tail = _TAIL.match(text, run.end()) if run else None
    if run is None or tail is None:
        return None
    last = _NO_DIGIT.sub("", tail[2]) if tail[2] else tail[3]
    return Candidate(text, start, tail.end(), run[0], tail[1], last)


def _in_parts(text: str, start: int) -> Candidate | None:
    """Return a number with its date apart: 1990-01-01-2384, 90 01 01 2384."""
    found = _SPLIT.match(text, start)
    if found is None or not found[6]:
        return None
    date = (found[1] or found[3]) + (found[2] or found[4]) + found[5]
    return Candidate(text, start, found.end(), date, found[6], found[7], split=True)


# By the last group of the pattern, those of the tail between.
_WAYS = {1: _in_one, 5: _with_tail, 6: _in_parts}


def apart(text: str, shape: bytes) -> Iterator[tuple[Candidate, ...]]:
    """Yield what is written in pairs: at every pair the readings with and without century, that one first."""
    for found in _pairs(text) if _MAY_BE_PAIRS(shape) else ():
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


def _pairs(text: str) -> Iterator[re.Match[str]]:
    """Yield the rows of pairs. Each has a first gap, and gaps with so many pairs after them are few."""
    done = 0
    for gap in _FIRST_GAP.finditer(text):
        for start in (gap.start() - 4, gap.start() - 2):
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
