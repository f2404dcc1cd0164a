"""What /metrics tells of the access log: whether entries wait too long on their way, and whether any was spoilt."""

from prometheus_client import Counter, Gauge

BACKLOG = Gauge(
    "vardmote_access_log_backlog_seconds", "Age of the oldest entry that is not in the store yet; 0 if none"
)
UNREADABLE = Counter("vardmote_access_log_unreadable_total", "Entries that were spoilt before they reached the store")
