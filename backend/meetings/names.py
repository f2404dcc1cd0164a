"""Names as people write them, made safe to show: no control characters, no hidden direction changes, no odd spaces."""

import unicodedata

from backend.errors import FieldFault, Invalid, Malformed, Text

NAME_LENGTH = 60
# Joiners are part of how some names are written; every other invisible character can be used to deceive.
_JOINERS = "\u200c\u200d"
_BY_COMMON_LINK = Text("mötets länk", "meeting link")


def tidy(text: str) -> str:
    """Return the text trimmed, composed (NFC), in one line, without what can't be seen; perhaps empty."""
    seen = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    kept = "".join(letter for letter in seen if letter in _JOINERS or not unicodedata.category(letter).startswith("C"))
    return " ".join(kept.split()) if kept.strip(_JOINERS + " ") else ""


def clean(name: str, pointer: str = "/name") -> str:
    """Return the name tidied, perhaps empty. Raises Invalid `too-long` for more than 60 characters."""
    cleaned = tidy(name)
    if len(cleaned) > NAME_LENGTH:
        raise Invalid("too-long", faults=(FieldFault(pointer, "too-long"),))
    return cleaned


def required(name: str, pointer: str = "/name") -> str:
    """Return the clean name. Raises Malformed when nothing is left of it, Invalid as `clean` does."""
    cleaned = clean(name, pointer)
    if not cleaned:
        raise Malformed("malformed", faults=(FieldFault(pointer, "malformed"),))
    return cleaned


def typed(name: str, language: str) -> str:
    """Return the name as it is told to a video service, of somebody who typed it themselves at the common link.

    A host who lets people in there sees no list of ours: anybody can type the name of somebody who is invited.
    """
    return f"{name} ({_BY_COMMON_LINK.en if language == 'en' else _BY_COMMON_LINK.sv})"
