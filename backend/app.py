"""Wires the product: the one place that knows every part, and hands each what it needs."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Flask

from backend import policy_side, room_side
from backend.audit import AccessLog, Keyring, Logbook
from backend.clock import Clock, SystemClock
from backend.config import Settings, demo_settings
from backend.console import routes as console_routes
from backend.demo import routes as demo_routes
from backend.demo.record import put_on_record
from backend.guide import Gates, Guide
from backend.guide import memory as guide_memory
from backend.guide import routes as guide_routes
from backend.health import routes as health_routes
from backend.health import status_routes
from backend.health.video_status import VideoStatus
from backend.identity import Directory, SignIn
from backend.identity import erasing as rights_erasing
from backend.identity.demo import DemoIdentity
from backend.identity.roles import Staff
from backend.identity.standing import Policy
from backend.jobs import JobQueue
from backend.jobs.leaps import Leaps
from backend.meetings import dial_routes, host_rights, host_routes, mending, participant_routes, series_erasing
from backend.meetings import erasing as meeting_erasing
from backend.meetings import participants as meeting_participants
from backend.meetings import routes as meeting_routes
from backend.meetings.dialling_out import DialOutDesk
from backend.meetings.handover import Handover
from backend.meetings.host_listening import HostListening
from backend.meetings.host_panel import HostPanel
from backend.meetings.hosting import Hosting
from backend.meetings.participants import Participants
from backend.meetings.reconciling import Reconciler
from backend.meetings.service import Meetings
from backend.meetings.sweep import Sweep
from backend.meetings.turns import Turns
from backend.meetings.view import MeetingView
from backend.oversight import routes as oversight_routes
from backend.oversight.service import Oversight
from backend.parts import Part, engines
from backend.patients import routes as door_routes
from backend.patients.door_page import DoorPage
from backend.patients.leading import Leading
from backend.patients.limits import Limits
from backend.patients.service import Visits
from backend.privacy import Retention, Retentions
from backend.profiles import load
from backend.push import Hub
from backend.room_side import RoomSide
from backend.sendcheck import routes as sendcheck_routes
from backend.sendcheck.overrides import Overrides
from backend.sendcheck.service import SendCheck
from backend.statistics import wiring as statistics
from backend.steps import Watch, unwatched
from backend.storage import Database
from backend.storage.marks import DEMO, put_mark
from backend.units import erasing as unit_erasing
from backend.units import routes as unit_routes
from backend.units.gates import UnitGates
from backend.units.overview import OtherSystem
from backend.units.people import People as UnitPeople
from backend.units.service import Units
from backend.video import Means, VideoService, all_services
from backend.video import erasing as video_erasing
from backend.video.builtin import routes as builtin_routes
from backend.video.builtin.signalling import Signalling
from backend.video.conferences import Conferences
from backend.video.heart import Heart
from backend.video.link import erasing as link_erasing
from backend.video.live import Live
from backend.video.pexip import erasing as pexip_erasing
from backend.video.pexip.hooks import erasing as event_erasing
from backend.video.pexip.hooks import wiring as pexip_hooks
from backend.video.pexip.management.service import ManagementService
from backend.web import guard, logs, problems, static
from backend.web.api import BODY_LIMIT
from backend.web.assets import Assets
from backend.web.sse import Streams

ERASED_AFTER = timedelta(days=14)
# As long as the access log tells of them: five years and their leap days.
RECORDS_KEPT = timedelta(days=5 * 365 + 2)
# Long enough to see what an outage or a restored database left behind.
MENDINGS_KEPT = timedelta(days=90)
_SWEEP_SECONDS = 60.0
_RECONCILE_SECONDS = 300.0
_SERIES_SECONDS = 3600.0
_TURN_SECONDS = 1.0
_ERASE_SECONDS = 3600.0
_TEND_SECONDS = 30.0


class Product(NamedTuple):
    """The wired product: its WSGI application and the parts that have a life of their own."""

    app: Flask
    database: Database
    jobs: JobQueue
    live: Live
    logbook: Logbook
    reads: Database
    hub: Hub
    heart: Heart | None
    reconciler: Reconciler
    rooms: RoomSide

    @property
    def access_log(self) -> AccessLog:
        """What is given to whoever records something."""
        return self.logbook.access_log

    def start(self) -> None:
        """Begin the work in the background."""
        # First the lock on the work: a second process must not touch the people of the first.
        self.jobs.start()
        self.hub.start()
        if self.heart:
            self.heart.start()
        self.logbook.resume()

    def stop(self) -> None:
        """End the work in the background and let the database go."""
        if self.heart:
            self.heart.stop()
        self.jobs.stop()
        for stop in self.rooms.stops:
            stop()
        self.hub.stop()
        self.logbook.close()
        self.reads.close()
        self.database.close()


class People(NamedTuple):
    """How staff sign in, and the directory they are found in."""

    sign_in: SignIn
    directory: Directory


def create_product(
    settings: Settings,
    people: People,
    clock: Clock | None = None,
    *,
    part: Part | str = Part.ALL,
    watch: Watch = unwatched,
) -> Product:
    """Wire the product, or a part of it, for these settings. Nothing works in the background until it is started.

    `watch` looks on at each step of the use cases that are lists of steps.

    Raises ProfileFault when the profile has a fault, ValueError for a part on a database that has room for the whole
    only.
    """
    clock = clock or SystemClock()
    profile = load(settings.profile)
    policy = Policy(profile.training.required, profile.external_staff.responsible_required)
    database = Database(settings.database_url)
    # For what is asked within others' transactions: it must never wait for a connection that one of them holds.
    reads = Database(settings.database_url)
    staff = Staff(reads, clock, policy, people.directory, people.sign_in)
    people = People(staff, staff)
    jobs, hub, process = engines(settings, database, clock, Part(part))
    logbook = Logbook(
        database,
        jobs,
        clock,
        Keyring(settings.secret_key, *settings.earlier_secret_keys),
        settings.audit_database_url,
        settings.audit_anchor,
    )
    access_log = logbook.access_log
    means = Means(
        settings.rooms.meeting_domain, settings.secret_key, settings.pexip, earlier=settings.earlier_secret_keys
    )
    services = {
        code: service
        for code, service in all_services(database, clock, means).items()
        if service.capabilities.production or settings.builtin_video
    }
    available = {code: service.capabilities.participant_limit for code, service in services.items()}
    gates = UnitGates(reads, clock, profile, available)
    live = Live(
        database,
        jobs,
        hub,
        clock,
        end_after_host_left_seconds=profile.host.end_after_host_left_seconds,
        process=process,
    )
    conferences = Conferences(database, jobs, clock, services, live, watch)
    conferences.register_jobs()
    live.register_jobs()
    handover = Handover(clock, profile, conferences)
    view = MeetingView(profile, settings.origin, people.directory, handover)
    directory, origin = people.directory, settings.origin
    hosting = Hosting(database, clock, profile, directory, conferences, live, origin, access_log, watch)
    meetings = Meetings(
        database,
        clock,
        profile,
        directory,
        conferences,
        hosting,
        gates,
        view,
        access_log,
        room_side.is_without_room,
        watch,
    )
    sweep = Sweep(database, clock, profile, meetings, conferences, access_log)
    reconciler = Reconciler(database, clock, conferences, services)
    leaps, asked = Leaps(database, clock), policy_side.in_demo(settings, clock, reads)
    streams = Streams(hub, settings.stream_limit, live.new_stream)
    pexip = pexip_hooks.wire(
        database,
        jobs,
        hub,
        clock,
        settings.pexip,
        end_after_host_left_seconds=profile.host.end_after_host_left_seconds,
    )
    rooms = room_side.wire(
        room_side.House(
            settings,
            database,
            clock,
            jobs,
            hub,
            streams,
            profile,
            people.sign_in,
            people.directory,
            access_log,
            conferences,
        )
    )
    for seconds, name, work in (
        (_SWEEP_SECONDS, "meetings.sweep", leaps.guarded(sweep.run)),
        statistics.timed(database, clock, profile, services, leaps),
        (_SERIES_SECONDS, "meetings.series", leaps.guarded(meetings.tend_series)),
        (_RECONCILE_SECONDS, "meetings.reconcile", leaps.guarded(reconciler.run)),
        live.timed,
        (_TURN_SECONDS, "meetings.turns", Turns(database, clock, profile, hub).look),
        (_ERASE_SECONDS, "privacy.erase", leaps.guarded(_retentions(database, clock, rooms.retentions).erase)),
        *rooms.timed,
        *pexip.timed,
        *asked.timed,
        *_tended(services, leaps),
    ):
        jobs.every(seconds, name, work)
    participants = Participants(database, clock, live, conferences, origin, access_log)
    visits = Visits(database, clock, profile, conferences, live, Limits(clock), access_log, handover)
    leading = Leading(database, visits, conferences, handover, access_log)
    page = DoorPage(
        database, clock, profile, directory, conferences, visits, origin, gates, leading, demo=settings.demo
    )
    guide = Guide(database, clock, profile, _guide_gates(gates))
    other_systems = {
        row.code: OtherSystem(row.label, row.gate) for row in profile.guide.systems if row.gate is not None
    }
    units = Units(database, clock, profile, directory, access_log, available, other_systems)
    unit_people = UnitPeople(database, clock, staff, access_log)
    overrides = Overrides(database, clock, profile, access_log)
    oversight = Oversight(database, clock, directory, logbook)

    sign_in, assets = people.sign_in, Assets()
    blueprints = [
        static.blueprint(assets),
        health_routes.blueprint(settings, database),
        status_routes.blueprint(VideoStatus(reads, clock, settings.pexip), sign_in),
        meeting_routes.blueprint(meetings, sign_in, profile, gates, clock),
        participant_routes.blueprint(participants, sign_in),
        host_routes.blueprint(
            hosting,
            HostPanel(database, sign_in, conferences, live, hosting),
            HostListening(database, clock, profile, conferences, live, hosting),
            streams,
            sign_in,
        ),
        dial_routes.blueprint(
            DialOutDesk(database, clock, profile, directory, sign_in, conferences, hosting, settings.pexip), sign_in
        ),
        door_routes.blueprint(visits, page, leading, streams, sign_in),
        guide_routes.blueprint(guide, sign_in),
        sendcheck_routes.blueprint(SendCheck(profile, clock), overrides, sign_in),
        unit_routes.blueprint(units, unit_people, sign_in),
        oversight_routes.blueprint(oversight, sign_in),
        statistics.blueprint(database, clock, directory, sign_in),
        *rooms.blueprints,
        *asked.blueprints,
        *pexip.blueprints,
        console_routes.blueprint(profile, demo=settings.demo),
    ]
    if "builtin" in services:
        blueprints.append(builtin_routes.blueprint(Signalling(database, hub), sign_in))
    if settings.demo:
        blueprints.append(demo_routes.blueprint(profile, settings.room_pages, pexip=settings.pexip is not None))
    app = _web(settings, assets, blueprints)
    app.extensions["streams"] = streams
    return Product(
        app, database, jobs, live, logbook, reads, hub, None if part == Part.WORKER else Heart(live), reconciler, rooms
    )


def _tended(services: Mapping[str, VideoService], leaps: Leaps) -> Iterator[tuple[float, str, Callable[[], None]]]:
    for service in services.values():
        if isinstance(service, ManagementService):
            yield _TEND_SECONDS, "video.pexip-rooms", leaps.guarded(service.tend)


def _retentions(database: Database, clock: Clock, others: Iterable[Retention]) -> Retentions:
    retentions = Retentions(database, clock)
    for name, after, source, erase in (
        ("presences", ERASED_AFTER, "seed 001", video_erasing.erase_before),
        ("links", ERASED_AFTER, "seed 001", link_erasing.erase_before),
        ("ways in", ERASED_AFTER, "seed 001", pexip_erasing.erase_before),
        ("video events", event_erasing.KEPT, "product", event_erasing.erase_before),
        ("participants", ERASED_AFTER, "seed 001", meeting_participants.erase_before),
        ("host rights", ERASED_AFTER, "seed 001", host_rights.erase_before),
        ("meeting people", ERASED_AFTER, "seed 001", meeting_erasing.erase_before),
        ("mendings", MENDINGS_KEPT, "product", mending.erase_before),
        ("series people", ERASED_AFTER, "seed 001", series_erasing.erase_before),
        ("rights", RECORDS_KEPT, "product", rights_erasing.erase_before),
        ("unit records", RECORDS_KEPT, "product", unit_erasing.erase_before),
        ("guide answers", guide_memory.KEPT, "product", guide_memory.forget_before),
    ):
        retentions.register(Retention(name, after, source, erase))
    for retention in others:
        retentions.register(retention)
    return retentions


def _web(settings: Settings, assets: Assets, blueprints: Iterable[Blueprint]) -> Flask:
    app = Flask("backend.web")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it; the base class does not say so
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.entry
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    logs.register(app)
    guard.register(app, settings)
    problems.register(app)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def _guide_gates(units: UnitGates) -> Callable[[str], Gates]:
    def of(unit: str) -> Gates:
        recorded = units.of(unit)
        return Gates(recorded.approved, units.available(unit), recorded.systems)

    return of


def demo() -> Flask:
    """Make and start the demo's application; `backend.demo.run` starts the server that calls this."""
    data = Path(os.environ["VARDMOTE_DEMO_DATA"])
    # The terminal is left to the one line that says where to look.
    logs.configure((data / "vardmote.log").open("a", buffering=1, encoding="utf-8"))
    identity = DemoIdentity()
    settings = demo_settings(data, int(os.environ["VARDMOTE_DEMO_PORT"]), os.environ)
    product = create_product(settings, People(identity, identity))
    with product.database.write() as session:
        # Production refuses a database with this mark: its people sign in by name alone.
        put_mark(session, DEMO)
        put_on_record(session, load(settings.profile), SystemClock().now())
    product.start()
    return product.app
