"""A text's outline: quick to make and to search, it says where nothing can be found, so that most texts are not read.

Letters of ASCII are in lower case, digits are 0 and all other signs spaces: one for each sign of the text, and a space
on each side. It only ever says that something may be there; that is looked for in the text itself.
"""

import re
from collections.abc import Callable

Test = Callable[[bytes], bool]

_ASCII = (chr(at) for at in range(128))
_TABLE = "".join("0" if sign.isdigit() else sign.lower() if sign.isalpha() else " " for sign in _ASCII).encode()
_TABLE = _TABLE.ljust(256)
_DIGITS_AND_LETTERS = bytes(97 if chr(sign).isalpha() else sign for sign in _TABLE)


def outline(text: str) -> bytes:
    """Return the outline of a text."""
    return b" %b " % text.encode("ascii", "replace").translate(_TABLE)


def digit_outline(text: str) -> bytes:
    """Return the outline with an `a` for every letter."""
    return b" %b " % text.encode("ascii", "replace").translate(_DIGITS_AND_LETTERS)


def holds(*marks: str) -> Test:
    """Return the test whether one of the marks stands in an outline."""
    wanted = tuple(mark.encode() for mark in marks)
    return lambda shape: any(mark in shape for mark in wanted)


def words_then(*rows: tuple[str, str]) -> re.Pattern[bytes]:
    """Return the pattern, on outlines, of words and what follows them: `(?:word|word)…`, a trigger, and the tail.

    Two letters are looked at before any word is: a search for so many words is slow otherwise.
    """
    ways, first, second = [], set(), set()
    for trigger, tail in rows:
        listed = trigger.removeprefix("(?:").partition(")")[0].split("|")
        words = [outline(word).decode().strip() for word in listed]
        first |= {word[0] for word in words}
        second |= {word[1] for word in words}
        ways.append(f"(?:{'|'.join(words)}){tail}")
    near = f"[{''.join(sorted(first))}][{''.join(sorted(second))}]"
    return re.compile(f" (?={near})(?:{'|'.join(ways)})".encode())


def digits_near(text: str, between: str) -> bytes:
    """Return a text's digits as 0 and spaces for the rest, without the signs given."""
    return text.encode("ascii", "replace").translate(_DIGITS, between.encode())


_DIGITS = _TABLE.translate(bytes(at if at in b"0" else 32 for at in range(256)))
