import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.errors import Unreadable
from rooms.xapi.from_xml import read_xml
from rooms.xapi.limits import MOST_BYTES
from tests.rooms.xapi.trees import fuzzed

LAUGHS = "".join(f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{"&l0;" * 9}">' for n in range(1, 9))


def test_an_answer_is_the_same_tree_as_in_json() -> None:
    answer = (
        '<?xml version="1.0"?><Status product="Room Kit" apiVersion="4"><Audio><Volume>50</Volume></Audio>'
        '<Call item="1" maxOccurrence="n"><Status>Connected</Status></Call></Status>'
    )
    assert read_xml(answer) == {
        "Status": {"Audio": {"Volume": "50"}, "Call": [{"id": "1", "Status": "Connected"}]},
    }


def test_repeated_elements_are_a_list_and_ghosts_stay_in_it() -> None:
    answer = '<Status><Call item="1"><Status>Idle</Status></Call><Call item="2" ghost="True"/></Status>'
    calls = [{"id": "1", "Status": "Idle"}, {"id": "2", "ghost": "True"}]
    assert read_xml(answer) == {"Status": {"Call": calls}}


def test_results_keep_what_they_say_of_themselves_and_wrong_leaves_their_mark() -> None:
    assert read_xml('<Command><VolumeSetResult status="OK"/></Command>') == {
        "Command": {"VolumeSetResult": {"status": "OK"}}
    }
    assert read_xml('<Configuration><Level error="True">Illegal value</Level></Configuration>') == {
        "Configuration": {"Level": {"error": "True", "Value": "Illegal value"}}
    }


def test_an_envelope_and_namespaces_are_left_out() -> None:
    assert read_xml('<XmlDoc resultId="7"><s:Status xmlns:s="urn:s"><s:A>1</s:A></s:Status></XmlDoc>') == {
        "Status": {"A": "1"}
    }


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Command not recognized.",
        "<a><b></a>",
        f"<!DOCTYPE a [{LAUGHS}]><a>&l8;</a>",
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "<a>" * 5_000 + "</a>" * 5_000,
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        "<a>" + " " * MOST_BYTES + "</a>",
        f"<a><{'b' * 101}/></a>",
        "<a>" + "<b/>" * 100_000 + "</a>",
        b"<a>" + b"<b/>" * 100_000 + b"</a>",
    ],
    ids=[
        "nothing",
        "words",
        "half",
        "bomb",
        "outside",
        "deep",
        "encoding",
        "too long",
        "long name",
        "many",
        "many bytes",
    ],
)
def test_what_is_no_answer_is_unreadable(answer: str | bytes) -> None:
    with pytest.raises(Unreadable):
        read_xml(answer)


@fuzzed
@given(st.text(st.sampled_from("<>/ab &;\"'=!?[]CDATA-\x00å"), max_size=60) | st.binary(max_size=60))
def test_anything_is_read_or_unreadable(answer: str | bytes) -> None:
    try:
        tree = read_xml(answer)
    except Unreadable:
        return
    assert isinstance(tree, dict)
