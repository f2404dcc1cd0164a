"""Runs every benchmark: writes benchmarks/results.json, prints a table, and exits 1 when a figure is over its bar."""

import json
import logging
import sys
from pathlib import Path

import structlog

from benchmarks import (
    access_log,
    day,
    events_size,
    fleet,
    jobs,
    pane_size,
    policy,
    press_to_block,
    push,
    rooms,
    send_check,
)

BENCHMARKS = (access_log, day, events_size, fleet, jobs, pane_size, policy, press_to_block, push, rooms, send_check)
RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    """Run them one after the other; the exit code."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    figures = [figure for benchmark in BENCHMARKS for figure in benchmark.measure()]
    RESULTS.write_text(json.dumps([figure.row() for figure in figures], indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"{'figure':<28}{'value':>10} {'unit':<9}{'bar':>8}  {'verdict':<8}beside")
    for figure in figures:
        print(
            f"{figure.name:<28}{figure.value:>10} {figure.unit:<9}{figure.bar:>8}  {figure.verdict:<8}{figure.baseline}"
        )
    return 0 if all(figure.verdict == "ok" for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
