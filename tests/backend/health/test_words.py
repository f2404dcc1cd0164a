"""What *Läget* and the doctor say is to be done at Pexip hurts nobody else's meetings."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

from backend.health import publisher_words, video_words

HEALTH = Path(video_words.__file__).parent


def texts() -> str:
    found = (node for file in HEALTH.glob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return " ".join(node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_nobody_is_told_to_choose_anything_of_ours_in_every_location() -> None:
    said = texts()
    assert "Locations" in said
    for everywhere in ("varje plats", "alla platser", "every location", "all locations"):
        assert everywhere not in said


def test_whoever_connects_pexip_is_told_where_and_where_not() -> None:
    steps = [*video_words.policy_lives(None).steps, *publisher_words.events_come(None).steps]
    assert sum("inte på någon annan" in step.sv and "in no other" in step.en for step in steps) == 2
    said = " ".join(step.en for step in steps)
    assert all(word in said for word in ("policy.wrong-sign-in", "events.wrong-sign-in"))


def test_whoever_is_told_to_restart_something_reads_what_and_never_a_node() -> None:
    clauses = [
        each for each in re.split(r"[.:;](?:\s|$)", texts()) if re.search(r"(?i)\bstarta\w* .*\bom\b|restart", each)
    ]
    assert len(clauses) > 10
    for each in clauses:
        assert re.search(r"produkten|mottagare|product|sink|inte om noden|not restart the node", each), each
    said = publisher_words.node_stopped("10.0.0.1", datetime.now(UTC)).said
    assert "Starta inte om noden" in said.sv
    assert "Do not restart the node" in said.en


def test_each_step_that_is_named_is_there() -> None:
    page = (HEALTH.parents[1] / "docs" / "pexip.md").read_text("utf-8")
    named = re.findall(r"docs/pexip\.md, (\d+)", texts())
    assert named
    assert all(f"\n### {number}. " in page for number in named)
