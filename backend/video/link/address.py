"""What may stand in a link to another system, as text alone: whether its host is allowed is asked afterwards.

The rule is narrower than any browser's: what two programs could read in two ways is refused (backslashes, userinfo,
ports, percent-encoded or international hosts, control characters, addresses within the address). Pure.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from backend.video.service import LINK_LENGTH

# A label as in RFC 1123. The last one has letters alone, so no number, in any base, is ever read as an IP address.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_TEXT = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_ADDRESS = re.compile(
    rf"https://(?P<host>(?:{_LABEL}\.)+[a-z]{{2,63}})(?P<rest>(?:/{_TEXT})?(?:\?{_TEXT})?(?:\#{_TEXT})?)",
    re.IGNORECASE | re.ASCII,
)
_LONGEST_HOST = 253
_PUNYCODE = re.compile(r"(?:^|\.)xn--")
# Another address inside this one, or what some reader takes for one: an open redirect needs it.
_ELSEWHERE = re.compile(
    r"[a-z][a-z0-9+.-]*:[/\\]|(?<![a-z])(?:https?|javascript|vbscript|data|ftp):|(?:^|[/=&?#;,:(])[/\\]{2}|[\x00-\x1f\x7f\\]",
    re.IGNORECASE,
)
_MOST_LAYERS = 5


@dataclass(frozen=True)
class Address:
    """An https address: `host` in small letters, `url` whole with scheme and host in small letters. Both are ASCII."""

    host: str
    url: str


def read(text: str) -> Address | None:
    """Return the address, or None when the text is anything but one plain https address of at most 2,000 characters."""
    found = _ADDRESS.fullmatch(text) if len(text) <= LINK_LENGTH else None
    if found is None:
        return None
    host, rest = found["host"].lower(), found["rest"]
    if len(host) > _LONGEST_HOST or _PUNYCODE.search(host) or _leads_on(rest):
        return None
    return Address(host, f"https://{host}{rest}")


def _leads_on(rest: str) -> bool:
    for _ in range(_MOST_LAYERS):
        if _ELSEWHERE.search(rest):
            return True
        # Some readers take a full-width slash or colon for the plain one.
        bare = unicodedata.normalize("NFKC", unquote(rest, errors="replace"))
        if bare == rest:
            return False
        rest = bare
    # Nobody encodes an address this many times over without something to hide.
    return True
