from typing import Any
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip import names
from backend.video.pexip.policy.asked import read, told_in


@given(st.dictionaries(st.sampled_from(("local_alias", "call_direction", "trigger", "registered", "call_uuid",
                                        "participant_uuid", "location", "x")), st.text()))  # fmt: skip
def test_anything_can_be_asked(told: dict[str, str]) -> None:
    assert len(read(told).digest) == 64


class Noted(dict[str, str]):
    """Notes what is asked for."""

    def __init__(self, told: dict[str, str]) -> None:
        super().__init__(told)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


@given(st.data())
def test_a_query_is_read_as_what_it_was_written_from(data: st.DataObject) -> None:
    noted = Noted({})
    read(noted)
    names_of = st.sampled_from([*sorted(noted.asked), "vendor", "node_ip"])
    told = data.draw(st.dictionaries(names_of, st.text(st.characters(exclude_categories=["Cs"]))))
    assert read(told_in(urlencode(told))) == read(told)
    assert read(told_in(f"{urlencode(told)}&{urlencode(dict.fromkeys(told, 'again'))}")) == read(told)


def test_a_query_of_anything_is_read() -> None:
    assert told_in("") == told_in("&&=&local_alia=x") == {}
    assert told_in("local_alias=%ff%C3%A5+b&location") == {"local_alias": "\ufffdå b", "location": ""}


def test_a_join_is_told_from_what_is_none() -> None:
    assert read({"trigger": "web"}).joins
    assert not read({"trigger": "options"}).joins
    assert not read({"trigger": "web_avatar_fetch"}).joins
    assert not read({"call_direction": "non_dial"}).joins
    assert read({"call_direction": "dial_out"}).dials_out


def test_what_decides_is_read() -> None:
    told = {
        "local_alias": "sip:ABC@example.se",
        "participant_type": "api_host",
        "preauthenticated_role": "chair",
        "participant_uuid": "one",
        "call_uuid": "one",
        "registered": "True",
        "location": "Sjukhuset",
        "protocol": "h323",
        "remote_alias": "sip:Alen@rum.example;transport=tls",
        "remote_display_name": " Salongen\n\u202eplan  2 ",
    }
    asked = read(told)
    assert asked.digest == names.digest("abc")
    assert (asked.api_leg, asked.is_chair, asked.calls) == (True, True, ("one",))
    assert (asked.registered, asked.location) == (True, "Sjukhuset")
    assert (asked.is_device, asked.is_web, asked.caller) == (True, False, "alen")
    assert asked.shown_as == "Salongen plan 2"
    assert read({"protocol": "webrtc"}).is_web
    assert not read({"registered": "False"}).registered
    assert not any(read({"protocol": told}).is_device for told in ("api", "webrtc", "mssip", "teams", "rtmp", ""))


def test_nothing_of_who_asks_is_shown_by_what_is_printed() -> None:
    shown = repr(
        read(
            {
                "local_alias": "abc",
                "remote_address": "192.0.2.7",
                "call_uuid": "c-1",
                "remote_alias": "alen",
                "remote_display_name": "Salongen",
                "location": "Här",
            }
        )
    )
    assert not any(word in shown for word in ("abc", "192.0.2.7", "c-1", "alen", "Salongen", "Här"))
