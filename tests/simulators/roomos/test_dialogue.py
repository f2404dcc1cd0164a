"""tshell to the letter: what comes back for what is typed, with a terminal and without, in all three forms."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.roomos.dialogue import Dialogue, Wire
from simulators.roomos.faults import Spoilt
from simulators.roomos.feedback import MOST
from simulators.roomos.framing import Framing
from simulators.roomos.line import parse
from simulators.roomos.nodes import Profile
from tests.simulators.roomos.rig import ADMIN, Room, fuzzed, rooms

PANEL = "<Extensions><Panel><Name>Å – {}</Name></Panel></Extensions>"


class Talk:
    """Somebody who types."""

    def __init__(self, room: Room, *, pty: bool = False) -> None:
        self.room = room
        self.closed = False
        self._heard = b""
        self.dialogue = Dialogue(room.device, ADMIN, Wire(self._hear, self._close), pty=pty)
        self.dialogue.begin()
        self.banner = self.heard()

    def _hear(self, spoilt: Spoilt) -> None:
        self._heard += spoilt.data

    def _close(self) -> None:
        self.closed = True

    def heard(self) -> str:
        heard, self._heard = self._heard.decode(), b""
        return heard

    def say(self, line: str) -> str:
        self.dialogue.feed(line.encode() + b"\n")
        return self.heard()

    def ask(self, line: str) -> Any:
        """Ask in JSON mode."""
        return json.loads(self.say(line))


def talk(profile: Profile = "26", *, pty: bool = False) -> Talk:
    return Talk(rooms(profile=profile)[0], pty=pty)


@pytest.fixture
def plain() -> Talk:
    return talk()


@pytest.fixture
def spoken() -> Talk:
    """Return a dialogue as programs hold it."""
    begun = talk()
    assert begun.say("echo off") == "OK\n\n"
    assert begun.say("xpreferences outputmode json") == ""
    return begun


def test_the_banner_comes_in_this_order(plain: Talk) -> None:
    assert plain.banner == (
        "Welcome to Room 1\nCisco Codec Release RoomOS 26.4.1.2 c3f7a90b611\nSW Release Date: 2026-03-18\n"
        "*r Login successful\n\nOK\n\n"
    )
    plain.room.device.machine.configure(("Security", "Session", "ShowLastLogon"), "On")
    assert Talk(plain.room).banner.endswith("OK\n\nLast login: never\n")


def test_a_terminal_sees_what_it_types_and_lines_that_end_in_both() -> None:
    typed = talk(pty=True)
    assert "\r\nOK\r\n" in typed.banner
    assert typed.say("xCommand Standby Halfwake") == (
        "xCommand Standby Halfwake\r\nOK\r\n\r\n*r StandbyHalfwakeResult (status=OK):\r\n\r\n** end\r\n\r\n"
    )
    assert typed.say("echo off").endswith("OK\r\n\r\n")
    assert typed.say("xStatus Standby State") == "*s Standby State: Halfwake\r\n\r\n** end\r\n\r\nOK\r\n\r\n"
    typed.dialogue.feed(b"xStatus Standby State\r")
    assert typed.heard().startswith("*s Standby State")


def test_terminal_mode_answers_in_rows(plain: Talk) -> None:
    assert plain.say("xstatus audio volume") == "*s Audio Volume: 50\n** end\n\nOK\n\n"
    assert plain.say('xcommand dial number: "x y@z" | resultId="7"') == (
        'OK\n\n*r DialResult (status=OK):\n*r DialResult CallId: 1\n*r DialResult ConferenceId: 1\n** resultId: "7"\n'
        "** end\n\n"
    )
    assert plain.say("xconfiguration audio defaultvolume") == "*c Audio DefaultVolume: 50\n** end\n\nOK\n\n"
    assert plain.say("xconfiguration audio defaultvolume: 55") == "** end\n\nOK\n\n"
    assert plain.say("xCommand Dila") == (
        'ERROR\n\n*r Result (status=Error):\n*r Result Reason: "Unknown command"\n*r Result XPath: "/Dila"\n** end\n\n'
    )
    plain.say("xFeedback register /Status/Call")
    plain.room.device.machine.vanish("Call", 1)
    assert plain.heard() == "*s Call 1 (ghost=True):\n** end\n"


def test_xml_mode_answers_in_documents(plain: Talk) -> None:
    assert plain.say("xPreferences outputmode xml") == ""
    assert plain.say('xStatus Standby | resultId="a"') == (
        '<XmlDoc resultId="a"><Status><Standby><State>Off</State></Standby></Status></XmlDoc>\n'
    )
    plain.say("xFeedback register /Status/Call")
    plain.say("xCommand Dial Number: a@b")
    told = plain.say("xStatus Call")
    assert '<Call item="1"><Status>Dialling</Status>' in told
    assert plain.say("xPreferences outputmode terminal") == "OK\n\n"


def test_json_answers_carry_their_tag_and_nothing_else(spoken: Talk) -> None:
    assert spoken.ask('xStatus Audio Volume | resultId="1"') == {
        "Status": {"Audio": {"Volume": {"Value": "50"}}},
        "ResultId": "1",
    }
    assert spoken.ask('xCommand Audio Volume Set Level:7 | resultId="2"') == {
        "CommandResponse": {"VolumeSetResult": {"status": "OK"}},
        "ResultId": "2",
    }
    assert spoken.ask('xStatus Call | resultId="3"') == {"ResultId": "3"}
    assert spoken.ask('xConfiguration Audio DefaultVolume: "60" | resultId="4"') == {"ResultId": "4"}
    assert spoken.ask("xFeedback register /Status/Audio") == {}
    told = spoken.ask("xCommand Audio Volume Set Level: 8".replace("8", "7"))
    assert told == {"CommandResponse": {"VolumeSetResult": {"status": "OK"}}}


def test_lists_are_arrays_with_ids_of_text(spoken: Talk) -> None:
    spoken.say("xCommand Dial Number: a@b")
    found = spoken.ask("xStatus Call 1 Status")
    assert found == {"Status": {"Call": [{"id": "1", "Status": {"Value": "Dialling"}}]}}


@pytest.mark.parametrize(
    ("line", "name", "status"),
    [
        ("xCommand Audio Volume Set Level: 101", "VolumeSetResult", "ParameterError"),
        ("xCommand Audio Volume Set Level: loud", "VolumeSetResult", "ParameterError"),
        ("xCommand Audio Volume Set", "VolumeSetResult", "ParameterError"),
        ("xCommand Audio Volume Set Level: 5 Nonsense: 1", "VolumeSetResult", "ParameterError"),
        ("xCommand Audio Volume Set Level: 5 6", "VolumeSetResult", "ParameterError"),
        ("xCommand Audio Volume Set Level:", "VolumeSetResult", "ParameterError"),
        ("xCommand Call Disconnect", "CallDisconnectResult", "Error"),
    ],
)
def test_what_is_refused_is_refused_under_its_own_name(spoken: Talk, line: str, name: str, status: str) -> None:
    answer = spoken.ask(f'{line} | resultId="9"')
    assert answer["CommandResponse"][name]["status"] == status
    assert answer["ResultId"] == "9"


def test_an_unknown_path_is_refused_in_the_form_of_the_software(spoken: Talk) -> None:
    refused = {
        "status": "Error",
        "Reason": {"Value": "No match on address expression"},
        "XPath": {"Value": "/Status/Nonsense"},
    }
    assert spoken.ask("xStatus Nonsense") == {"Status": refused}
    old = talk("9.15")
    old.say("xPreferences outputmode json")
    assert old.ask("xStatus Nonsense") == {"CommandResponse": {"Status": refused}}
    assert old.ask("xCommand Audio Volume Set") == {
        "CommandResponse": {"VolumeSetResult": {"status": "ParameterError"}}
    }
    assert spoken.ask("xConfiguration Audio DefaultVolume: 101") == {
        "Configuration": {"Audio": {"DefaultVolume": {"error": "True", "Value": "Illegal value"}}}
    }


@pytest.mark.parametrize("line", ["nonsense", "xNonsense a b", "xPreferences outputmode yaml", "echo maybe", '"', "{"])
def test_what_is_not_understood_is_said_in_plain_text(spoken: Talk, line: str) -> None:
    assert spoken.say(line) == "Command not recognized.\n"


def test_a_body_typed_ends_at_the_line_that_is_a_dot(spoken: Talk) -> None:
    assert spoken.say('xCommand UserInterface Extensions Panel Save PanelId: a | resultId="1"') == ""
    assert spoken.say(PANEL.format("ä")) == ""
    answer = json.loads(spoken.say("."))
    assert answer == {"CommandResponse": {"PanelSaveResult": {"status": "OK"}}, "ResultId": "1"}


def test_a_length_is_told_in_bytes_and_a_dot_in_the_body_is_no_end(spoken: Talk) -> None:
    command = 'xCommand UserInterface Extensions Panel Save PanelId: a | resultId="1"'
    whole = f"{command}\n{PANEL.format('möte' + chr(10) + '.' + chr(10))}\n".encode()
    spoken.dialogue.feed(b"{%d} \n" % len(whole) + whole + b'xStatus Standby State | resultId="2"\n')
    first, second = spoken.heard().split("}\n{")
    assert '"status": "OK"' in first
    assert '"ResultId": "2"' in second
    # Counted in characters the rest of the body is read as lines, as on the device.
    spoken.dialogue.feed(b"{%d} \n" % (len(whole.decode())) + whole)
    assert "Failed to parse xml" in spoken.heard()


def test_feedback_is_for_what_was_registered_and_until_it_is_not(spoken: Talk) -> None:
    spoken.say("xFeedback register /Event/UserInterface/Extensions")
    spoken.say("xFeedback register /status/standby")
    assert [
        one["Value"] for one in spoken.ask("xFeedback list")["CommandResponse"]["FeedbackListResult"]["Expression"]
    ] == [
        "/Event/UserInterface/Extensions",
        "/Status/standby",
    ]
    spoken.say("xCommand Audio Volume Set Level: 3")
    assert spoken.heard() == ""
    spoken.room.do("Standby Halfwake")
    assert json.loads(spoken.heard()) == {"Status": {"Standby": {"State": {"Value": "Halfwake"}}}}
    spoken.say("xFeedback deregister /status/standby")
    spoken.room.do("Standby Deactivate")
    assert spoken.heard() == ""
    spoken.dialogue.end()
    spoken.room.device.machine.happen("UserInterface Extensions Panel Clicked", {"PanelId": "x"})
    assert spoken.heard() == ""


def test_a_wordy_device_writes_ids_where_nobody_asked_for_any() -> None:
    spoken = Talk(rooms(wordy=True)[0])
    spoken.say("xPreferences outputmode json")
    spoken.say("xFeedback register /Event")
    spoken.room.device.machine.happen("UserInterface Extensions Panel Clicked", {"PanelId": "svm"})
    clicked = {"id": "1", "PanelId": {"id": "1", "Value": "svm"}}
    below = {"id": "1", "Extensions": {"id": "1", "Panel": {"id": "1", "Clicked": clicked}}}
    assert json.loads(spoken.heard()) == {"Event": {"UserInterface": below}}


def test_one_item_of_a_list_can_be_listened_to(spoken: Talk) -> None:
    for expression in ("/Status/Call[2]", "/Status/Call[@item='2']"):
        assert spoken.ask(f"xFeedback register {expression}") == {}
    assert len(spoken.ask("xFeedback list")["CommandResponse"]["FeedbackListResult"]["Expression"]) == 1
    spoken.say("xCommand Dial Number: a@b")
    told = spoken.say("xCommand Dial Number: c@d")
    assert '"id": "2"' in told
    assert '"id": "1"' not in told


def test_so_many_expressions_and_no_more(spoken: Talk) -> None:
    for number in range(MOST):
        assert spoken.ask(f"xFeedback register /Status/Call[{number}]") == {}
    assert spoken.ask("xFeedback register /Status/Call[99]")["CommandResponse"]["Result"]["status"] == "Error"
    for expression in ("/Nonsense", "/Status/Nonsense", "", "/Status/Call[x]", "/Status//Call"):
        answer = spoken.ask(f"xFeedback register {expression}")
        assert answer["Status"]["status"] == "Error"


def test_the_rest_of_the_verbs(spoken: Talk) -> None:
    assert spoken.ask('xDocument Format: "JSON" Path: "Command/Dial" Schema: "True"')["Command"]["Dial"]["Number"]
    assert spoken.say("xgetxml /Status/Standby").startswith("<XmlDoc><Status><Standby><State>Off</State>")
    assert "xcommand" in spoken.say("help")
    spoken.say("bye")
    assert spoken.closed


@fuzzed
@given(
    st.lists(st.tuples(st.sampled_from(("å", "", "{3} ", ".")), st.sampled_from((None, "", ".", "ö–")))),
    st.integers(1, 9),
)
def test_lines_and_bodies_come_whole_in_pieces_of_any_size(said: list[tuple[str, str | None]], size: int) -> None:
    meant = [(f"x{word}", body) for word, body in said]
    sent = b""
    for line, body in meant:
        whole = line.encode() + b"\n" if body is None else f"{line}\n{body}\n".encode()
        sent += whole if body is None else b"{%d} \n" % len(whole) + whole
    framing = Framing(lambda _: False)
    heard = [one for at in range(0, len(sent), size) for one in framing.feed(sent[at : at + size])]
    assert heard == meant


VERBS = ("xCommand", "xStatus", "xConfiguration", "xFeedback", "xDocument", "xgetxml")
WORDS_AFTER = ("register", "list", "Dial", "Number:", "Audio", "Volume", "Set", "Level:", "Path:", "/Status")
ODD = ("[", "{5}", "//", ":", '"', "|", 'resultId="1"', "٣", "\\")
PIECES = st.sampled_from((*VERBS, *WORDS_AFTER, *ODD))


@fuzzed
@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_every_line_is_answered_or_taken_and_none_is_the_last(text: str) -> None:
    begun = talk()
    begun.say("xPreferences outputmode json")
    begun.say(text)
    begun.say("")
    begun.dialogue.feed(b"x" * 9 + b"\n")
    begun.heard()
    assert begun.ask('xStatus Standby State | resultId="z"')["ResultId"] == "z"


@fuzzed
@given(st.text(max_size=60))
def test_no_line_is_too_odd(text: str) -> None:
    assert parse(text).verb == parse(text).verb.lower()


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@fuzzed
@given(WORDS, st.integers(-99, 99))
def test_quoted_values_come_out_as_they_were(text: str, number: int) -> None:
    line = parse(f"xCommand Dial Number: {json.dumps(text, ensure_ascii=False)} CallRate: {number}")
    assert (line.path, line.parameters()) == (("Dial",), {"Number": [text], "CallRate": [str(number)]})
