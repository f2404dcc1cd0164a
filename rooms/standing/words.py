"""What the standing panel says, in Swedish and English. Times, units and roles; never a person or a subject."""

from collections.abc import Mapping
from types import MappingProxyType

from rooms.conference.words import Language

_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("Skyddat vårdmöte", "Skyddat vårdmöte"),
        "join": ("Anslut till mötet {time}", "Join the meeting at {time}"),
        "unit": ("Ring {unit}", "Call {unit}"),
        "help": ("Hjälp", "Help"),
        "yes": ("Anslut", "Join"),
        "no": ("Inte nu", "Not now"),
        "anyway": ("Ring ändå", "Call anyway"),
        "leave-it": ("Låt bli", "Leave it"),
        "called": ("{role}, {unit} ringer. Vill ni ansluta?", "{role}, {unit} is calling. Do you want to join?"),
        "booked": ("Rummet är bokat av andra nu. Ringa ändå?", "Others have booked this room now. Call anyway?"),
        "booked-meeting": (
            "Rummet är bokat av andra nu. Ringa ändå, till mötet kl {time}, {unit}?",
            "Others have booked this room now. Call the meeting at {time}, {unit}, anyway?",
        ),
        "this-meeting": ("Anslut till mötet kl {time}, {unit}?", "Join the meeting at {time}, {unit}?"),
        "which-meeting": ("Vilket möte?", "Which meeting?"),
        "which-problem": ("Vad behöver ni hjälp med?", "What do you need help with?"),
        "no-sound": ("Inget ljud", "No sound"),
        "no-picture": ("Ingen bild", "No picture"),
        "no-call": ("Samtalet kopplas inte", "The call does not connect"),
        "camera": ("Kameran", "The camera"),
        "other": ("Något annat", "Something else"),
        "helped": (
            "Rumssupporten har fått ert ärende. Är det bråttom: ring dem.",
            "Room support has got your case. If it is urgent: call them.",
        ),
        "not-helped": (
            "Ärendet kunde inte sparas. Ring rumssupporten.",
            "The case could not be saved. Call room support.",
        ),
        "dialling": ("Ringer upp…", "Calling…"),
        "connected": ("Ansluten", "Connected"),
        "over": ("", ""),
        "already": ("Ni är redan med i mötet.", "You are in the meeting already."),
        "in-call": (
            "Rummet är i ett annat samtal. Inget är ändrat. Lägg på det först om ni vill byta.",
            "The room is in another call. Nothing has changed. Hang up first if you want to change.",
        ),
        "no-meeting": (
            "Inget möte är bokat i rummet just nu. Inget är uppringt.",
            "No meeting is booked in this room now. Nobody was called.",
        ),
        "no-unit-meeting": (
            "Enheten har inget möte öppet just nu. Inget är uppringt. Be dem ringa upp rummet.",
            "The unit has no meeting open now. Nobody was called. Ask them to call the room.",
        ),
        "called-off": (
            "Den som ringde väntar inte längre. Inget är uppringt.",
            "Whoever called does not wait any more. Nobody was called.",
        ),
        "failed": (
            "Samtalet kom inte fram. Försök igen, eller tryck på Hjälp.",
            "The call did not get through. Try again, or press Help.",
        ),
        "again": ("Panelen är ny. Tryck en gång till.", "The panel is new. Press once more."),
    }
)
# What a host is to the people in a room; whoever is none of these is staff.
_ROLES: Mapping[str, tuple[str, str]] = MappingProxyType({"care_staff": ("Vårdpersonal", "Care staff")})
_USUAL_ROLE = ("Personal", "Staff")


def say(key: str, language: Language, **values: object) -> str:
    """Return the text in the language, with its values filled in."""
    return _TEXTS[key][language == "en"].format(**values)


def role(code: str, language: Language) -> str:
    """Return what somebody with the role is called."""
    return _ROLES.get(code, _USUAL_ROLE)[language == "en"]
