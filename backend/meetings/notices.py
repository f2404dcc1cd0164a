"""What a booker has to know of a service that can't do all we promise elsewhere, read from what it can do."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from backend.errors import Text
from backend.video.service import Capabilities, HostControl


class Notice(NamedTuple):
    """One thing that is not as usual, by its code."""

    code: str
    text: Text


class _Rule(NamedTuple):
    code: str
    holds: Callable[[Capabilities], bool]
    text: Text


_SOMEWHERE = Text("det andra systemet", "the other system")
_RULES: tuple[_Rule, ...] = (
    _Rule(
        "no-lobby",
        lambda can: not can.lobby and can.reports,
        Text(
            "Mötet har ingen lobby. Gästerna väntar i {system} tills en värd går in. Då kommer alla som väntar in, och "
            "de som ansluter senare kommer rakt in. Lås mötet när alla är inne.",
            "The meeting has no lobby. Guests wait in {system} until a host goes in. Then all who wait come in, and "
            "those who join later come straight in. Lock the meeting when everybody is in.",
        ),
    ),
    _Rule(
        "no-lobby",
        lambda can: not can.lobby and not can.reports,
        Text(
            "Den som kommer väntar inte hos oss. Vår sida leder vidare till {system} när mötet är öppet. Om gästerna "
            "väntar där bestämmer {system}.",
            "Those who come do not wait with us. Our page leads on to {system} once the meeting is open. Whether "
            "guests wait there is up to {system}.",
        ),
    ),
    _Rule(
        "no-host-controls",
        lambda can: HostControl.REMOVE not in can.host_controls,
        Text(
            "Du kan inte tysta, ta ut eller släppa in någon härifrån. Det gör du i {system}.",
            "You can't mute, remove or let in anybody from here. You do that in {system}.",
        ),
    ),
    _Rule(
        "no-limit",
        lambda can: not can.limits,
        Text(
            "Vi kan inte hindra att fler än tänkt kommer in. Räkna deltagarna i {system}.",
            "We can't keep more people than planned from coming in. Count the participants in {system}.",
        ),
    ),
    _Rule(
        "no-protection",
        lambda can: not can.protects,
        Text(
            "Skyddet är det som {system} har. Se till att mötet där är inställt för känsliga uppgifter.",
            "The protection is what {system} has. Make sure that the meeting there is set up for "
            "sensitive information.",
        ),
    ),
)


def notices(can: Capabilities, system: Text = _SOMEWHERE) -> Iterator[Notice]:
    """Yield what the service can't do for a meeting, the most important first; nothing when it can do all."""
    for rule in _RULES:
        if rule.holds(can):
            yield Notice(rule.code, Text(rule.text.sv.format(system=system.sv), rule.text.en.format(system=system.en)))


def shown(found: Iterable[Notice]) -> list[dict[str, str]]:
    """Return notices JSON ready."""
    return [{"code": each.code, "sv": each.text.sv, "en": each.text.en} for each in found]
