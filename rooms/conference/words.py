"""What a conference says on panels, in Swedish and English. Places, numbers and units; never a person."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from rooms.conference.state import Purpose, SiteState, Stage

Language: TypeAlias = Literal["sv", "en"]
_SHOWN = 40
_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("Skyddat vårdmöte", "Skyddat vårdmöte"),
        "conference": ("MDK", "MDT conference"),
        "begin": ("Starta MDK", "Start MDT conference"),
        "join": ("Anslut", "Join"),
        "not-now": ("Inte nu", "Not now"),
        "leave": ("Lägg på", "Hang up"),
        "next": ("Nästa ärende", "Next case"),
        "previous": ("Föregående", "Previous"),
        "skip": ("Hoppa över", "Skip a site"),
        "retry": ("Försök igen", "Try again"),
        "end": ("Avsluta för alla", "End for all"),
        "asked": ("{place} startar MDK. Vill ni ansluta?", "{place} starts the MDT conference. Do you want to join?"),
        "which": ("Vilken plats?", "Which site?"),
        "more": ("Fler…", "More…"),
        "sure": ("Samtalet läggs på hos alla.", "The call ends for everybody."),
        "end-it": ("Avsluta", "End"),
        "keep": ("Fortsätt mötet", "Keep going"),
        "nobody": ("Ingen plats behöver det nu.", "No site needs that now."),
        "case": ("Ärende {number} · {unit} · {minutes}", "Case {number} · {unit} · {minutes}"),
        "left": ("{count} min kvar", "{count} min left"),
        "over": ("{count} min över tiden", "{count} min over time"),
        "next-case": ("Sedan: {unit}", "Then: {unit}"),
        "first-case": ("Först: {unit}", "First: {unit}"),
        "last-case": ("Sista ärendet", "The last case"),
        "no-cases": ("Inga ärenden på listan", "No cases on the list"),
        "planned": ("{cases} ärenden, {sites} platser", "{cases} cases, {sites} sites"),
        "not-open": ("Det går bara att starta på den planerade tiden.", "It can only be started at the planned time."),
        "not-in-plan": ("Rummet är inte med i planen.", "This room is not in the plan."),
        "not-running": ("Mötet pågår inte.", "The conference is not going on."),
    }
)
_STAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "awaited": ("Ringer in själv", "Calls in"),
        "looking": ("Kontrollerar rummet", "Checking the room"),
        "asking": ("Väntar på svar", "Waiting for an answer"),
        "declined": ("Inte nu", "Not now"),
        "declined closed": ("Mötets tid är slut", "The conference's time is over"),
        "declined no-answer": ("Inget svar", "No answer"),
        "busy": ("Upptaget", "Busy"),
        "busy call": ("I ett annat samtal", "In another call"),
        "busy booking": ("Bokat av andra", "Booked by others"),
        "busy auto-answer": ("Används inte: svarar av sig självt", "Not used: answers by itself"),
        "dialling": ("Ringer upp", "Calling"),
        "connected": ("Ansluten", "Connected"),
        "left": ("Har lagt på", "Has hung up"),
        "failed": ("Kom inte fram", "Did not get through"),
        "failed busy": ("Kom inte fram: upptaget", "Did not get through: busy"),
        "failed no-answer": ("Kom inte fram: inget svar", "Did not get through: no answer"),
        "failed not-found": ("Kom inte fram: adressen finns inte", "Did not get through: no such address"),
        "unreachable": ("Ingen kontakt med rummet", "No contact with the room"),
        "skipped": ("Överhoppad", "Skipped"),
        "leaving": ("Lägger på", "Hanging up"),
        "over": ("Avslutad", "Ended"),
    }
)


def say(key: str, language: Language, **values: object) -> str:
    """Return the text in the language, with its values filled in."""
    return _TEXTS[key][language == "en"].format(**values)


def stage(state: SiteState, language: Language) -> str:
    """Return where a site is, in words. A reason without words of its own is left out."""
    key = str(_shown(state))
    return _STAGES.get(f"{key} {state.reason}", _STAGES[key])[language == "en"]


def short(label: str) -> str:
    """Return a label as it fits on a panel, without what a panel can't show."""
    shown = "".join(sign for sign in label if sign.isprintable())
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


def _shown(state: SiteState) -> Stage:
    """Return the stage to be shown: a look at a dark room every few seconds is no news."""
    if state.stage is not Stage.LOOKING:
        return state.stage
    if state.purpose is Purpose.LEAVE:
        return Stage.LEAVING
    return Stage.UNREACHABLE if state.reason == "no-contact" else Stage.LOOKING
