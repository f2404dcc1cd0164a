"""Settings: read once, from one TOML file and the environment, then never changed."""

from backend.config.pexip import pexip as pexip_settings
from backend.config.production import Entra, Production, access_log_place, database_url, production
from backend.config.settings import (
    DEMO_MEETINGS,
    DEMO_PEXIP,
    DEMO_ROOMS,
    MICROSOFT_FRAMES,
    AccessLogPlace,
    DialOutRouting,
    HostEntry,
    PexipMode,
    PexipSettings,
    RoomPage,
    RoomSettings,
    Settings,
    demo_settings,
)
from backend.config.told import KEYS, Told, read

__all__ = [
    "DEMO_MEETINGS",
    "DEMO_PEXIP",
    "DEMO_ROOMS",
    "KEYS",
    "MICROSOFT_FRAMES",
    "AccessLogPlace",
    "DialOutRouting",
    "Entra",
    "HostEntry",
    "PexipMode",
    "PexipSettings",
    "Production",
    "RoomPage",
    "RoomSettings",
    "Settings",
    "Told",
    "access_log_place",
    "database_url",
    "demo_settings",
    "pexip_settings",
    "production",
    "read",
]
