"""The access log: who did what, about whom; kept apart, chained, sealed and kept five years."""

from backend.audit.book import Logbook
from backend.audit.entries import Entry, Subject
from backend.audit.keys import Keyring
from backend.audit.service import AccessLog

__all__ = ["AccessLog", "Entry", "Keyring", "Logbook", "Subject"]
