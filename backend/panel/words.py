"""What a host reads of a call to a room."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.errors import Text
from backend.panel.models import CallStage

STAGES: Mapping[CallStage, Text] = MappingProxyType(
    {
        CallStage.WANTED: Text("Kontaktar rummet", "Reaching the room"),
        CallStage.ASKING: Text("Väntar på svar i rummet", "Waiting for an answer in the room"),
        CallStage.DIALLING: Text("Rummet ringer in", "The room is calling in"),
        CallStage.CONNECTED: Text("Rummet är anslutet", "The room is connected"),
        CallStage.DECLINED: Text("Inte nu, svarade rummet", "Not now, the room answered"),
        CallStage.BUSY: Text("Rummet är upptaget", "The room is busy"),
        CallStage.FAILED: Text("Rummet kom inte in", "The room did not get in"),
        CallStage.ENDED: Text("Avslutat", "Ended"),
    }
)
REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "no-answer": Text("Ingen svarade i rummet", "Nobody answered in the room"),
        "call": Text("Rummet är i ett annat samtal. Vi stör inte", "The room is in another call. We do not disturb"),
        "booking": Text("Rummet är bokat av andra nu. Vi stör inte", "Others have booked the room. We do not disturb"),
        "auto-answer": Text(
            "Rummet svarar av sig självt och rings inte. Säg till rumssupporten",
            "The room answers by itself and is not called. Tell the room support",
        ),
        "unreachable": Text("Ingen kontakt med rummet", "No contact with the room"),
        "no-number": Text("Mötet går inte att ringa just nu", "The meeting can't be dialled right now"),
        "not-through": Text("Samtalet kom inte fram", "The call did not get through"),
        "withdrawn": Text("Frågan är borttagen", "The question was taken away"),
    }
)
