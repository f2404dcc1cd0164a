"""Person identifiers in text: where digits stand as one may be written, and which of those are one.

Every candidate begins with a run of digits of a certain length, so text is searched for runs first.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from backend.privacy.checksums import T_LETTERS, VGR_LETTERS, luhn, national_reserve
from backend.privacy.moments import Moments
from backend.privacy.rules import RULES, before, compiled, expand, fold

_NUMBERS = RULES["numbers"]
MOST: int = RULES["most_findings"]
_RUN = re.compile("[0-9]{4,}")
_TAIL = compiled(_NUMBERS["tail"])
_SPLIT = re.compile(f"(?:^|[^0-9]){expand(_NUMBERS['split'])}" + r"\Z")
_BETWEEN = "".join(re.findall(expand("<space>|<sign>"), "".join(map(chr, range(0x10000)))))
_LABEL, _TIME, _ID = (before(_NUMBERS[name]) for name in ("label", "time", "id"))
_FORMATS = tuple((compiled(row["pattern"]), row) for row in _NUMBERS["formats"])
_NEXT_DATE = re.compile("-[0-9]")
_LETTER = re.compile("[A-Za-z]")
_REACH = 40
_TEN, _TWELVE = 10, 12
_WHOLE, _DATE, _LAST = (_TEN, _TWELVE), (6, 8), 4
_LENGTHS = frozenset((*_WHOLE, *_DATE, _LAST))
_SPLIT_REACH = 64
_FIRST_YEAR = 1800


class Hit(NamedTuple):
    """A number found from start up to end in the text."""

    start: int
    end: int
    rule: str
    masked: str


@dataclass(slots=True)
class _Candidate:
    """Digits, perhaps with letters last, that may be a number; `text` is all that surrounds it."""

    text: str
    start: int
    end: int
    date: str
    sign: str
    tail: str
    split: bool
    link: bool

    @property
    def whole(self) -> str:
        return self.date + self.tail

    @property
    def tight(self) -> bool:
        return self.end - self.start == len(self.whole)

    @property
    def before(self) -> str:
        return fold(self.text[max(0, self.start - _REACH) : self.start])

    def letter_at(self, index: int) -> bool:
        return 0 <= index < len(self.text) and bool(_LETTER.match(self.text[index]))


def find(text: str, moments: Moments, *, link: bool = False) -> Iterator[Hit]:
    """Yield the numbers in a text in order: all up to `MOST`, and on to the first sure one.

    A `link` is read more carefully: it may hold random tokens.
    """
    told, sure = 0, False
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end - start not in _LENGTHS:
            continue
        candidate = _candidate(text, start, end, link=link)
        rule = _judge(candidate, moments) if candidate else None
        if candidate and rule:
            yield Hit(candidate.start, candidate.end, rule, "…·" + candidate.tail[-2:])
            told, sure = told + 1, sure or rule != "possible-number"
            if sure and told >= MOST:
                return


def _candidate(text: str, start: int, end: int, *, link: bool) -> _Candidate | None:
    """Return what may be a number where a run of digits stands."""
    length = end - start
    if length in _WHOLE:
        return _Candidate(text, start, end, text[start : end - 4], "", text[end - 4 : end], split=False, link=link)
    if length in _DATE:
        tail = _TAIL.match(text, end)
        if tail:
            written = tail[2] or tail[3]
            return _Candidate(text, start, tail.end(), text[start:end], tail[1], written, split=False, link=link)
    else:
        # The four last of a number with its date apart: 1990-01-01-2384, 90 01 01 2384.
        head = _SPLIT.search(text[max(0, start - _SPLIT_REACH) : start]) if _after_digit(text, start) else None
        if head:
            date = (head[1] or head[2]) + head[3] + head[4]
            begins = start - (head.end() - head.start(1 if head[1] else 2))
            return _Candidate(text, begins, end, date, head[5], text[start:end], split=True, link=link)
    return None


def _after_digit(text: str, start: int) -> bool:
    """Tell whether the last before a sign or space is a digit; it is asked at every year and room number."""
    near = text[max(0, start - _SPLIT_REACH) : start]
    rest = near.rstrip(_BETWEEN)
    return len(rest) < len(near) and "0" <= rest[-1:] <= "9"


def _judge(candidate: _Candidate, moments: Moments) -> str | None:
    if candidate.link and candidate.letter_at(candidate.start - 1) and candidate.letter_at(candidate.end):
        return None  # the middle of a random token
    if not candidate.tail.isdigit():
        return _lettered(candidate, moments)
    rule = _numeric(candidate.date, candidate.whole, moments)
    if rule is None or _LABEL.search(candidate.before):
        return rule
    if not ("+" in candidate.sign or "＋" in candidate.sign) and _reads_as_time(candidate, moments):
        return None if _is_time(candidate, moments) else "possible-number"
    return "possible-number" if _weak(candidate) else rule


def _numeric(date: str, whole: str, moments: Moments) -> str | None:
    """Return the rule that digits alone fall under."""
    stockholm = whole.startswith("99") and len(whole) == _TWELVE
    if stockholm and _FIRST_YEAR <= int(whole[2:6]) <= moments.latest // 10000 and luhn(whole[4:]):
        return "reserve-number"
    if not luhn(whole[-10:]) or not _possible_day(date, moments):
        return None
    day = int(date[-2:])
    if 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        return "personal-number"
    if 60 <= day <= 91:  # noqa: PLR2004 - days of a coordination number
        return "coordination-number"
    inera = len(date) == 8 and date[4:6] != "00" and 32 <= day < 60  # noqa: PLR2004 - Inera's days
    return "reserve-number" if inera else None


def _possible_day(date: str, moments: Moments) -> bool:
    """Tell whether somebody may be born that day: month 00 to 12, the right century, not in the future."""
    month, day = int(date[-4:-2]), int(date[-2:])
    if month > 12:  # noqa: PLR2004 - months
        return False
    if len(date) == 6:  # noqa: PLR2004 - without century there is always a year that has passed
        return True
    if date[:2] not in {"18", "19", "20"}:
        return False
    # A coordination number adds 60 to the day; Inera's days and unknown ones say nothing about when.
    day = day - 60 if day > 60 else day if day <= 31 else 0  # noqa: PLR2004
    return int(date[:6]) * 100 + day <= moments.latest


def _reads_as_time(candidate: _Candidate, moments: Moments) -> bool:
    """Tell whether it may be the date and clock time of a meeting."""
    date, hours, minutes = candidate.date, int(candidate.tail[:2]), int(candidate.tail[2:])
    if hours > 23 or minutes > 59 or date[-4:-2] == "00" or int(date[-2:]) > 31:  # noqa: PLR2004 - of a clock
        return False
    if len(date) == 6:  # noqa: PLR2004 - a date with its parts apart may have its day first
        return candidate.split or moments.first_meeting <= int("20" + date) <= moments.last_meeting
    return moments.first_meeting <= int(date) <= moments.last_meeting


def _is_time(candidate: _Candidate, moments: Moments) -> bool:
    century = "20" if len(candidate.date) == 6 else ""  # noqa: PLR2004 - YYMMDD
    return century + candidate.whole in moments.own_start or bool(_TIME.search(candidate.before))


def _weak(candidate: _Candidate) -> bool:
    """Tell whether the digits are as likely something else: a phone number, an id, part of a longer token."""
    text, end = candidate.text, candidate.end
    if candidate.split and _NEXT_DATE.match(text, end):
        return True  # the second of two dates
    if _ID.search(candidate.before):
        return True
    if not candidate.tight:
        return False
    if text[end : end + 1] == "#":
        return True
    if len(candidate.whole) == _TEN and (candidate.whole[0] == "0" or candidate.letter_at(candidate.start - 1)):
        return True
    return candidate.letter_at(candidate.start - 1) and candidate.letter_at(end)


def _lettered(candidate: _Candidate, moments: Moments) -> str | None:
    """Return the rule that digits with letters last fall under: reserve numbers and T-numbers."""
    if candidate.split:
        return None
    whole = candidate.date + candidate.tail.upper()
    for pattern, row in _FORMATS:
        if not pattern.fullmatch(candidate.whole if row["exact"] else whole):
            continue
        if row["born"] and not _possible_day(candidate.date, moments):
            continue
        if not _CHECKS[row["check"]](whole):
            continue
        # A word after a date is no number: only a single sign may stand between.
        return row["rule"] if len(candidate.sign) <= 1 and not candidate.sign.isspace() else "possible-number"
    return None


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "none": lambda _: True,
    "national": national_reserve,
    # Numbers are about that were made with all twelve, before the rule was put right (Inera).
    "vgr": lambda whole: luhn(whole[2:], VGR_LETTERS) or luhn(whole, VGR_LETTERS),
    "t": lambda whole: luhn(whole[-10:], T_LETTERS),
}
