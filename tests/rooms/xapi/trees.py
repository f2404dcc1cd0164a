"""Trees as a hostile or a newer device may send them."""

import os

from hypothesis import settings
from hypothesis import strategies as st

from rooms.xapi.channel import Node

# Each is some milliseconds on a quiet machine; on a busy one no single example says anything about the code.
fuzzed = settings(max_examples=1000 if os.environ.get("VARDMOTE_LONG_TESTS") == "1" else 25)

_KNOWN = """
Status Call id ghost True status Error ParameterError Value Reason Cause Audio Volume Event Booking Time StartTime
EndTime DialInfo Calls Number 1 2 -1 Connected Off 2026-11-24T12:00:00Z Panel PanelId Extensions Expression
"""
WORDS = st.sampled_from(_KNOWN.split())
LEAVES = WORDS | st.text(max_size=8)
NODES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.dictionaries(LEAVES, inner, max_size=5) | st.lists(inner, max_size=4),
    max_leaves=10,
)
ANSWERS: st.SearchStrategy[dict[str, Node]] = st.dictionaries(
    st.sampled_from(["Status", "Event", "Configuration", "CommandResponse", "Command", "Result", "Identification"]),
    NODES,
    max_size=3,
)
PATHS = st.lists(WORDS, max_size=4).map(tuple)
