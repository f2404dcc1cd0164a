"""Frames: the same answers come out however the bytes come in, and nothing hostile costs more than its length."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.drivers.roomos_ssh.frames import Frames
from rooms.errors import Unreadable
from rooms.xapi.limits import MOST_BYTES, MOST_LEVELS

VALUES = st.recursive(
    st.text(max_size=12) | st.sampled_from(['}\n{"', "\\", '"', "}", "{}", "[[[", "\\\\"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
ANSWERS = st.dictionaries(st.text(max_size=5), VALUES, max_size=4)
LINES = st.sampled_from(["OK", "Command not recognized.", "** end", "*r Login successful", "a } b {"])
LAYOUTS = st.sampled_from([None, 0, 2])
ENDS = st.sampled_from(["\n", "\r\n", "\n\n"])


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, list[object]]:
    """A session's bytes, and what a reader should make of them."""
    written, meant = "", list[object]()
    for said in draw(st.lists(ANSWERS | LINES, max_size=6)):
        text = (
            said if isinstance(said, str) else json.dumps(said, indent=draw(LAYOUTS), ensure_ascii=draw(st.booleans()))
        )
        end = draw(ENDS)
        written += text.replace("\n", end[-2:] if end == "\r\n" else "\n") + end
        meant.append(said)
    return written.encode("utf-8", "surrogatepass"), meant


def read(frame: bytes) -> object:
    return json.loads(frame.decode("utf-8", "surrogatepass")) if frame.startswith(b"{") else frame.decode()


@given(streams(), st.lists(st.integers(1, 40), max_size=30))
def test_however_the_bytes_are_cut_the_same_frames_come_out(
    stream: tuple[bytes, list[object]], cuts: list[int]
) -> None:
    data, meant = stream
    frames, got = Frames(), list[object]()
    for size in [*cuts, len(data)]:
        got += [read(frame) for frame in frames.feed(data[:size])]
        data = data[size:]
    assert got == meant


def test_a_frame_comes_as_soon_as_its_line_ends() -> None:
    frames = Frames()
    assert list(frames.feed(b'{\n  "ResultId": "1"\n}')) == []
    assert list(frames.feed(b"\n")) == [b'{\n  "ResultId": "1"\n}']


@pytest.mark.parametrize("data", [b"x", b'{"a":"x', b"{\n"])
def test_a_line_or_answer_that_never_ends_is_given_up_at_the_limit(data: bytes) -> None:
    frames = Frames()
    list(frames.feed(data))
    more = b"x" * 999 + (b"\n" if data.endswith(b"\n") else b"x")
    given_up = (frame for _ in range(MOST_BYTES // 1000 + 1) for frame in frames.feed(more))
    with pytest.raises(Unreadable):
        list(given_up)


def test_an_answer_of_the_greatest_length_is_taken_from_small_pieces() -> None:
    # A reader that began anew with each piece would look at gigabytes here.
    answer = json.dumps({"Status": [{"id": str(n), "Text": {"Value": "}" * 40}} for n in range(28_000)]}, indent=2)
    data = answer.encode() + b"\n"
    assert len(data) < MOST_BYTES
    frames = Frames()
    got = [frame for start in range(0, len(data), 1000) for frame in frames.feed(data[start : start + 1000])]
    assert got == [answer.encode()]


def test_an_answer_that_begins_with_many_blanks_is_looked_at_once() -> None:
    # A reader that looked at the blanks again with each piece would look at gigabytes here.
    frames, begun = Frames(), b"{" + b" " * 2**20 + b"\n"
    got = [frame for piece in (begun, *[b"\n"] * 20_000, b'"a": 1}\n') for frame in frames.feed(piece)]
    assert [json.loads(frame) for frame in got] == [{"a": 1}]


def test_brackets_without_end_are_given_up_at_once() -> None:
    with pytest.raises(Unreadable):
        list(Frames().feed(b'{"Status":' + b"[" * (MOST_LEVELS + 1) + b"\n"))


def test_brackets_inside_of_texts_are_not_counted() -> None:
    frame = b'{"Status":"' + b"[{" * 5000 + b'\\"\\\\"}'
    assert list(Frames().feed(frame + b"\n")) == [frame]


def test_what_follows_a_broken_answer_is_still_cut_into_frames() -> None:
    assert list(Frames().feed(b'{"a":1}}\nOK\n')) == [b'{"a":1}}', b"OK"]
