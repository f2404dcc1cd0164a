"""Words that come from a device: made safe to keep, and safe to show."""

import re

_UNFIT = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]")
# Quoted words, addresses and runs of digits: what a device says may repeat what was dialled.
_TELLING = re.compile(r"""'[^']*'|"[^"]*"|\S*@\S*|\S*\d{3,}\S*""")
_REASON_LENGTH = 80
# What a device says of a call it could not begin may hold a name in plain words, so only these of its words are kept:
# those of its causes (CallDisconnect's CauseType and CauseString) and what joins them.
_OF_CALLS = re.compile(
    "(?:address|answer|available|busy|calls?|calling|declined?|dial|disconnected|error|failed|forbidden|found|in"
    "|internal|invalid|limit|line|local|maximum|media|network|no|not|number|of|offline|protocol|reached|rejected|remote"
    "|request|site|supported|temporarily|the|timeout|to|too|many|unavailable|unknown|unreachable"
    "|LocalDisconnect|RemoteDisconnect|UnknownRemoteSite|NoAnswer|MediaTimeout)[.:;,]*",
    re.IGNORECASE,
)
_CODE = re.compile(r"\d{1,5}")


def clean(text: str) -> str:
    """Return the text with what no database or page takes (control characters, halves of pairs) as U+FFFD."""
    return text if text.isprintable() else _UNFIT.sub("\ufffd", text)


def reason(text: str) -> str | None:
    """Return a device's reason on one short line without anything that may tell of a person; None when empty."""
    line = " ".join(_TELLING.sub("…", clean(text)).split())
    return line[:_REASON_LENGTH] or None


def reason_of_call(text: str | None) -> str | None:
    """Return of a device's reason not to begin a call its code, or its words that can be no name; None when none is."""
    words = (text or "").split()
    if len(words) == 1 and _CODE.fullmatch(words[0]):
        return words[0]
    kept = filter(_OF_CALLS.fullmatch, words)
    return " ".join(kept)[:_REASON_LENGTH] or None
