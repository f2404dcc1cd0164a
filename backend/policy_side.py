"""Wires what Pexip asks us: by itself in a process of its own, or as one blueprint of a product that is one process."""

from functools import partial

from flask import Blueprint, Flask, Response

from backend.clock import Clock
from backend.config import HostEntry, PexipSettings, Settings
from backend.room_meetings.at_conference import rooms_of
from backend.storage import Database
from backend.video.pexip import names, routes
from backend.video.pexip.desk import Desk
from backend.video.pexip.limits import Limits
from backend.video.pexip.policy import Rules
from backend.video.pexip.ways import Ways
from backend.web import logs, problems
from backend.web.api import answer


def wire(settings: Settings, told: PexipSettings, clock: Clock, database: Database) -> Blueprint:
    """Return the routes. Pexip waits for the database: give one that is `hurried`, if it can be slow."""
    limits = Limits(clock)
    rules = Rules(
        secret=names.derived(settings.secret_key),
        service_tag=told.service_tag,
        host_pin=told.host_entry == HostEntry.PIN,
        trusted=frozenset(told.trusted_locations),
        theme=told.theme,
        view=told.view,
        chat=told.chat,
    )
    desk = Desk(Ways(database), rules, clock, limits, partial(rooms_of, database))
    return routes.blueprint(desk, limits, told.policy_user, told.policy_password)


def in_demo(settings: Settings, clock: Clock, database: Database) -> list[Blueprint]:
    """Return the routes for a demo, which is one process and has nobody's care depend on it; none in production."""
    told = settings.asked_by_pexip
    return [wire(settings, told, clock, database)] if settings.demo and told is not None else []


def application(answers: Blueprint) -> Flask:
    """Return the application of the process that does nothing else."""
    app = Flask("backend.policy_side", static_folder=None)
    # Slashes too many are another address, not a reason to lead Pexip elsewhere.
    app.url_map.merge_slashes = False
    logs.register(app)
    problems.register(app)
    app.register_blueprint(answers)

    @app.get("/healthz")
    def alive() -> Response:
        return answer({"status": "ok"})

    return app
