"""Push: wakes those who wait for news, in this process. Holds no state that matters: streams read the database."""

from backend.push.service import Hub, Subscription

__all__ = ["Hub", "Subscription"]
