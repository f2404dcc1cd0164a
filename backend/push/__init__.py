"""Push: wakes those who wait for news, in all processes. Holds no state that matters: streams read the database."""

from backend.push.postgres import PostgresHub
from backend.push.service import Hub, Subscription

__all__ = ["Hub", "PostgresHub", "Subscription"]
