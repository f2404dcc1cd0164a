"""Puts together what hears Pexip's events, for `app` to put in its place."""

from backend.clock import Clock
from backend.config import PexipMode, PexipSettings
from backend.jobs import JobQueue
from backend.push import Hub
from backend.storage import Database
from backend.video.pexip.hooks import roll, routes
from backend.video.pexip.hooks.intake import Intake
from backend.video.pexip.hooks.looking import LOOK_SECONDS, Look
from backend.video.pexip.hooks.publishers import Measuring
from backend.video.pexip.hooks.work import EventWork
from backend.video.pexip.side import PexipSide
from backend.video.pexip.sign_in import SignIn
from backend.video.reports import Reports

_MEASURE_SECONDS = 60.0


def wire(  # noqa: PLR0913 - wired once, in app.py
    database: Database,
    jobs: JobQueue,
    hub: Hub,
    clock: Clock,
    settings: PexipSettings | None,
    *,
    end_after_host_left_seconds: float,
) -> PexipSide:
    """Return what hears Pexip; nothing where there is none, or none whose events we would take.

    Where there is a Management Node to ask, who is in is asked for too.
    """
    if settings is None or not settings.events_password:
        return PexipSide()
    reports = Reports(
        database,
        jobs,
        hub,
        clock,
        end_after_host_left_seconds=end_after_host_left_seconds,
        # In the other mode our answer locks it from the beginning.
        begins_unlocked=settings.mode == PexipMode.MANAGEMENT,
    )
    sign_in = SignIn("events", settings.events_user, settings.events_password, clock)
    work = EventWork(database, jobs, clock, reports)
    work.register_jobs()
    look = Look(database, clock, work, roll.asker(database, clock, settings))
    return PexipSide(
        blueprints=[routes.blueprint(Intake(database, jobs, clock), sign_in)],
        timed=[
            (LOOK_SECONDS, "pexip.look", look.run),
            (_MEASURE_SECONDS, "pexip.measure", Measuring(database, clock).measure),
        ],
    )
