"""What a setting must be; each rule raises ConfigurationFault by the setting's key."""

import re
from urllib.parse import urlsplit

from backend.config.settings import SECRET_BYTES
from backend.errors import ConfigurationFault, Text

HTTPS = Text("Ange en adress som börjar med https://.", "Give an address that begins with https://.")
_BARE = Text(
    "Ange bara https:// och värdnamn, utan sökväg, fråga eller inloggning.",
    "Give only https:// and a host name, without path, query or sign-in.",
)
_GUESSABLE = Text(
    "Hemligheten går att gissa. Gör en egen: openssl rand -base64 48.",
    "The secret can be guessed. Make your own: openssl rand -base64 48.",
)
_PLACE = Text("Ange host:port eller unix:/sökväg.", "Give host:port or unix:/path.")
_LEAST_KINDS = 8
_WELL_KNOWN = re.compile("change|byt-ut|exempel|example|default|password|hemlig|secret|012345|abcdef", re.IGNORECASE)


def bare_https(key: str, url: str) -> str:
    """Return the address, https with a host and nothing behind it, without its last slash."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.scheme != "https":
        raise ConfigurationFault(key, HTTPS)
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None:
        raise ConfigurationFault(key, _BARE)
    return url.rstrip("/")


def secret(key: str, told: str) -> bytes:
    """Return a secret that is long enough."""
    found = told.encode()
    if len(found) < SECRET_BYTES:
        text = Text(f"Minst {SECRET_BYTES} byte behövs.", f"At least {SECRET_BYTES} bytes are needed.")
        raise ConfigurationFault(key, text)
    return found


def own_secret(key: str, told: str) -> str:
    """Refuse a secret that is short, that somebody could have read in an example, or that holds next to nothing."""
    secret(key, told)
    if len(set(told)) < _LEAST_KINDS or _WELL_KNOWN.search(told):
        raise ConfigurationFault(key, _GUESSABLE)
    return told


def place(key: str, told: str) -> str:
    """Return a place to listen at: `host:port` or `unix:/path`."""
    host, _, port = told.rpartition(":")
    if told.startswith("unix:/") or (host and port.isdecimal() and int(port) < 2**16):
        return told
    raise ConfigurationFault(key, _PLACE)


def one_of(key: str, told: str, *allowed: str) -> str:
    """Return a word that is one of those allowed."""
    if told not in allowed:
        words = ", ".join(allowed)
        raise ConfigurationFault(key, Text(f"Välj bland: {words}.", f"Choose among: {words}."))
    return told


def form(key: str, told: str, pattern: str, text: Text) -> str:
    """Return what has a form, or refuse it with the text that tells the form."""
    if not re.fullmatch(pattern, told, re.ASCII):
        raise ConfigurationFault(key, text)
    return told
