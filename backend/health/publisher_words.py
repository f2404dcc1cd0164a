"""What is said of Pexip's publishers, and of each node's: on the page of the services' state, and by the doctor."""

from datetime import datetime

from backend.errors import Text
from backend.health.finding import when
from backend.health.video_words import DOCTOR, SINCE, Part, counted
from backend.video.pexip.hooks.publishers import PublisherStatus, waits_long
from backend.video.pexip.hooks.untold import Untold

_EVENTS = Text("Det Pexip berättar", "What Pexip tells")
_HEARD = Text("Hördes senast", "Last heard")
_SIGN_IN = Text(
    "Står det events.wrong-sign-in i produktens logg? Då är användare eller lösenord i mottagaren inte de som står i "
    "pexip.events_user och pexip.events_password. Står det bara events.no-sign-in saknas de i mottagaren.",
    "Does the product's log say events.wrong-sign-in? Then user or password in the sink are not those of "
    "pexip.events_user and pexip.events_password. With events.no-sign-in alone the sink has none.",
)
# Which locations: elsewhere the sink would post to us who is in everybody else's meetings.
_RESTART = (
    Text(
        "Logga in i Pexips förvaltning, öppna System > Event sinks och välj vår mottagare: den vars URL slutar på "
        "/hooks/pexip/events.",
        "Sign in to Pexip's management, open System > Event sinks and choose our sink: the one whose URL ends with "
        "/hooks/pexip/events.",
    ),
    Text(
        "Se efter att adress, användare och lösenord är de som gäller. Kör vardmote doctor: pexip_events ska vara ok.",
        "See that address, user and password are the right ones. Run vardmote doctor: pexip_events is to be ok.",
    ),
    _SIGN_IN,
    Text(
        "Starta om mottagaren, inte noden, och spara. Går det inte: gör en ny med samma uppgifter, byt till den på de "
        "platser som har den gamla och inte på någon annan (Platform > Locations > platsen > Event sinks), och ta bort "
        "den gamla.",
        "Restart the sink, not the node, and save. If it can't be: make a new one with the same settings, put it in "
        "place of the old one in the locations that have that and in no other (Platform > Locations > the location > "
        "Event sinks), and remove the old one.",
    ),
    Text(
        "Titta här igen: noden blir grön när den har hörts av. Mötena fortsätter under tiden; värden ser alla i Pexips "
        "egen app.",
        "Look here again: the node turns green once it has been heard. Meetings go on meanwhile; hosts see everybody "
        "in Pexip's own app.",
    ),
)
_CHOOSE = Text(
    "Välj mottagaren på de platser vars noder håller vårdmöten, och inte på någon annan: då skickas andra mötens namn "
    "och adresser hit (Platform > Locations > platsen > Event sinks).",
    "Choose the sink in the locations whose nodes hold care meetings, and in no other: names and addresses of other "
    "meetings would be sent here (Platform > Locations > the location > Event sinks).",
)


def events_come(heard_at: datetime | None) -> Part:
    """Return the words for publishers that are as they should."""
    if heard_at is None:
        return Part(
            "events",
            "info",
            _EVENTS,
            Text(
                "Ingen nod har skickat något än. Mötena fungerar, men listan över vilka som är inne står tom.",
                "No node has sent anything yet. Meetings work, but the list of who is in stays empty.",
            ),
            steps=(
                Text(
                    "Gör mottagaren i Pexip (System > Event sinks) som i docs/pexip.md.",
                    "Make the sink in Pexip (System > Event sinks) as in docs/pexip.md.",
                ),
                _CHOOSE,
                _SIGN_IN,
            ),
        )
    return Part(
        "events",
        "good",
        _EVENTS,
        Text("Händelserna kommer, och arbetas av.", "The events come, and are worked."),
        _HEARD,
        heard_at,
    )


def all_silent(since: datetime) -> Part:
    """Return the words for publishers that say nothing though they should."""
    return Part(
        "events",
        "bad",
        _EVENTS,
        Text(
            "Flera är på väg in i möten, men ingen nod har hörts av sedan dess. Listan över vilka som är inne står "
            "still.",
            "Several people are on the way into meetings, but no node has been heard since. The list of who is in "
            "stands still.",
        ),
        SINCE,
        since,
        _RESTART,
    )


def some_untold(found: Untold) -> Part:
    """Return the words for people of whom nothing was told though others were heard."""
    return Part(
        "events",
        "bad",
        _EVENTS,
        Text(
            f"{found.people} personer har letts vidare utan att någon nod har berättat om dem: en nod har troligen "
            "slutat berätta. Värdar ser dem kanske bara i Pexips egen app, och inte i vår lista.",
            f"{found.people} people were led on and no node has told of them: one has probably stopped telling. Hosts "
            "may see them in Pexip's own app only, and not in our list.",
        ),
        SINCE,
        found.since,
        (
            Text(
                "Gör det som står vid noden här under: starta om mottagaren (System > Event sinks), inte noden.",
                "Do what stands at the node below: restart the sink (System > Event sinks), not the node.",
            ),
        )
        if found.nodes
        else (
            Text(
                "Alla noder som vi känner har hörts av sedan dess: det är någon vi inte känner.",
                "Every node we know has been heard since: it is one we do not know.",
            ),
            _CHOOSE,
            *_RESTART,
        ),
    )


def unworked(since: datetime | None) -> Part:
    """Return the words for events that nobody works."""
    return Part(
        "events",
        "bad",
        _EVENTS,
        Text(
            "Händelser kommer, men arbetas inte av. Listan över vilka som är inne står still.",
            "Events come, but are not worked. The list of who is in stands still.",
        ),
        SINCE,
        since,
        (Text("Se efter att en arbetsprocess lever (jobs).", "See that a worker lives (jobs)."), DOCTOR),
    )


def node_stopped(node: str, since: datetime) -> Part:
    """Return the words for a node whose publisher has stopped."""
    return Part(
        f"node:{node}",
        "bad",
        _node(node),
        Text(
            "Noden har slutat berätta och börjar inte igen av sig själv. Mottagaren (event sink) ska startas om i "
            "Pexip. Starta inte om noden: då kastas alla ut som är i möten på den.",
            "The node has stopped telling and does not begin again by itself. The event sink has to be restarted in "
            "Pexip. Do not restart the node: everybody in meetings on it would be cut off.",
        ),
        SINCE,
        since,
        _RESTART,
    )


def node_still(node: str, heard_at: datetime) -> Part:
    """Return the words for a node that was not heard while people came of whom nobody told."""
    return Part(
        f"node:{node}",
        "bad",
        _node(node),
        Text(
            "Noden har inte hörts sedan folk leddes vidare som ingen har berättat om. Troligen har den slutat berätta, "
            "eller är nere.",
            "The node was not heard since people were led on of whom nobody has told. It has probably stopped telling, "
            "or is down.",
        ),
        _HEARD,
        heard_at,
        _RESTART,
    )


def node_lacks(node: str, heard_at: datetime, lacking: int) -> Part:
    """Return the words for a node of whose events some never came."""
    return Part(
        f"node:{node}",
        "warn",
        _node(node),
        Text(
            f"{counted(lacking, 'En händelse', 'händelser')} har inte kommit fram det senaste dygnet.",
            f"{counted(lacking, 'One event has', 'events have')} not arrived in the last day.",
        ),
        _HEARD,
        heard_at,
        (
            Text(
                "Se efter nätet mellan noden och oss. Listorna rättas när Pexips förvaltning tillfrågas, om det finns "
                "en inställd.",
                "Look at the network between the node and us. Lists are mended when Pexip's management is asked, if "
                "one is set.",
            ),
        ),
    )


def node_lives(node: str, heard_at: datetime) -> Part:
    """Return the words for a node that tells all."""
    said = Text("Noden berättar.", "The node tells.")
    return Part(f"node:{node}", "good", _node(node), said, _HEARD, heard_at)


def fault(told: PublisherStatus, now: datetime) -> Text | None:
    """Return what the doctor says is wrong with the publishers and what to do about it; None when nothing is."""
    if told.stopped:
        part = node_stopped("", now)
        return _joined(*(Text(f"{node}:", f"{node}:") for node in told.stopped), part.said, *part.steps)
    if told.silent_since is not None:
        part = all_silent(told.silent_since)
        return _joined(part.said, _since(told.silent_since), *part.steps)
    if told.untold is not None:
        part, still = some_untold(told.untold), ", ".join(told.untold.nodes)
        named = Text(f"Inte hörd sedan dess: {still}.", f"Not heard since then: {still}.")
        steps = (named, *_RESTART) if still else part.steps
        return _joined(part.said, _since(told.untold.since), *steps)
    if waits_long(told, now):
        part = unworked(told.oldest)
        return _joined(part.said, part.steps[0])
    if told.missing:
        lacks = [(node, node_lacks(node, now, number)) for node, number in told.missing]
        named_ones = (Text(f"{node}: {part.said.sv}", f"{node}: {part.said.en}") for node, part in lacks)
        return _joined(*named_ones, *lacks[0][1].steps)
    return None


def _since(moment: datetime) -> Text:
    told = when(moment)
    return Text(f"Sedan {told.sv}.", f"Since {told.en}.")


def _joined(*texts: Text) -> Text:
    return Text(" ".join(each.sv for each in texts), " ".join(each.en for each in texts))


def _node(node: str) -> Text:
    return Text(f"Noden {node}", f"Node {node}")
