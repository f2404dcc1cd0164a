"""Where digits stand as a person identifier may be written: in one, with a sign, apart, or in pairs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend.privacy.rules import RULES, compiled, expand, fold

_NUMBERS = RULES["numbers"]
_RUN = re.compile("[0-9]{4,}")
_TAIL, _PAIRS, _STOCKHOLM = (compiled(_NUMBERS[name]) for name in ("tail", "pairs", "stockholm"))
_SPLIT = re.compile(f"(?:^|[^0-9]){expand(_NUMBERS['split'])}" + r"\Z")
_BETWEEN = "".join(re.findall(expand("<space>|<sign>|[(:,\ue001]"), "".join(map(chr, range(0x10000)))))
_LETTER, _NO_DIGIT = re.compile("[A-Za-z]"), re.compile("[^0-9]+")
_REACH = 40
_LONGEST = 6
_WHOLE, _DATE = (10, 12), (6, 8)
_LENGTHS = frozenset((*_WHOLE, *_DATE, 4))
_SPLIT_REACH = 64


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


def runs(text: str) -> Iterator[Candidate]:
    """Yield what begins, or ends, with a run of digits of a certain length: nearly every way to write a number."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        length = end - start
        if length not in _LENGTHS:
            continue
        if length in _WHOLE:
            yield Candidate(text, start, end, text[start : end - 4], "", text[end - 4 : end])
        elif length in _DATE:
            tail = _TAIL.match(text, end)
            if tail:
                last = _NO_DIGIT.sub("", tail[2]) if tail[2] else tail[3]
                yield Candidate(text, start, tail.end(), text[start:end], tail[1], last)
        elif _after_digit(text, start):
            # The four last of a number with its date apart: 1990-01-01-2384, 90 01 01 2384.
            head = _SPLIT.search(text[max(0, start - _SPLIT_REACH) : start])
            if head:
                date = (head[1] or head[3]) + (head[2] or head[4]) + head[5]
                begins = start - (head.end() - head.start(1 if head[1] else 3))
                yield Candidate(text, begins, end, date, head[6], text[start:end], split=True)


def apart(text: str) -> Iterator[tuple[Candidate, ...]]:
    """Yield what is written in pairs: at every pair the readings with and without century, that one first."""
    for found in _PAIRS.finditer(text):
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


def stockholm(text: str) -> Iterator[Candidate]:
    """Yield what may be a Stockholm reserve number with signs in it: 99 1981 000010."""
    for found in _STOCKHOLM.finditer(text) if "99" in text else ():
        start, end = found.span()
        digits = _NO_DIGIT.sub("", found[0])
        candidate = Candidate(text, start, end, digits[:8], "", digits[8:], split=True)
        if not candidate.tight and not candidate.digit_at(start - 1):
            yield candidate


def _may_be_date(digits: str, month: int) -> bool:
    """Tell whether a month stands there; asked first, for there are pairs by the thousand."""
    return digits[month : month + 2] <= "12"


def _after_digit(text: str, start: int) -> bool:
    """Tell whether the last before a sign or space is a digit; it is asked at every year and room number."""
    near = text[max(0, start - _SPLIT_REACH) : start]
    rest = near.rstrip(_BETWEEN)
    return len(rest) < len(near) and "0" <= rest[-1:] <= "9"
