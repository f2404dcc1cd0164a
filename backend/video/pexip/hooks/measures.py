"""What /metrics tells of Pexip's events: how many came and what became of them, and whether any are missing."""

from prometheus_client import Counter, Gauge

EVENTS = Counter(
    "vardmote_pexip_events_total",
    "Events by outcome: taken, again, others, unreadable, too-large, fault; and posts with a wrong sign-in: unsigned",
    ("outcome",),
)
MISSING = Gauge("vardmote_pexip_events_missing", "Events that a publisher has counted and we have not heard")
STOPPED = Gauge("vardmote_pexip_publishers_stopped", "Publishers that said they stopped and were not heard since")
SILENT = Gauge("vardmote_pexip_publishers_silent", "1 when people are on their way in and no publisher has told of it")
UNTOLD = Gauge(
    "vardmote_pexip_people_untold", "People led on and told of by nobody, when more than may have turned back; else 0"
)
WAITING = Gauge("vardmote_pexip_events_waiting_seconds", "Age of the oldest event that is not worked yet; 0 if none")
