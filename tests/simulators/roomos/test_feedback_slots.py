"""HttpFeedback, posted to a real receiver: what arrives, when a slot gives up, what wakes it."""

import asyncio
import json
import ssl
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from aiohttp import web

from simulators import certificate
from simulators.roomos.clock import LoopClock
from simulators.roomos.errors import Failed, NoMatch
from simulators.roomos.feedback_post import poster
from simulators.roomos.feedback_slots import FeedbackSlots
from simulators.roomos.identity import Identity
from simulators.roomos.machine import Machine
from simulators.roomos.order import Order
from simulators.roomos.sessions import Session
from simulators.roomos.tree import Branch
from tests.loops import ran

ADMIN = Session(1, "admin", frozenset({"Admin"}), "ssh")


@dataclass
class Receiver:
    """Takes posts, or answers with `status`; `url` leads to it."""

    url: str = ""
    status: int = 204
    posts: "asyncio.Queue[tuple[str, bytes]]" = field(default_factory=asyncio.Queue)

    async def take(self, request: web.Request) -> web.Response:
        self.posts.put_nowait((request.content_type, await request.read()))
        return web.Response(status=self.status)

    async def taken(self) -> tuple[str, bytes]:
        return await asyncio.wait_for(self.posts.get(), 10)


class Room:
    """A machine with its slots and a receiver."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.machine = Machine(Identity(7, "Rum 7", "rum7@example.test"), LoopClock(asyncio.get_running_loop()))
        self.slots = FeedbackSlots(self.machine, poster(self.machine))

    def do(self, name: str, **values: str | int | list[str]) -> Branch:
        path = ("HttpFeedback", name)
        given = {key: list(value) if isinstance(value, list) else [value] for key, value in values.items()}
        taken = self.machine.nodes.command(path).take(given)
        return self.slots.handlers()[" ".join(path)](Order(ADMIN, path, taken))

    def register(self, url: str = "", slot: int = 2, **more: str | list[str]) -> None:
        expressions = more.pop("Expression", ["/Status/Audio", "/Event/UserInterface"])
        self.do("Register", FeedbackSlot=slot, ServerUrl=url or self.receiver.url, Expression=expressions, **more)

    def press(self) -> None:
        self.machine.happen("UserInterface Extensions Panel Clicked", {"PanelId": "svm_mdk"})

    def status(self, slot: int = 2) -> Any:
        return self.machine.read("Status", ("HttpFeedback", slot, "Status"))

    async def until(self, status: str) -> None:
        async with asyncio.timeout(10):
            while self.status() != status:  # noqa: ASYNC110 - the device tells nobody but its listeners
                await asyncio.sleep(0.01)


def run(talk: Callable[[Room], Coroutine[Any, Any, None]]) -> None:
    """Run a test's talk with a room whose receiver listens."""

    async def whole() -> None:
        receiver = Receiver()
        app = web.Application()
        app.add_routes([web.post("/hooks/rooms/7/key", receiver.take)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/rooms/7/key"
        room = Room(receiver)
        try:
            await talk(room)
        finally:
            room.slots.stop()
            await runner.cleanup()

    ran(whole())


def test_what_happens_is_posted_as_json_with_who_it_is() -> None:
    async def talk(room: Room) -> None:
        room.register(Format="JSON")
        room.press()
        room.machine.change({"Audio": {"Volume": 31}})
        content_type, body = await room.receiver.taken()
        event = json.loads(body)["Event"]
        assert content_type == "application/json"
        assert event["UserInterface"]["Extensions"]["Panel"]["Clicked"] == {"PanelId": {"Value": "svm_mdk"}}
        assert event["Identification"]["SerialNumber"] == {"Value": "FOC00000007"}
        assert json.loads((await room.receiver.taken())[1])["Status"]["Audio"] == {"Volume": {"Value": "31"}}

    run(talk)


def test_xml_is_what_nobody_asked_otherwise_for() -> None:
    async def talk(room: Room) -> None:
        room.register()
        room.press()
        content_type, body = await room.receiver.taken()
        event = ET.fromstring(body)  # noqa: S314 - the stand-in's own
        assert (content_type, event.tag) == ("text/xml", "Event")
        assert event.findtext("Identification/SystemName") == "Rum 7"
        clicked = event.find("UserInterface[@item='1']/Extensions[@item='1']/Panel[@item='1']/Clicked[@item='1']")
        assert clicked is not None
        assert clicked.findtext("PanelId") == "svm_mdk"

    run(talk)


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_slot_whose_address_refuses_gives_up_until_it_is_woken(status: int) -> None:
    async def talk(room: Room) -> None:
        room.register()
        assert room.status() == "OK"
        room.receiver.status = status
        room.press()
        await room.receiver.taken()
        await room.until("Failed")
        room.press()
        room.receiver.status = 200
        room.do("Enable", FeedbackSlot=2)
        assert room.status() == "OK"
        room.machine.change({"Audio": {"Volume": 32}})
        # What happened meanwhile is lost: the next post is of what came after.
        assert b"<Volume" in (await room.receiver.taken())[1]
        assert room.receiver.posts.empty()

    run(talk)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/nobody", "no address", "https://127.0.0.1:1/nobody"])
def test_a_slot_gives_up_when_nobody_answers(url: str) -> None:
    async def talk(room: Room) -> None:
        room.register(url)
        room.press()
        await room.until("Failed")

    run(talk)


def test_a_slot_is_replaced_and_taken_away() -> None:
    async def talk(room: Room) -> None:
        room.register(Expression=["/Event", "/Status"])
        room.register(Expression=["/Status/Standby"], Format="JSON")
        room.press()
        room.machine.change({"Standby": {"State": "Halfwake"}})
        assert b"Halfwake" in (await room.receiver.taken())[1]
        assert room.machine.read("Status", ("HttpFeedback", 2)) == {
            "id": 2,
            "URL": room.receiver.url,
            "Status": "OK",
            "Format": "JSON",
            "Expression": [{"id": 1, "$": "/Status/Standby"}],
        }
        room.do("Deregister", FeedbackSlot=2)
        room.do("Deregister", FeedbackSlot=2)
        room.machine.change({"Standby": {"State": "Off"}})
        assert room.slots.slots == {}
        assert room.receiver.posts.empty()
        with pytest.raises(Failed):
            room.do("Enable", FeedbackSlot=2)

    run(talk)


def test_a_registration_outlives_a_reboot() -> None:
    async def talk(room: Room) -> None:
        room.register()
        room.slots.stop()
        room.machine.restart()
        room.press()  # nobody hears while it starts
        room.slots.restart()
        assert room.status() == "OK"
        room.machine.change({"Audio": {"Volume": 33}})
        assert b"33" in (await room.receiver.taken())[1]

    run(talk)


def test_an_expression_that_is_none_is_refused_and_changes_nothing() -> None:
    async def talk(room: Room) -> None:
        room.register()
        with pytest.raises(NoMatch):
            room.register(Expression=["/Nonsense"])
        room.press()
        await room.receiver.taken()

    run(talk)


def test_posts_come_in_their_order() -> None:
    async def talk(room: Room) -> None:
        room.register(Format="JSON")
        for level in range(20, 40):
            room.machine.change({"Audio": {"Volume": level}})
        bodies = [json.loads((await room.receiver.taken())[1]) for _ in range(20)]
        assert [one["Status"]["Audio"]["Volume"]["Value"] for one in bodies] == [str(level) for level in range(20, 40)]

    run(talk)


def test_an_address_whose_certificate_nobody_vouches_for_is_posted_to_only_without_verifying(tmp_path: Path) -> None:
    async def talk(room: Room) -> None:
        made = certificate.make(tmp_path, ("localhost",))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(made.certificate, made.key)
        app = web.Application()
        app.add_routes([web.post("/", room.receiver.take)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        room.register(f"https://localhost:{runner.addresses[0][1]}/")
        room.press()
        await room.until("Failed")
        room.machine.configure(("HttpFeedback", "TlsVerify"), "Off")
        room.do("Enable", FeedbackSlot=2)
        room.press()
        assert b"svm_mdk" in (await room.receiver.taken())[1]
        await runner.cleanup()

    run(talk)
