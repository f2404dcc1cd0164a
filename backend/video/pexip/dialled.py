"""What somebody dials, calls by or wants to be seen by, read as text that anybody may have written."""

import re

from backend.video.pexip.names import ALIAS_LENGTH

_LONGEST_ASKED = 250
# Room is left for what is said behind it where people are listed.
_LONGEST_SHOWN = 60
_SCHEME = re.compile(r"(?:sips?|h323|h\.323|tel):", re.IGNORECASE)
_AFTER = re.compile(r"[@;?]")


def normalised(local_alias: str) -> str:
    """Return the alias of what was dialled: without scheme, domain, parameters and capitals.

    Pexip's web app asks with the bare alias, a conference room with `sip:alias@domain;transport=tls`. What a region has
    its rooms dial before the alias, as in `vm.alias`, is left out too.
    """
    return caller(local_alias)[-ALIAS_LENGTH:]


def shown(display_name: str) -> str:
    """Return what a caller wants to be called, in one line, short, and without what can't be seen."""
    seen = "".join(letter if letter.isprintable() else " " for letter in display_name[:_LONGEST_ASKED])
    return " ".join(seen.split())[:_LONGEST_SHOWN].strip()


def caller(remote_alias: str) -> str:
    """Return the name that a device calls by: without scheme, domain, parameters and capitals."""
    text = remote_alias[:_LONGEST_ASKED].strip().strip("<>")
    return _AFTER.split(_SCHEME.sub("", text, count=1), maxsplit=1)[0].strip().lower()
