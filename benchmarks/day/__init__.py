"""One large region's day, 7,000 meetings and 19,000 joins, replayed over HTTP to three web processes and two workers.

`python -m benchmarks.day` replays the whole of it, an hour at ten times the load; `make bench` its busiest moments.
"""

from benchmarks.day.run import measure

__all__ = ["measure"]
