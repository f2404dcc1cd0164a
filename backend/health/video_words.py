"""What the page of the video services' state says of each part: how it is, since when, and what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from backend.errors import Text
from backend.video.pexip.management.pool import PoolStatus

NOT_YOURS = Text(
    "Videotjänsternas läge visas för rumssupport och regionadministratörer. Ring rumssupporten om något inte fungerar.",
    "The state of the video services is shown to room support and region administrators. Call them if something fails.",
)


@dataclass(frozen=True)
class Part:
    """One part and how it is. `at` is the moment that `when` speaks of, None for none; `steps` are what to do."""

    code: str
    state: Literal["good", "info", "warn", "bad"]
    name: Text
    said: Text
    when: Text | None = None
    at: datetime | None = None
    steps: Sequence[Text] = ()

    def shown(self) -> dict[str, Any]:
        """Return it as the API has it."""
        is_timed = self.when is not None and self.at is not None
        return {
            "code": self.code,
            "state": self.state,
            "name": _both(self.name),
            "said": _both(self.said),
            "when": _both(self.when) if is_timed and self.when else None,
            "at": self.at.isoformat() if is_timed and self.at else None,
            "steps": [_both(step) for step in self.steps],
        }


_POLICY = Text("Svaren till Pexip", "The answers to Pexip")
_POLICY_SIGN_IN = Text("Frågor med fel inloggning", "Questions with a wrong sign-in")
_MANAGEMENT = Text("Pexips förvaltning", "Pexip's management")
_ROOMS = Text("Rum som väntar", "Rooms that wait")
SINCE = Text("Sedan", "Since")
DOCTOR = Text(
    "Kör vardmote doctor på produktens maskin och gör det som står.", "Run vardmote doctor and do what it says."
)


def policy_silent(alive_at: datetime | None) -> Part:
    """Return the words for a process that answers Pexip and has not been heard of."""
    return Part(
        "policy",
        "bad",
        _POLICY,
        Text(
            "Processen som svarar Pexip lever inte. Ingen ny kommer in i ett möte; de som är inne är kvar.",
            "The process that answers Pexip is not alive. Nobody new comes into a meeting; who is in stays in.",
        ),
        Text("Levde senast", "Last alive"),
        alive_at,
        (
            Text("Se i produktens logg varför den slutade.", "See in the product's log why it ended."),
            Text(
                "Starta om produkten, till exempel systemctl restart vardmote.",
                "Restart the product, for example systemctl restart vardmote.",
            ),
            DOCTOR,
        ),
    )


def policy_lives(heard_at: datetime | None) -> Part:
    """Return the words for a process that answers Pexip; `heard_at` is when Pexip last asked it."""
    if heard_at is not None:
        said = Text("Pexip frågar, och får svar.", "Pexip asks, and is answered.")
        return Part("policy", "good", _POLICY, said, Text("Pexip frågade senast", "Pexip last asked"), heard_at)
    return Part(
        "policy",
        "info",
        _POLICY,
        Text(
            "Processen lever, men Pexip har aldrig frågat. Det är rätt tills det första mötet har öppnats.",
            "The process is alive, but Pexip has never asked. That is right until the first meeting has been opened.",
        ),
        steps=(
            Text(
                "Har någon försökt komma in? Se i Pexip (Call control > Policy profiles) att vår profil har produktens "
                "adress för Pexips frågor, och att extern policy är på för både service configuration och participant "
                "properties.",
                "Has somebody tried to come in? See in Pexip (Call control > Policy profiles) that our profile has the "
                "product's address for Pexip's questions, and that external policy is on for service configuration "
                "and for participant properties.",
            ),
            Text(
                "Se att profilen är vald på de platser vars noder håller vårdmöten, och inte på någon annan: där "
                "slutar regionens andra möten att fungera (Platform > Locations; docs/pexip.md, 1). Se att noderna når "
                "adressen.",
                "See that the profile is chosen in the locations whose nodes hold care meetings, and in no other: "
                "there the region's other meetings stop working (Platform > Locations; docs/pexip.md, 1). See that the "
                "nodes reach the address.",
            ),
            Text(
                "Står det policy.wrong-sign-in i produktens logg? Då är användare eller lösenord i profilen inte de "
                "som står i pexip.policy_user och pexip.policy_password. Står det bara policy.no-sign-in saknas de i "
                "profilen.",
                "Does the product's log say policy.wrong-sign-in? Then user or password in the profile are not those "
                "of pexip.policy_user and pexip.policy_password. With policy.no-sign-in alone the profile has none.",
            ),
        ),
    )


def policy_wrong_sign_in(at: datetime) -> Part:
    """Return the words for questions that bear a wrong user or password; `at` is when the last one came."""
    return Part(
        "policy-sign-in",
        "warn",
        _POLICY_SIGN_IN,
        Text(
            "Någon frågar med fel användare eller lösenord och får inget svar. Är det en av Pexips noder kommer ingen "
            "ny in i vårdmöten där.",
            "Somebody asks with a wrong user or password and is not answered. If it is one of Pexip's nodes, nobody "
            "new comes into care meetings there.",
        ),
        Text("Senast", "Last"),
        at,
        (
            Text(
                "Se i Pexip (Call control > Policy profiles) att användare och lösenord i vår profil är de som står i "
                "pexip.policy_user och pexip.policy_password.",
                "See in Pexip (Call control > Policy profiles) that user and password of our profile are those of "
                "pexip.policy_user and pexip.policy_password.",
            ),
            Text(
                "När Pexip senast frågade rätt står ovanför. Den här raden försvinner när ingen har frågat fel på en "
                "timme.",
                "When Pexip last asked rightly stands above. This line goes away when nobody has asked wrongly for an "
                "hour.",
            ),
        ),
    )


_WITHOUT_MANAGEMENT = Text(
    "Värdarnas knappar fungerar inte, och möten som ska ha ett eget rum väntar. Inget är förlorat: allt görs av sig "
    "självt när det är rättat.",
    "Hosts' buttons do not work, and meetings that need a room of their own wait. Nothing is lost: all of it is done "
    "by itself once this is mended.",
)
_SILENT_STEPS = (
    Text(
        "Se att Pexips förvaltningsnod är på, och att adressen i pexip.management_url är rätt.",
        "See that Pexip's Management Node is on, and that the address in pexip.management_url is right.",
    ),
    Text(
        "Se att produktens maskin når den: namnuppslag, nät och brandvägg (TCP 443).",
        "See that the product's machine reaches it: name, network and firewall (TCP 443).",
    ),
    Text(
        "Se att nodens certifikat gäller, och att maskinen litar på utgivaren (eller pexip.ca_file).",
        "See that the node's certificate is valid, and that the machine trusts its issuer (or pexip.ca_file).",
    ),
)
_REFUSALS: Mapping[str, Text] = {
    "not-signed-in": Text(
        "Pexips förvaltning godtar inte vår inloggning.", "Pexip's management does not accept our sign-in."
    ),
    "not-allowed": Text(
        "Vårt konto i Pexips förvaltning får inte göra det vi ber om.",
        "Our account at Pexip's management may not do what we ask.",
    ),
    "private-key-unusable": Text(
        "Nyckelfilen till Pexips förvaltning går inte att använda.",
        "The key file for Pexip's management can't be used.",
    ),
}


def refusal(fault: str) -> Text:
    """Return what the Management Node has against us, by its code in `pexip_part`."""
    return _REFUSALS[fault]


def management_refuses(fault: str, since: datetime | None) -> Part:
    """Return the words for a Management Node that will not have us, by its code in `pexip_part`."""
    why = refusal(fault)
    return Part(
        "management",
        "bad",
        _MANAGEMENT,
        Text(
            f"{why.sv} {_WITHOUT_MANAGEMENT.sv}",
            f"{why.en} {_WITHOUT_MANAGEMENT.en}",
        ),
        SINCE,
        since,
        (
            Text(
                "Se i Pexip att kontot (eller OAuth2-klienten) finns, är på, inte är låst, och har en roll som får "
                "använda API:et, se konferensers läge och styra dem (docs/pexip.md, 8).",
                "See in Pexip that the account (or OAuth2 client) is there, is on, is not locked, and has a role that "
                "may use the API, view conference status and control conferences (docs/pexip.md, 8).",
            ),
            Text(
                "Rätta pexip.management_user och pexip.management_password (eller klient och nyckelfil; då ska också "
                "klockan stämma, här och på noden, OAuth2 vara på för Pexips management API, och "
                "pexip.management_url vara nodens eget namn) och starta om produkten.",
                "Mend pexip.management_user and pexip.management_password (or client and key file; then the clock has "
                "to be right too, here and at the node, OAuth2 has to be on for Pexip's management API, and "
                "pexip.management_url has to be the node's own name) and restart the product.",
            ),
            Text(
                "Vi försöker själva igen, men sällan, så att Pexip inte låser kontot: som längst en kvart emellan.",
                "We try again by ourselves, but seldom, so that Pexip does not lock the account: a quarter of an hour "
                "apart at most.",
            ),
        ),
    )


def management_silent(since: datetime) -> Part:
    """Return the words for a Management Node that has not answered, asked again after a while either."""
    said = Text(
        f"Pexips förvaltning svarar inte. {_WITHOUT_MANAGEMENT.sv}",
        f"Pexip's management does not answer. {_WITHOUT_MANAGEMENT.en}",
    )
    return Part("management", "bad", _MANAGEMENT, said, SINCE, since, _SILENT_STEPS)


def management_silent_once(at: datetime) -> Part:
    """Return the words for a Management Node that did not answer when it was last asked, which was once."""
    said = Text(
        "Pexips förvaltning svarade inte när den senast tillfrågades. Den tillfrågas bara när det behövs: det kan vara "
        "över, och syns vid nästa tryck.",
        "Pexip's management did not answer when it was last asked. It is asked only when needed: this may be over, "
        "and the next press will show it.",
    )
    when = Text("Svarade inte", "Did not answer")
    return Part("management", "warn", _MANAGEMENT, said, when, at, _SILENT_STEPS)


def management_answers(heard_at: datetime | None) -> Part:
    """Return the words for a Management Node that has nothing against us."""
    if heard_at is None:
        said = Text("Har inte behövt tillfrågas än.", "Has not had to be asked yet.")
        return Part("management", "info", _MANAGEMENT, said)
    said = Text("Går att nå, och godtar vår inloggning.", "Can be reached, and accepts our sign-in.")
    return Part("management", "good", _MANAGEMENT, said, Text("Svarade senast", "Last answered"), heard_at)


def ready_rooms(found: Sequence[PoolStatus]) -> Part:
    """Return the words for the rooms that wait, by the unit they are for, and who came when there was none."""
    came = sum(each.overflow for each in found)
    sv = [f"{each.pool or 'för alla'}: {each.ready} av {each.waiting}" for each in found if each.waiting]
    en = [f"{each.pool or 'for all'}: {each.ready} of {each.waiting}" for each in found if each.waiting]
    said = Text(
        f"Färdiga rum för möten som börjar nu – {', '.join(sv)}." if sv else "Inget rum väntar på möten som börjar nu.",
        f"Rooms ready for meetings that start now – {', '.join(en)}." if en else "No room waits for such meetings.",
    )
    if not came:
        return Part("rooms", "good" if sv else "info", _ROOMS, said)
    units = ", ".join(f"{each.pool or '–'}: {each.overflow}" for each in found if each.overflow)
    more = Text(
        f"{said.sv} Den senaste veckan fick {counted(came, 'ett möte', 'möten')} vänta i 90 sekunder på ett eget rum "
        f"({units}).",
        f"{said.en} In the last week {counted(came, 'one meeting', 'meetings')} had to wait 90 seconds for a room "
        f"({units}).",
    )
    steps = (
        Text(
            "Händer det ofta för en enhet: ge den fler i pexip.ready_rooms_of, t.ex. medicin=4, och starta "
            "om produkten.",
            "If it happens often to a unit: give it more in pexip.ready_rooms_of, e.g. medicin=4, and "
            "restart the product.",
        ),
    )
    return Part("rooms", "warn", _ROOMS, more, steps=steps)


def counted(count: int, one: str, many: str) -> str:
    """Return so many of something in words: `one` for one of it."""
    return one if count == 1 else f"{count} {many}"


def _both(text: Text) -> dict[str, str]:
    return {"sv": text.sv, "en": text.en}


_THEME_UNKNOWN = (
    Text(
        "Pexip har inget tema med namnet i pexip.theme. Nya möten får Pexips eget tema. Inget möte stoppas.",
        "Pexip has no theme by the name in pexip.theme. New meetings have Pexip's own theme. No meeting is stopped.",
    ),
    Text(
        "Se namnet i Pexip under Services › Themes. Skriv pexip.theme precis så, eller ta bort raden. Starta "
        "om produkten.",
        "See the name in Pexip at Services › Themes. Write pexip.theme just so, or take it out. Restart the product.",
    ),
)
_THEME_UNREADABLE = (
    Text(
        "Vårt konto får inte läsa teman i Pexip. Nya möten får Pexips eget tema. Inget möte stoppas.",
        "Our account may not read themes at Pexip. New meetings have Pexip's own theme. No meeting is stopped.",
    ),
    Text(
        "Ge kontots roll i Pexip rätt att läsa ivr_theme, eller ta bort pexip.theme och starta om produkten.",
        "Let the account's role at Pexip read ivr_theme, or take pexip.theme out and restart the product.",
    ),
)


def theme_lacking(since: datetime | None, *, is_readable: bool) -> Part:
    """Return the words for a theme that Pexip has not, or does not let us read; rooms are made without it."""
    said, step = _THEME_UNKNOWN if is_readable else _THEME_UNREADABLE
    return Part("theme", "warn", Text("Temat i Pexip", "The theme in Pexip"), said, SINCE, since, (step,))
