"""Person identifiers in text: which of the digits that may be one are, and how sure that is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from backend.privacy.candidates import Candidate, apart, runs, stockholm
from backend.privacy.checksums import T_LETTERS, VGR_LETTERS, luhn, national_reserve
from backend.privacy.moments import Moments
from backend.privacy.outline import digit_outline
from backend.privacy.rules import RULES, before, compiled, expand

_NUMBERS = RULES["numbers"]
MOST: int = RULES["most_findings"]
_LABEL, _TIME, _ID = (before(_NUMBERS[name]) for name in ("label", "time", "id"))
_FORMATS = tuple((compiled(row["pattern"]), row) for row in _NUMBERS["formats"])
_NEXT_DATE = re.compile("-[0-9]")
_LOOSE = re.compile(expand("(?:<space>|[.,:(])+"))
_DIGIT_GAP, _GAP_DIGIT = compiled("[0-9]<gap>"), compiled("<gap>[0-9]")
_MEETING_LINK = compiled(RULES["link_hint"])
_TEN, _TWELVE = 10, 12
_FIRST_YEAR = 1800


class Hit(NamedTuple):
    """A number found from start up to end in the text."""

    start: int
    end: int
    rule: str
    masked: str


def find(text: str, moments: Moments) -> Iterator[Hit]:
    """Yield the numbers in a text, each way of writing in order: all up to `MOST`, and on to the first sure one."""
    for judged in _ways(text, moments, lambda candidate: _judge(candidate, moments)):
        told, sure = 0, False
        for hit in judged:
            yield hit
            told, sure = told + 1, sure or hit.rule != "possible-number"
            if sure and told >= MOST:
                break


def find_in_links(text: str, moments: Moments, link_at: Callable[[int], str]) -> Iterator[Hit]:
    """Yield all numbers in a text of links; `link_at` gives the link that stands at a place.

    A link is read more carefully: it may hold random tokens.
    """
    for judged in _ways(text, moments, lambda candidate: _judge_in_link(candidate, moments, link_at)):
        yield from judged


def find_all(text: str, moments: Moments) -> Iterator[Hit]:
    """Yield all numbers in a text."""
    for judged in _ways(text, moments, lambda candidate: _judge(candidate, moments)):
        yield from judged


def _ways(text: str, moments: Moments, judge: Callable[[Candidate], str | None]) -> Iterator[Iterator[Hit]]:
    shape = digit_outline(text)
    yield _hits((one, judge(one)) for one in runs(text, shape))
    yield _hits(_in_pairs(text, shape, moments))
    yield _hits((one, _numeric(one.date, one.whole, moments)) for one in stockholm(text, shape))


def _hits(judged: Iterable[tuple[Candidate, str | None]]) -> Iterator[Hit]:
    for candidate, rule in judged:
        if rule:
            yield Hit(candidate.start, candidate.end, rule, "…·" + candidate.tail[-2:])


def _in_pairs(text: str, shape: bytes, moments: Moments) -> Iterator[tuple[Candidate, str | None]]:
    """Judge what is written in pairs; what has been found is not read once more from its middle."""
    done = 0
    for readings in apart(text, shape):
        for candidate in readings:
            rule = _judge(candidate, moments) if candidate.start >= done else None
            if rule:
                yield candidate, rule
                done = candidate.end
                break


def _judge_in_link(candidate: Candidate, moments: Moments, link_at: Callable[[int], str]) -> str | None:
    if candidate.letter_at(candidate.start - 1) and candidate.letter_at(candidate.end):
        return None  # the middle of a random token
    rule = _judge(candidate, moments)
    # Ten digits in one in a link to a meeting are likely its id.
    ten = rule not in {None, "possible-number"} and len(candidate.whole) == _TEN and candidate.tight
    if ten and candidate.tail.isdigit() and not _LABEL.search(candidate.before):
        return "possible-number" if _MEETING_LINK.search(link_at(candidate.start)) else rule
    return rule


def _judge(candidate: Candidate, moments: Moments) -> str | None:
    if not candidate.tail.isdigit():
        return _lettered(candidate, moments)
    rule = _numeric(candidate.date, candidate.whole, moments)
    if rule is None or _LABEL.search(candidate.before):
        return rule
    if not ("+" in candidate.sign or "＋" in candidate.sign):
        if _reads_as_time(candidate, moments):
            return None if _is_time(candidate, moments) else "possible-number"
        if _is_dated(candidate, moments):
            return "possible-number"
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
    day = day - 60 if day > 60 else day if day <= 31 else 0  # noqa: PLR2004 - days of a month, and 60 more
    return int(date[:6]) * 100 + day <= moments.latest


def _reads_as_time(candidate: Candidate, moments: Moments) -> bool:
    """Tell whether it may be the date and clock time of a meeting."""
    date, hours, minutes = candidate.date, int(candidate.tail[:2]), int(candidate.tail[2:])
    if hours > 23 or minutes > 59 or date[-4:-2] == "00" or int(date[-2:]) > 31:  # noqa: PLR2004 - of a clock
        return False
    if len(date) == 6:  # noqa: PLR2004 - a date with its parts apart may have its day first
        return candidate.split or moments.first_meeting <= int("20" + date) <= moments.last_meeting
    return moments.first_meeting <= int(date) <= moments.last_meeting


def _is_time(candidate: Candidate, moments: Moments) -> bool:
    """Tell whether it is said to be a time: it is the meeting's own, or a word says so and the day is near.

    Children have birth dates near enough to be booked on, so the word alone says too little.
    """
    days = _days(candidate)
    if any(f"{day}{candidate.tail}" in moments.own_start for day in days):
        return True
    near = any(moments.first_near <= day <= moments.last_near for day in days)
    return near and bool(_TIME.search(candidate.before))


def _is_dated(candidate: Candidate, moments: Moments) -> bool:
    """Tell whether it may be a date, written as by itself, with some other number after it."""
    if not (candidate.split or _LOOSE.fullmatch(candidate.sign)):
        return False
    return any(moments.first_meeting <= day <= moments.last_meeting for day in _days(candidate))


def _days(candidate: Candidate) -> tuple[int, ...]:
    """Return the days YYYYMMDD that a date may mean: with its parts apart it may have its day first."""
    date = candidate.date
    if len(date) == 8:  # noqa: PLR2004 - YYYYMMDD
        return (int(date),)
    day = int("20" + date)
    return (day, int(f"20{date[4:]}{date[2:4]}{date[:2]}")) if candidate.split else (day,)


def _weak(candidate: Candidate) -> bool:
    """Tell whether the digits are as likely something else: a phone number, an id, part of a longer token."""
    text, start, end = candidate.text, candidate.start, candidate.end
    if (candidate.split and _NEXT_DATE.match(text, end)) or _ID.search(candidate.before):
        return True  # the second of two dates, or an id by its name
    ten = len(candidate.whole) == _TEN
    if candidate.pairs:
        # A phone number, or a part of more.
        return (ten and candidate.whole[0] == "0") or _in_more(text, start, end)
    if not candidate.tight:
        return False
    inside = candidate.letter_at(start - 1)
    if ten and (candidate.whole[0] == "0" or inside):
        return True
    return text[end : end + 1] == "#" or (inside and candidate.letter_at(end))


def _in_more(text: str, start: int, end: int) -> bool:
    """Tell whether digits go on beside it, a gap away."""
    ahead = text[max(0, start - 2) : start]
    return ahead[-1:] == "+" or bool(_DIGIT_GAP.fullmatch(ahead) or _GAP_DIGIT.match(text, end))


def _lettered(candidate: Candidate, moments: Moments) -> str | None:
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
        return row["rule"] if _belongs(candidate, moments, capitals=row["capitals"]) else "possible-number"
    return None


def _belongs(candidate: Candidate, moments: Moments, *, capitals: bool) -> bool:
    """Tell whether letters belong to the date before them: a word after a date is no number.

    A single sign joins them; so does a space before capitals with a checksum, unless the day may be one of a meeting.
    """
    if len(candidate.sign) <= 1 and not candidate.sign.isspace():
        return True
    return capitals and candidate.tail == candidate.tail.upper() and not _is_dated(candidate, moments)


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "none": lambda _: True,
    "national": national_reserve,
    # Numbers are about that were made with all twelve, before the rule was put right (Inera).
    "vgr": lambda whole: luhn(whole[2:], VGR_LETTERS) or luhn(whole, VGR_LETTERS),
    "t": lambda whole: luhn(whole[-10:], T_LETTERS),
}
