"""What the doctor looks at of Pexip's global settings: that none of them ends or stops what we promise people."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from backend.config import DialOutRouting, PexipSettings, Production
from backend.errors import Text
from backend.health.asking import readable
from backend.health.finding import Wrong
from backend.health.looks_at_calling import anybody_to_call
from backend.profiles import Profile, load
from backend.video.pexip.names import PIN_DIGITS
from backend.video.pexip.wire import outward
from backend.video.pexip.wire.budget import pressed

# A host may come so late, or be so long in letting people in: whoever waits is to be there still.
_LATE_MINUTES = 30
_UNKNOWN = Text(
    "Går inte att slå upp härifrån. Se efter i Pexip (Platform > Global settings) det som står i docs/pexip.md, 5.",
    "They can't be looked up from here. See in Pexip (Platform > Global settings) what stands in docs/pexip.md, 5.",
)
_RULES_UNKNOWN = Text(
    "Reglerna för samtal ut går inte att slå upp härifrån: se docs/pexip.md, 9.",
    "The rules for calls out can't be looked up from here: see docs/pexip.md, 9.",
)


class Setting(NamedTuple):
    """One of Pexip's: its field, its name there, what is right in words, and what happens else."""

    field: str
    name: str
    is_right: Callable[[object], bool]
    right: Text
    harm: Text


def pexip_settings(told: Production) -> Text:
    """See that Pexip's own time limits, PIN length and switches let our meetings be as our pages say."""
    pexip = told.settings.pexip
    if pexip is None:
        return Text("Pexip är inte inställt.", "Pexip has not been set up.")
    if pexip.management_url is None:
        return _UNKNOWN
    found = readable(told, pexip, lambda client: client.get(outward.GLOBAL, pressed()), _UNKNOWN)
    if not isinstance(found, Mapping):
        return _UNKNOWN
    settings = list(settings_for(load(told.settings.profile)))
    calls = pexip.dial_out_location is not None and anybody_to_call(told, pexip)
    if calls:
        settings += _for_calls_out(pexip.dial_out_routing)
    # What this version does not have is nothing it can have wrong.
    wrong = [each for each in settings if each.field in found and not each.is_right(found[each.field])]
    if wrong:
        raise Wrong(
            " ".join(("Platform > Global settings i Pexip:", *(_said(each, found[each.field]).sv for each in wrong))),
            " ".join(("Platform > Global settings at Pexip:", *(_said(each, found[each.field]).en for each in wrong))),
        )
    right = Text("Pexips globala inställningar stämmer.", "Pexip's global settings are as they should be.")
    if not calls:
        return right
    routed = _routed(told, pexip)
    return Text(f"{right.sv} {routed.sv}", f"{right.en} {routed.en}")


def _routed(told: Production, pexip: PexipSettings) -> Text:
    routing = pexip.dial_out_routing
    right = Text(f"För samtal ut är {routing} rätt ord.", f"For calls out {routing} is right.")
    if routing == DialOutRouting.MANUAL:
        return right
    known = readable(told, pexip, lambda client: list(outward.rules(client, pressed())), _RULES_UNKNOWN)
    if known is None:
        return _RULES_UNKNOWN
    addresses = load(told.settings.profile).service_addresses
    without = [each.code for each in addresses if not outward.leads(known, each.address)]
    if without or not known:
        codes = ", ".join(without or pexip.dial_out_domains)
        raise Wrong(
            f"Ingen Call Routing Rule i Pexip för samtal ut (Outgoing calls from a conference) leder till: {codes}. "
            'Gör en, eller ange pexip.dial_out_routing = "manual" om Enable legacy dialout API är på.',
            f"No Call Routing Rule at Pexip for calls out (Outgoing calls from a conference) leads to: {codes}. "
            'Make one, or set pexip.dial_out_routing = "manual" if Enable legacy dialout API is on.',
        )
    return right


def settings_for(profile: Profile) -> Iterator[Setting]:
    """Yield those that count for every meeting in a region with this profile."""
    opens, after_host = profile.door.opens_minutes_before, profile.host.end_after_host_left_seconds
    waits = (opens + _LATE_MINUTES) * 60
    yield Setting(
        "waiting_for_chair_timeout",
        "Waiting for Host timeout",
        lambda value: _number(value) >= waits,
        Text(f"minst {waits}", f"at least {waits}"),
        Text(
            f"den som väntar i lobbyn kopplas bort efter så många sekunder, och dörren släpper vidare {opens} minuter "
            "före mötet.",
            f"whoever waits in the lobby is disconnected after so many seconds, and the door lets people on {opens} "
            "minutes before the meeting.",
        ),
    )
    yield Setting(
        "eject_last_participant_backstop_timeout",
        "Last participant backstop timeout",
        lambda value: value == 0 or _number(value) >= waits,
        Text(f"0, eller minst {waits}", f"0, or at least {waits}"),
        Text(
            "en värd som är ensam inne kopplas bort, och mötet tar slut för dem som väntar.",
            "a host who is in alone is disconnected, and the meeting ends for whoever waits.",
        ),
    )
    yield Setting(
        "guests_only_timeout",
        "Guests-only timeout",
        lambda value: value == after_host,
        Text(str(after_host), str(after_host)),
        Text(
            "värdens sida säger att mötet tar slut så många sekunder efter att sista värden gått.",
            "the host's page says that the meeting ends so many seconds after the last host has left.",
        ),
    )
    yield Setting(
        "min_pin_length",
        "PIN minimum length",
        lambda value: 0 <= _number(value) <= PIN_DIGITS,
        Text(f"högst {PIN_DIGITS}", f"at most {PIN_DIGITS}"),
        Text(
            f"alla våra möten har en PIN på {PIN_DIGITS} siffror, och ingen kommer in.",
            f"all our meetings have a PIN of {PIN_DIGITS} digits, and nobody comes in.",
        ),
    )


def _for_calls_out(routing: DialOutRouting) -> Iterator[Setting]:
    on = Text("på", "on")
    harm = Text("inga samtal ut ur möten går fram.", "no calls out of meetings get through.")
    yield Setting(outward.CALLS_OUT, "Enable outbound calls", lambda value: value is True, on, harm)
    if routing == DialOutRouting.MANUAL:
        word = f'pexip.dial_out_routing = "{DialOutRouting.ROUTING_RULE}"'
        harm = Text(
            f"samtal ut ur möten går bara fram efter Pexips Call Routing Rules. Slå på den, eller ange {word}.",
            f"calls out of meetings only get through by Pexip's Call Routing Rules. Switch it on, or set {word}.",
        )
        yield Setting(outward.WITHOUT_RULES, "Enable legacy dialout API", lambda value: value is True, on, harm)


def _number(value: object) -> int:
    """Return a whole number as it is, and -1 for whatever is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _said(setting: Setting, value: object) -> Text:
    shown = {True: ("på", "on"), False: ("av", "off")}[value] if isinstance(value, bool) else (str(value),) * 2
    what = f"{setting.name} ({setting.field})"
    return Text(
        f"{what} är {shown[0]}, ska vara {setting.right.sv}: {setting.harm.sv}",
        f"{what} is {shown[1]}, has to be {setting.right.en}: {setting.harm.en}",
    )
