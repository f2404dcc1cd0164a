"""The page of a replay: what came when, how long it took, and whether it was good enough. One file, no scripts."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figure import Figure

if TYPE_CHECKING:
    from benchmarks.day.run import Replay

_WIDE, _HIGH = 720, 160
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse}td,th{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #ddd}"
    ".ok{color:#0b6a0b}.over{color:#a4262c}svg{background:#f6f6f6;width:100%;height:auto}"
)


def write(file: Path, done: "Sequence[Replay]", figures: Sequence[Figure]) -> None:
    """Write the page."""
    rows = "".join(
        f"<tr><td>{escape(row.name)}</td><td>{row.value} {escape(row.unit)}</td><td>{row.bar}</td>"
        f'<td class="{row.verdict}">{row.verdict}</td><td>{escape(row.baseline)}</td></tr>'
        for row in figures
    )
    graphs = "".join(_replay(replay) for replay in done)
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>One region\'s day</title><style>{_STYLE}</style>'
        "<h1>One region's day</h1><table>"
        "<tr><th>figure</th><th>value</th><th>bar</th><th>verdict</th><th>beside</th></tr>"
        f"{rows}</table>{graphs}</html>"
    )
    file.write_text(page, encoding="utf-8")


def _replay(replay: "Replay") -> str:
    calls = [(due, took) for kind, due, took in replay.record.calls if kind in ("guest", "host")]
    if not calls:
        return ""
    width = max(1.0, max(due for due, _ in calls) / 60)
    arrivals = Counter(int(due / width) for due, _ in calls)
    done = Counter(int((due + took) / width) for due, took in calls)
    waits: dict[int, list[float]] = {}
    for due, took in calls:
        waits.setdefault(int(due / width), []).append(took)
    slow = {at: sorted(row)[int(len(row) * 0.95)] for at, row in waits.items()}
    return (
        f"<h2>{escape(replay.name)}</h2>"
        f"<p>{replay.joins} joins of {replay.meetings} meetings in {replay.seconds:.0f} s; "
        f"{replay.record.put_off} calls asked to wait; {len(replay.record.failed)} failed.</p>"
        + _bars("People who come, per second", {at: number / width for at, number in arrivals.items()}, "#0b5cad")
        + _bars("People who are in, per second", {at: number / width for at, number in done.items()}, "#0b6a0b")
        + _bars("From the press to being in, 95 of 100, seconds", slow, "#8a3ffc")
    )


def _bars(title: str, values: dict[int, float], colour: str) -> str:
    last, most = max(values), max(values.values()) or 1.0
    step = _WIDE / (last + 1)
    bars = "".join(
        f'<rect x="{at * step:.1f}" y="{_HIGH - value / most * _HIGH:.1f}" width="{max(1.0, step - 1):.1f}" '
        f'height="{value / most * _HIGH:.1f}" fill="{colour}"/>'
        for at, value in sorted(values.items())
    )
    text = f"{escape(title)} (most: {most:.1f})"
    return f'<h3>{text}</h3><svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{text}">{bars}</svg>'
