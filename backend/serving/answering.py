"""How the process that answers Pexip is served: as the web processes, but by itself and at a port of its own."""

from dataclasses import replace

from backend.config import Production

# As many as the database has connections for that stay open: more would only take turns at them.
_THREADS = 5


def answering(told: Production) -> Production | None:
    """Return how that process is served; None where Pexip doesn't ask us."""
    pexip = told.settings.asked_by_pexip
    return None if pexip is None else replace(told, listen=pexip.policy_listen, web=1, threads=_THREADS)
