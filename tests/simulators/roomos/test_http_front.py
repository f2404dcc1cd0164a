"""HTTP XML as a client meets it: sessions, refusals in a 200, the pace, hostile bodies, faults."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

import pytest
import requests
from defusedxml import EntitiesForbidden
from defusedxml.ElementTree import fromstring as safely

from simulators import roomos
from simulators.roomos.endpoint import Endpoint
from simulators.roomos.faults import HUGE_BYTES, Fault
from simulators.roomos.http_doors import door
from simulators.roomos.http_limits import BASIC
from simulators.roomos.sessions import Account

ADMIN = (roomos.USER, roomos.PASSWORD)
INTEGRATOR = ("integrator", "another-made-up")
# Thousand times as fast: no test waits for a device's pace.
PACE = 0.001
CUT = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
VOLUME = "<Command><Audio><Volume><Set><Level>{}</Level></Set></Volume></Audio></Command>"


class Place(NamedTuple):
    """A site and the file that its certificate is trusted by."""

    site: roomos.Site
    ca: str


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    accounts = {
        ADMIN[0]: Account(ADMIN[1]),
        INTEGRATOR[0]: Account(INTEGRATOR[1], frozenset({"Integrator"})),
    }
    with roomos.start(pace=PACE, accounts=accounts) as running:
        ca: Path = tmp_path_factory.mktemp("roomos") / "ca.pem"
        ca.write_bytes(running.tls.pem)
        yield Place(running, str(ca))


@pytest.fixture
def room(place: Place) -> Iterator[Endpoint]:
    endpoint = place.site.endpoints[0]
    yield endpoint
    endpoint.do(lambda device: device.faults.calm())


class Client:
    """Somebody who speaks to an endpoint: with Basic, or with the cookie of a session."""

    def __init__(self, place: Place, who: tuple[str, str] | None) -> None:
        self.base = f"https://localhost:{place.site.endpoints[0].https}"
        self.who = who
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.verify = place.ca

    def get(self, path: str, location: str | None = None) -> requests.Response:
        query = None if location is None else {"location": location}
        return self._http.get(f"{self.base}{path}", params=query, auth=self.who, timeout=10)

    def post(self, path: str, body: str | bytes = b"", content_type: str = "text/xml") -> requests.Response:
        headers = {"Content-Type": content_type}
        return self._http.post(f"{self.base}{path}", data=body, headers=headers, auth=self.who, timeout=10)

    def put(self, body: str) -> Element:
        answer = self.post("/putxml", body.encode())
        assert answer.status_code == 200, answer.text
        return fromstring(answer.content)  # noqa: S314 - the stand-in's own

    def close(self) -> None:
        self._http.close()


@pytest.fixture
def client(place: Place) -> Iterator[Client]:
    opened = Client(place, ADMIN)
    yield opened
    opened.close()


def found(answer: requests.Response) -> Element:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/xml")
    return fromstring(answer.content)  # noqa: S314 - the stand-in's own


def test_a_status_is_asked_for_by_its_place(room: Endpoint, client: Client) -> None:
    whole = found(client.get("/getxml", "/Status/SystemUnit/Hardware"))
    assert whole.attrib["version"].startswith("RoomOS 26")
    assert whole.findtext("SystemUnit/Hardware/Module/SerialNumber") == "FOC00000001"
    assert found(client.get("/getxml", "/Configuration/Standby/Delay")).findtext("Standby/Delay") == "10"
    assert list(found(client.get("/getxml", "/Status/Call"))) == []
    assert found(client.get("/getxml", "/Status/Cameras/Camera[1]/Model")).find("Cameras/Camera[@item='1']") is not None
    assert room.sessions == []


@pytest.mark.parametrize("location", ["/Status/Nonsense", "/Nonsense", "", "/Event/BootEvent", "/Status/../etc"])
def test_a_place_that_is_none_is_refused_in_a_200(client: Client, location: str) -> None:
    whole = found(client.get("/getxml", location))
    assert (whole.attrib["status"], whole.findtext("Reason")) == ("Error", "No match on address expression")


def test_whole_documents(client: Client) -> None:
    assert found(client.get("/status.xml")).findtext("Standby/State") is not None
    assert found(client.get("/configuration.xml")).findtext("HttpFeedback/TlsVerify") == "On"
    assert found(client.get("/command.xml")).find("Dial/Number[@required='True']") is not None
    delay = found(client.get("/valuespace.xml")).find("Standby/Delay/ValueSpace")
    assert delay is not None
    assert delay.attrib["type"] == "Integer"


def test_a_command_is_done(room: Endpoint, client: Client) -> None:
    whole = client.put(VOLUME.format(37))
    assert [(one.tag, one.attrib) for one in whole] == [("VolumeSetResult", {"status": "OK"})]
    assert room.status("Audio", "Volume") == 37


@pytest.mark.parametrize(
    ("body", "result", "status"),
    [
        ("<Command><Dila><Number>a</Number></Dila></Command>", "Result", "Error"),
        ("<Command><Dial/></Command>", "DialResult", "ParameterError"),
        (VOLUME.format(101), "VolumeSetResult", "ParameterError"),
        (VOLUME.format("<b/>"), "VolumeSetResult", "ParameterError"),
        ("<Command><Call><Accept/></Call></Command>", "CallAcceptResult", "Error"),
    ],
)
def test_a_refused_command_comes_in_a_200(client: Client, body: str, result: str, status: str) -> None:
    [told] = client.put(body)
    assert (told.tag, told.attrib["status"]) == (result, status)


def test_several_commands_have_their_results_in_order(client: Client) -> None:
    whole = client.put(f"<Command>{VOLUME[9:-10].format(7)}<Dila/>{VOLUME[9:-10].format(8)}</Command>")
    assert [one.attrib["status"] for one in whole] == ["OK", "Error", "OK"]


def test_a_setting_is_changed_or_refused(client: Client) -> None:
    delay = "<Configuration><Standby><Delay>{}</Delay></Standby></Configuration>"
    assert client.put(delay.format(21)).find("Success") is not None
    assert found(client.get("/getxml", "/Configuration/Standby/Delay")).findtext("Standby/Delay") == "21"
    refused = client.put(delay.format("never")).find("Standby/Delay")
    assert refused is not None
    assert refused.attrib["error"] == "True"
    assert client.put("<Configuration><Nonsense>1</Nonsense></Configuration>").attrib["status"] == "Error"


def test_an_account_may_do_what_its_roles_may(place: Place) -> None:
    client = Client(place, INTEGRATOR)
    register = (
        "<HttpFeedback><Register><FeedbackSlot>1</FeedbackSlot><ServerUrl>a</ServerUrl></Register></HttpFeedback>"
    )
    [told] = client.put(f"<Command>{register}</Command>")
    assert told.attrib["status"] == "Error"
    client.close()


@pytest.mark.parametrize("who", [None, ("admin", "wrong"), ("nobody", "wrong")])
def test_nobody_else_gets_an_answer(place: Place, who: tuple[str, str] | None) -> None:
    client = Client(place, who)
    answers = [client.get("/status.xml"), client.post("/putxml", "<Command/>"), client.post("/xmlapi/session/begin")]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert answers[0].headers["WWW-Authenticate"].startswith("Basic")
    client.close()
    place.site.endpoints[0].do(lambda device: device.sessions.check(*ADMIN))


def test_a_session_lives_until_it_is_ended(room: Endpoint, client: Client) -> None:
    began = client.post("/xmlapi/session/begin")
    assert (began.status_code, "SessionId" in began.cookies) == (204, True)
    assert room.sessions == ["admin http"]
    client.who = None
    assert found(client.get("/getxml", "/Status/Audio")).findtext("Audio/Microphones/Mute") == "Off"
    cookie = {"Cookie": f"SessionId={began.cookies['SessionId']}"}
    assert client.post("/xmlapi/session/end").status_code == 204
    assert room.sessions == []
    again = requests.get(f"{client.base}/status.xml", headers=cookie, verify=client._http.verify, timeout=10)
    assert again.status_code == 401


def test_sessions_run_out_and_never_end_by_themselves(place: Place, room: Endpoint) -> None:
    clients = [Client(place, ADMIN) for _ in range(21)]
    codes = [client.post("/xmlapi/session/begin").status_code for client in clients]
    assert codes == [204] * 20 + [503]
    assert room.sessions == ["admin http"] * 20
    for client in clients[:20]:
        client.who = None
        assert client.post("/xmlapi/session/end").status_code == 204
        client.close()
    clients[20].close()


BOOKING = """<Bookings><Booking><Id>7</Id><Title>MDK</Title><Privacy>Public</Privacy><Time>
<StartTime>2026-11-24T12:00:00Z</StartTime><EndTime>2026-11-24T13:00:00Z</EndTime></Time><DialInfo><Calls><Call>
<Number>mdk@bro.example</Number><Protocol>SIP</Protocol></Call></Calls></DialInfo></Booking></Bookings>"""


def test_bookings_of_the_older_form_need_a_session(room: Endpoint, client: Client) -> None:
    assert client.post("/bookingsputxml", BOOKING).status_code == 401
    client.post("/xmlapi/session/begin")
    client.who = None
    assert found(client.post("/bookingsputxml", BOOKING)).attrib == {"status": "OK"}
    assert [one.number for one in room.do(lambda device: device.parts.bookings.stored())] == ["mdk@bro.example"]
    refused = found(client.post("/bookingsputxml", BOOKING.replace("13:00", "11:00")))
    assert [one.attrib["status"] for one in refused] == ["Error"]
    assert client.post("/bookingsputxml", "<Bookings>").status_code == 400
    client.post("/xmlapi/session/end")


def test_only_an_admin_writes_bookings(place: Place) -> None:
    client = Client(place, INTEGRATOR)
    client.post("/xmlapi/session/begin")
    assert [one.attrib["status"] for one in found(client.post("/bookingsputxml", BOOKING))] == ["Error"]
    client.post("/xmlapi/session/end")
    client.close()


def test_beyond_the_queue_is_503(room: Endpoint, client: Client) -> None:
    room.do(lambda device: device.faults.order(Fault.RATE_LIMIT, 2))
    assert [client.get("/getxml", "/Status/Audio").status_code for _ in range(3)] == [503, 503, 200]


def test_a_full_queue_sends_away(tmp_path: Path) -> None:
    with roomos.start() as site:
        place = Place(site, str(tmp_path / "ca.pem"))
        Path(place.ca).write_bytes(site.tls.pem)
        lane = site.call(lambda: door(site.endpoints[0].device).basic)
        waits = site.call(lambda: [lane.enter() for _ in range(BASIC.queue + 3)])
        assert waits[-1] is None
        client = Client(place, ADMIN)
        assert client.get("/getxml", "/Status/Audio").status_code == 503
        client.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<Command>",
        b"<Status/>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><Command>&b;</Command>",
        b"<a>" * 1000 + b"</a>" * 1000,
        b"<Command>" + b"x" * 2_000_000 + b"</Command>",
    ],
)
def test_hostile_bodies_are_refused(client: Client, body: bytes) -> None:
    assert client.post("/putxml", body).status_code == 400


def test_only_xml_is_read(client: Client) -> None:
    assert client.post("/putxml", b"<Command/>", "application/json").status_code == 415
    assert client.post("/putxml", b"<Command/>", "application/xml").status_code == 200
    unsaid = requests.post(f"{client.base}/putxml", b"<Command/>", auth=ADMIN, verify=client._http.verify, timeout=10)
    assert unsaid.status_code == 200


def test_answers_go_wrong_as_ordered(room: Endpoint, client: Client) -> None:
    def ordered(fault: Fault) -> requests.Response:
        room.do(lambda device: device.faults.order(fault))
        return client.get("/getxml", "/Status/Audio")

    with pytest.raises(CUT):
        ordered(Fault.DROP)
    with pytest.raises(requests.exceptions.ConnectionError):
        ordered(Fault.REFUSE)
    with pytest.raises(ParseError):
        safely(ordered(Fault.GARBAGE).content)
    with pytest.raises(EntitiesForbidden):
        safely(ordered(Fault.BOMB).content)
    assert len(ordered(Fault.HUGE).content) > HUGE_BYTES
    assert ordered(Fault.SLOW).status_code == 200
    room.do(lambda device: device.faults.order(Fault.SESSION_LIMIT))
    assert client.post("/xmlapi/session/begin").status_code == 503


def test_half_an_answer_and_then_nothing(room: Endpoint, client: Client) -> None:
    room.do(lambda device: device.faults.order(Fault.HALF))
    answer = requests.get(
        f"{client.base}/status.xml", auth=ADMIN, verify=client._http.verify, stream=True, timeout=(10, 0.2)
    )
    with pytest.raises(requests.exceptions.ConnectionError):
        assert answer.content
    answer.close()


def test_a_reboot_ends_every_session(room: Endpoint, client: Client) -> None:
    client.post("/xmlapi/session/begin")
    room.do(lambda device: device.reboot())
    assert room.sessions == []
