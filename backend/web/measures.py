"""What is measured of the HTTP surface, by route template: never by path, person or meeting."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("vardmote_requests_total", "Requests by route and status", ("method", "route", "status"))
SECONDS = Histogram("vardmote_request_seconds", "Time to the first byte of the answer, by route", ("route",))
