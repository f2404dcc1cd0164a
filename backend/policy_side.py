"""Wires what Pexip asks us: by itself in a process of its own, or as one blueprint of a product that is one process."""

from datetime import timedelta
from functools import partial

from flask import Blueprint, Flask, Response

from backend.clock import Clock
from backend.conference.times import taken
from backend.config import HostEntry, PexipSettings, Settings
from backend.profiles import load
from backend.room_meetings.at_conference import rooms_of
from backend.storage import Database
from backend.video.pexip import names
from backend.video.pexip.parts import TELL_SECONDS, Telling
from backend.video.pexip.policy import routes
from backend.video.pexip.policy.rules import Rules, bounds
from backend.video.pexip.policy.server import PolicyServer
from backend.video.pexip.policy.slowing import Limits
from backend.video.pexip.policy.ways import Ways
from backend.video.pexip.side import PexipSide
from backend.video.pexip.sign_in import SignIn
from backend.web import logs, problems
from backend.web.api import answer


def wire(
    settings: Settings, told: PexipSettings, clock: Clock, database: Database, telling: Telling | None = None
) -> Blueprint:
    """Return the routes. Pexip waits for the database: give one that is `hurried`, if it can be slow."""
    telling = telling or Telling(database, clock)
    door = load(settings.profile).door
    opens, closes = (timedelta(minutes=each) for each in (door.opens_minutes_before, door.closes_minutes_after))
    opens_before, grace_after = bounds(opens, closes)
    rules = Rules(
        secret=names.derived(settings.secret_key),
        service_tag=told.service_tag,
        host_pin=told.host_entry == HostEntry.PIN,
        trusted=frozenset(told.trusted_locations),
        theme=told.theme,
        view=told.view,
        chat=told.chat,
        opens_before=opens_before,
        grace_after=grace_after,
    )
    server = PolicyServer(
        Ways(database), rules, clock, Limits(clock), partial(rooms_of, database, elsewhere=taken), telling.heard
    )
    sign_in = SignIn("policy", told.policy_user, told.policy_password, clock)
    return routes.blueprint(server, sign_in, telling.refused)


def in_demo(settings: Settings, clock: Clock, database: Database) -> PexipSide:
    """Return what answers in a demo, which is one process and has nobody's care depend on it; nothing in production."""
    told = settings.asked_by_pexip
    if not settings.demo or told is None:
        return PexipSide()
    telling = Telling(database, clock)
    return PexipSide(
        [wire(settings, told, clock, database, telling)], [(TELL_SECONDS, "pexip.policy-lives", telling.tell)]
    )


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
