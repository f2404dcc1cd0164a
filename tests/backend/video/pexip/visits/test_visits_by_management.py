"""Short visits where rooms are made at Pexip: the room's own PIN leads in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.clock import FixedClock, SystemClock
from backend.config import PexipMode, PexipSettings
from backend.storage import Database
from backend.video.models import Conference, ConferenceState, Presence, PresenceState
from backend.video.pexip.management.replication import REPLICATION
from backend.video.pexip.management.service import ManagementService
from backend.video.pexip.models import PexipRoom
from backend.video.service import (
    ConferenceRequest,
    HostControl,
    Means,
    Order,
    Role,
    ServiceRefused,
)
from simulators.pexip import wiring
from simulators.pexip.wanted import Wanted
from tests.simulators.pexip.client import App
from tests.simulators.pexip.stand import ACCOUNT

SPOTLIGHT, LOWER = HostControl.SPOTLIGHT, HostControl.LOWER_HAND
START = SystemClock().now() - timedelta(minutes=5)
REQUEST = ConferenceRequest("k1", START, START + timedelta(hours=1), 4, lobby=True, protected=True, language="sv")


def test_by_management_the_rooms_own_pin_leads_in(database: Database) -> None:
    wanted = Wanted(
        0,
        management_port=0,
        management_user=ACCOUNT.user,
        management_password=ACCOUNT.password,
        replication_seconds=0,
    )
    site, told = wiring.start(wanted)
    with site:
        settings = PexipSettings(
            site.url,
            mode=PexipMode.MANAGEMENT,
            management_url=str(told["management"]),
            management_user=ACCOUNT.user,
            management_password=ACCOUNT.password,
        )
        clock = FixedClock(START - REPLICATION)
        service = ManagementService(database, clock, Means(secret=b"s" * 32, pexip=settings))
        reference = service.create(REQUEST)
        clock.advance(seconds=REPLICATION.total_seconds())
        with database.read() as session:
            room = session.get_one(PexipRoom, reference)
        alias, pin = service._way(room)
        with App(site.url, alias) as host, App(site.url, alias) as guest:
            host.join(pin, "Värd")
            with pytest.raises(ServiceRefused, match="no-host"):
                service.look(reference)
            host.send_media()
            guest.join("none", "Gäst")
            _know(database, clock, reference, host.uuid)
            guest.about(guest, "buzz")
            assert list(service.look(reference).hands) == [guest.uuid]
            service.command(reference, Order(SPOTLIGHT, guest.uuid))
            service.command(reference, Order(LOWER, guest.uuid))
            seen = service.look(reference)
            assert (seen.hands, seen.spotlit) == ({}, {guest.uuid})
            assert len(host.get("participants")) == 2
            with pytest.raises(ServiceRefused, match="not-supported"):
                service.command(reference, replace(Order(HostControl.ADMIT), call=guest.uuid))


def _know(database: Database, clock: FixedClock, reference: str, call: str) -> None:
    """Write down that a host is in, as events would."""
    now = clock.now()
    with database.write() as session:
        conference = Conference(
            id="c1",
            key=REQUEST.key,
            service="pexip",
            reference=reference,
            start=REQUEST.start,
            end=REQUEST.end,
            participant_limit=4,
            language="sv",
            retired=[],
            attempts=0,
            state=ConferenceState.READY,
            state_at=now,
        )
        session.add(conference)
        session.flush()
        session.add(
            Presence(
                id="q1",
                conference_id="c1",
                person="p1",
                role=Role.HOST,
                state=PresenceState.IN,
                since=now,
                token_hash="h",
                call=call,
            )
        )
