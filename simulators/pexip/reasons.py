"""Why somebody is refused or out, word for word as clients know them (pexip 4)."""

from typing import Final

INVALID_ROLE: Final = "Invalid role"
INVALID_PIN: Final = "Invalid PIN"
INVALID_TOKEN: Final = "Invalid token"  # noqa: S105  what is said of one
NO_REFRESH: Final = "Timer expired awaiting token refresh"
ADMINISTRATOR_ENDED_CONFERENCE: Final = "Conference terminated by an administrator"
ADMINISTRATOR_ENDED_PARTICIPANT: Final = "Disconnected by an administrator"
HOST_ENDED_PARTICIPANT: Final = "Disconnected by another participant"
HOST_ENDED_CONFERENCE: Final = "Conference terminated by another participant"
# The same in newer versions (docs.pexip.com/admin/disconnection_reasons.htm), and by a room's keys.
HOST_ENDED_CONFERENCE_NEWER: Final = "Conference terminated by a Host participant"
HOST_ENDED_BY_KEYS: Final = "Conference host ended the conference with a DTMF command"
WAITED_IN_VAIN: Final = "Timeout waiting for conference host to join or permit access to locked conference"
NOBODY_KEEPS_IT: Final = "No participants can keep conference alive"
HOSTS_LEFT: Final = "All conference hosts departed hosted conference"
NOT_FOUND: Final = "Neither conference nor gateway found"
PIN_RETRIES: Final = "Participant exceeded PIN entry retries"
LIMIT: Final = "Participant limit reached"
SSO_FAILED: Final = "SSO Authentication Failed"

# Words of ours: the real ones are not known, and a client shows any as "something else" (pex117).
PIN_TIMEOUT: Final = "Timeout waiting for PIN entry"
NODE_STOPPED: Final = "Conferencing node stopped"
LEFT: Final = "Participant disconnected"
NO_ANSWER: Final = "Call was not answered"
BUSY: Final = "Remote party busy"
NOT_ENCRYPTED: Final = "Encryption is required"
