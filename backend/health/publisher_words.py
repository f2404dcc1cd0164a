"""What the page of the video services' state says of Pexip's publishers, and of each node's."""

from datetime import datetime

from backend.errors import Text
from backend.health.video_words import DOCTOR, SINCE, Part, counted
from backend.video.pexip.hooks.standing import RESTART_STEPS
from backend.video.pexip.hooks.untold import Untold

_EVENTS = Text("Det Pexip berättar", "What Pexip tells")
_HEARD = Text("Hördes senast", "Last heard")


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
                    "Gör mottagaren i Pexip (System > Event sinks) och välj den i varje plats, som i docs/pexip.md.",
                    "Make the sink in Pexip (System > Event sinks) and choose it in every location; see docs/pexip.md.",
                ),
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
        RESTART_STEPS,
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
                "Gör det som står vid noden här under: starta om dess mottagare (System > Event sinks).",
                "Do what stands at the node below: restart its sink (System > Event sinks).",
            ),
        )
        if found.nodes
        else (
            Text(
                "Alla noder som vi känner har hörts av sedan dess: se efter att mottagaren är vald i varje plats "
                "(Platform > Locations).",
                "Every node we know has been heard since: see that the sink is chosen in every location (Platform > "
                "Locations).",
            ),
            *RESTART_STEPS,
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
            "Noden har slutat berätta och börjar inte igen av sig själv. Den ska startas om i Pexip.",
            "The node has stopped telling and does not begin again by itself. It has to be restarted in Pexip.",
        ),
        SINCE,
        since,
        RESTART_STEPS,
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
        RESTART_STEPS,
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


def _node(node: str) -> Text:
    return Text(f"Noden {node}", f"Node {node}")
