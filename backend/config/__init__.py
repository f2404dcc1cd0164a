"""Settings: read once, from one TOML file and the environment, then never changed."""

from backend.config.production import Entra, Production, access_log_place, database_url, production
from backend.config.settings import MICROSOFT_FRAMES, AccessLogPlace, Settings, demo_settings
from backend.config.told import KEYS, Told, read

__all__ = [
    "KEYS",
    "MICROSOFT_FRAMES",
    "AccessLogPlace",
    "Entra",
    "Production",
    "Settings",
    "Told",
    "access_log_place",
    "database_url",
    "demo_settings",
    "production",
    "read",
]
