"""How well one colour reads on another (WCAG 2.2, contrast ratio)."""

READABLE = 4.5  # WCAG 2.2, 1.4.3, text of ordinary size
_WHITE = "#ffffff"
_LINEAR_UP_TO = 0.04045


def contrast(one: str, other: str = _WHITE) -> float:
    """Return the contrast ratio of two colours #rrggbb, from 1 (same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_UP_TO else float(((channel + 0.055) / 1.055) ** 2.4)
