"""Many rooms at once: each visited by itself, the dead ones in nobody's way, and every outcome named."""

from rooms.fleet.fleet import Fleet, Work
from rooms.fleet.outcomes import InCall, Outcome, Result, outcome_of
from rooms.fleet.stops import Stops, StopsInMemory

__all__ = ["Fleet", "InCall", "Outcome", "Result", "Stops", "StopsInMemory", "Work", "outcome_of"]
