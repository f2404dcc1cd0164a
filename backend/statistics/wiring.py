"""Wires the statistics: what counts in the background, and the route that shows it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Blueprint

from backend.clock import Clock
from backend.identity import Directory, SignIn
from backend.jobs.leaps import Leaps
from backend.profiles import Profile
from backend.statistics import routes
from backend.statistics.counting import Counting
from backend.statistics.service import Statistics
from backend.storage import Database
from backend.video import VideoService

_COUNT_SECONDS = 600.0


def timed(
    database: Database, clock: Clock, profile: Profile, services: Mapping[str, VideoService], leaps: Leaps
) -> tuple[float, str, Callable[[], None]]:
    """Return what counts meetings, and how often; a service whose meetings are behind a link tells of nobody."""
    untold = frozenset(code for code, service in services.items() if service.capabilities.by_link)
    counting = Counting(database, clock, timedelta(minutes=profile.door.closes_minutes_after), untold)
    return _COUNT_SECONDS, "statistics.count", leaps.guarded(counting.run)


def blueprint(database: Database, clock: Clock, directory: Directory, sign_in: SignIn) -> Blueprint:
    """Return the route of the statistics."""
    return routes.blueprint(Statistics(database, clock, directory), sign_in)
