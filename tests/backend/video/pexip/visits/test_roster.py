"""What a node says of who is there is read as anything anybody may have written."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip.visits import roster

NOW = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
odd = st.dictionaries(
    st.sampled_from(
        (
            "uuid",
            "role",
            "service_type",
            "has_media",
            "buzz_time",
            "spotlight",
            "supports_direct_chat",
            "display_name",
            "is_video_call",
            "is_video_muted",
        )
    ),
    json | st.sampled_from(("a", "b", "chair", "conference", "1e400", "nan", "12")),
)


@given(told=json | st.lists(odd | json, max_size=9))
def test_nothing_that_is_told_does_harm(told: object) -> None:
    there = roster.read(told)
    seen = roster.glimpse(there, NOW)
    calls = {one.call for one in there}
    assert seen.hands.keys() | seen.spotlit <= calls
    assert all(moment <= NOW for moment in seen.hands.values())
    roster.has_host(there, "a")


hands = st.dictionaries(
    st.text("abc", min_size=1, max_size=3), st.floats(1, NOW.timestamp() + 1e6), min_size=1, max_size=9
)


@given(hands=hands)
def test_hands_keep_their_order_whatever_the_nodes_clock_says(hands: dict[str, float]) -> None:
    told = [{"uuid": call, "service_type": "conference", "buzz_time": time} for call, time in hands.items()]
    seen = roster.glimpse(roster.read(told), NOW).hands
    assert seen.keys() == hands.keys()
    in_order = sorted(seen, key=seen.__getitem__)
    assert [hands[call] for call in in_order] == sorted(hands.values())
    # As the pages see them, who know nothing finer.
    assert len({moment.timestamp() * 1000 // 1 for moment in seen.values()}) == len(seen)


def test_who_waits_has_no_hand_and_no_host_is_told_by_a_call_without_picture() -> None:
    one = {"uuid": "a", "role": "chair", "service_type": "conference", "has_media": True, "buzz_time": 0}
    waits = {"uuid": "b", "role": "guest", "service_type": "waiting_room", "buzz_time": (NOW.timestamp() - 9)}
    there = roster.read([one, waits, {**one, "uuid": "c", "has_media": False, "buzz_time": str(NOW.timestamp() - 5)}])
    assert roster.glimpse(there, NOW).hands == {"c": NOW - timedelta(seconds=5)}
    assert roster.has_host(there, "c")
    assert roster.glimpse(there, NOW).cameras == {}
    told = {"uuid": "a", "service_type": "conference", "is_video_call": "YES", "is_video_muted": False}
    others = [{**told, "uuid": "b", "is_video_muted": True}, {**told, "uuid": "c", "is_video_call": "NO"}]
    cameras = roster.glimpse(roster.read([told, *others, {**told, "uuid": "d", "is_video_muted": "no"}]), NOW).cameras
    assert cameras == {"a": True, "b": False, "c": False}
    assert not roster.has_host(there, "a")
