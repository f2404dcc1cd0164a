"""The checksums of Swedish person identifiers (Skatteverket; Inera KINT/468746902)."""

from collections.abc import Mapping, Sequence

# VGR counts its letters as these values; T-numbers count every letter as 1.
VGR_LETTERS: Mapping[str, int] = {"K": 5, "M": 7, "X": 8}
T_LETTERS: Mapping[str, int] = dict.fromkeys("TRSUWXJKLMN", 1)


def luhn(text: str, letters: Mapping[str, int] | None = None) -> bool:
    """Tell whether the last digit is the check digit of the ones before; letters count as given."""
    return _adds_up([int(sign) if sign.isdigit() else (letters or {})[sign] for sign in text])


def national_reserve(text: str) -> bool:
    """Tell whether the twelve characters carry the checksum of a national reserve number: letters count as in ASCII."""
    return _adds_up([int(sign) if sign.isdigit() else ord(sign) for sign in text])


def _adds_up(values: Sequence[int]) -> bool:
    total = sum(_digit_sum(value * (2 if at % 2 else 1)) for at, value in enumerate(reversed(values)))
    return total % 10 == 0


def _digit_sum(value: int) -> int:
    return value // 100 + value // 10 % 10 + value % 10
