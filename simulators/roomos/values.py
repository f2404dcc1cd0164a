"""What a parameter or a configuration takes: whole numbers in a range, text of so many bytes, or one of some words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

_NUMBER = re.compile(r"-?[0-9]{1,9}")
Given: TypeAlias = str | int | float | bool
Value: TypeAlias = str | int


class Unfit(ValueError):
    """The value is outside of what is taken."""


@dataclass(frozen=True)
class Integer:
    """A whole number from `least` to `most`; also written as text, as every value is over SSH."""

    least: int
    most: int

    def take(self, given: Given) -> Value:
        """Return the number. Raises Unfit."""
        if isinstance(given, (bool, float)):
            raise Unfit
        if not _NUMBER.fullmatch(str(given)) or not self.least <= int(given) <= self.most:
            raise Unfit
        return int(given)


@dataclass(frozen=True)
class Text:
    """Text of `least` to `most` bytes in UTF-8, on one line."""

    least: int
    most: int

    def take(self, given: Given) -> Value:
        """Return the text. Raises Unfit."""
        if isinstance(given, bool):
            raise Unfit
        text = str(given)
        if "\n" in text or not self.least <= len(text.encode("utf-8", "surrogatepass")) <= self.most:
            raise Unfit
        return text


@dataclass(frozen=True)
class Literal:
    """One of some words, whatever their case (roomos 1.1: commands are case-insensitive)."""

    words: tuple[str, ...]

    def take(self, given: Given) -> Value:
        """Return the word as the device writes it. Raises Unfit."""
        for word in self.words:
            if word.lower() == str(given).lower():
                return word
        raise Unfit


Space: TypeAlias = Integer | Text | Literal


def space(row: Mapping[str, Any], profile: str) -> Space:
    """Return what a row of the table takes on this software."""
    if "integer" in row:
        return Integer(*of_profile(row["integer"], profile))
    if "literal" in row:
        return Literal(tuple(of_profile(row["literal"], profile).split()))
    return Text(*of_profile(row["string"], profile))


def of_profile(entry: Any, profile: str) -> Any:  # noqa: ANN401 - whatever stands in the table
    """Return an entry of the table, which may be written once for each software."""
    return entry[profile] if isinstance(entry, dict) else entry
