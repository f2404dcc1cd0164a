"""What people in a room may ask help with: few and plain, as they are answers on a touch panel."""

from collections.abc import Mapping
from types import MappingProxyType

from rooms.inventory import Told

PROBLEMS: Mapping[str, Told] = MappingProxyType(
    {
        "no-sound": Told("Ljudet fungerar inte", "The sound does not work"),
        "no-picture": Told("Bilden fungerar inte", "The picture does not work"),
        "no-call": Told("Samtalet kopplas inte", "The call does not connect"),
        "camera": Told("Kameran fungerar inte", "The camera does not work"),
        "other": Told("Något annat", "Something else"),
    }
)
