"""Other people's clients against the software endpoint: Cisco's jsxapi over SSH and WebSocket, xows over WebSocket."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import xows

from simulators import roomos
from tests.loops import ran

HERE = Path(__file__).parent
MODULES = HERE.parents[2] / "addin" / "package.json"
# xows is from 2022; the aiohttp of today tells it so.
XOWS = pytest.mark.filterwarnings("ignore:(BasicAuth|The 'auth' parameter) is deprecated:DeprecationWarning")
NODE = Path(sys.executable).parent / "node"


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    with roomos.start(count=2, pace=0.05) as running:
        yield running


@pytest.mark.parametrize("way", ["ssh", "wss"])
def test_jsxapi_works_with_it(site: roomos.Site, way: str) -> None:
    place = {
        "way": way,
        "ports": [one.ssh if way == "ssh" else one.https for one in site.endpoints],
        "user": roomos.USER,
        "password": roomos.PASSWORD,
        "other": site.endpoints[1].address,
        "software": site.endpoints[0].device.identity.software,
        "modules": str(MODULES),
    }
    done = subprocess.run(
        [NODE, HERE / "judges" / "jsxapi.mjs"],
        env={"PLACE": json.dumps(place)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "12 checks\n", done.stdout + done.stderr


# Each is a code of its own over the WebSocket, which xows knows by name.
REFUSED: tuple[tuple[type[Exception], tuple[str, ...], dict[str, Any]], ...] = (
    (xows.MethodNotFound, ("Dila",), {}),
    (xows.InvalidParameter, ("Audio", "Volume", "Set"), {"Level": 101}),
    (xows.InvalidParameter, ("Audio", "Volume", "Set"), {}),
    (xows.InvalidParameter, ("Audio", "Volume", "Set"), {"Level": 5, "Nonsense": 1}),
    (xows.CommandError, ("Call", "Disconnect"), {}),
    (xows.CommandError, ("UserInterface", "Extensions", "Panel", "Save"), {"PanelId": "x", "body": "<Extensions/>"}),
)


class Heard:
    """What a subscription told, in its order."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[tuple[dict[str, Any], int]] = asyncio.Queue()

    def __call__(self, params: dict[str, Any], number: int) -> None:
        self.events.put_nowait((params, number))

    async def next(self) -> dict[str, Any]:
        params, _ = await asyncio.wait_for(self.events.get(), 8)
        return params


def client(site: roomos.Site, room: int = 0, password: str = roomos.PASSWORD) -> xows.XoWSClient:
    return xows.XoWSClient(f"wss://127.0.0.1:{site.endpoints[room].https}/ws", roomos.USER, password)


def talked(talk: Coroutine[Any, Any, None]) -> None:
    """Let `talk` be had, in a loop of its own which lives until each of its connections has closed."""

    async def whole() -> None:
        try:
            await talk
        finally:
            # A refused TLS connection is left by aiohttp to close by itself; the loop's own list is the one that knows.
            transports = vars(asyncio.get_running_loop())["_transports"]
            async with asyncio.timeout(8):
                while any(vars(one)["_sock"] for one in transports.values()):  # noqa: ASYNC110 - nothing says it
                    await asyncio.sleep(0)

    ran(whole())


@XOWS
def test_xows_works_with_it(site: roomos.Site) -> None:
    async def talk() -> None:
        async with client(site) as room:
            await check_status(room)
            await check_refusals(room)
            await check_bookings(room)
            await check_call(room, site)

    talked(talk())


async def check_status(room: xows.XoWSClient) -> None:
    assert await room.xSet(["Configuration", "Audio", "DefaultVolume"], 44) is True
    assert await room.xGet(["Configuration", "Audio", "DefaultVolume"]) == 44
    assert await room.xGet(["Status", "SystemUnit", "State", "NumberOfActiveCalls"]) == 0
    assert await room.xGet(["Status", "Network", 1, "IPv4", "Address"]) == "127.0.0.1"
    assert await room.xQuery(["Status", "**", "DisplayName"]) == {
        "Status": {"SystemUnit": {"Software": {"DisplayName": "RoomOS 26.4.1.2 c3f7a90b611"}}}
    }
    one, both = Heard(), Heard()
    first = await room.subscribe(["Status", "Audio", "Volume"], one, notify_current_value=True)
    second = await room.subscribe(["Status", "Audio"], both)
    assert await one.next() == {"Status": {"Audio": {"Volume": 50}}}
    await room.xCommand(["Audio", "Volume", "Set"], Level=51)
    # Two that overlap are told one event each, with an Id each.
    told = {"Status": {"Audio": {"Volume": 51}}}
    assert (await one.next(), await both.next()) == (told, told)
    assert first != second
    assert await room.unsubscribe(first) is True
    await room.xCommand(["Audio", "Volume", "Set"], Level=50)
    assert await both.next() == {"Status": {"Audio": {"Volume": 50}}}
    assert one.events.empty()
    await room.unsubscribe(second)


async def check_refusals(room: xows.XoWSClient) -> None:
    for error, path, values in REFUSED:
        with pytest.raises(error):
            await room.xCommand(path, **values)
    with pytest.raises(xows.InvalidParameter):
        await room.xGet(["Status", "Nonsense"])
    with pytest.raises(xows.InvalidParameter):
        await room.xSet(["Configuration", "Audio", "DefaultVolume"], 101)
    with pytest.raises(xows.MethodNotFound):
        await room.api_call("xNonsense")


async def check_bookings(room: xows.XoWSClient) -> None:
    time = {"StartTime": "2031-10-26T01:30:00Z", "Duration": 30}
    organizer = {"Name": "Enheten"}
    number = {"Number": "x@y.example.test", "Protocol": "SIP"}
    row = {"Id": "1", "Title": "MDK – åäö", "Organizer": organizer, "Time": time, **number}
    await room.xCommand(["Bookings", "Put"], body=json.dumps({"Bookings": [row]}))
    listed = await room.xCommand(["Bookings", "List"])
    assert listed["ResultInfo"] == {"TotalRows": 1}
    assert (listed["Booking"][0]["Title"], listed["Booking"][0]["Time"]["EndTime"]) == (
        "MDK – åäö",
        "2031-10-26T02:00:00Z",
    )
    await room.xCommand(["Bookings", "Clear"])


async def check_call(room: xows.XoWSClient, site: roomos.Site) -> None:
    steps = Heard()
    number = await room.subscribe(["Status", "Call", "**", "Status"], steps)
    dialled = await room.xCommand(["Dial"], Number=site.endpoints[1].address)
    told: list[str] = []
    while told[-1:] != ["Ringing"]:
        told.append((await steps.next())["Status"]["Call"][0]["Status"])
    site.endpoints[1].accept()
    told.append((await steps.next())["Status"]["Call"][0]["Status"])
    await room.xCommand(["Call", "Disconnect"], CallId=dialled["CallId"])
    told.append((await steps.next())["Status"]["Call"][0]["Status"])
    assert told == ["Dialling", "Connecting", "Ringing", "Connected", "Disconnecting"]
    assert await steps.next() == {"Status": {"Call": [{"id": dialled["CallId"], "ghost": True}]}}
    await room.unsubscribe(number)


@XOWS
def test_xows_meets_a_wrong_password_and_a_full_house(site: roomos.Site) -> None:
    async def knock(password: str) -> None:
        async with client(site, password=password):
            pass

    def limit(most: int) -> None:
        site.endpoints[0].do(lambda device: device.machine.configure(("Security", "Session", "MaxTotalSessions"), most))

    async def crowd() -> None:
        async with client(site):
            await knock(roomos.PASSWORD)

    with pytest.raises(xows.AuthenticationFailure):
        talked(knock("wrong"))
    limit(1)
    with pytest.raises(xows.RateLimitError):
        talked(crowd())
    limit(30)
