"""Tokens of the client API: who may ask what, until they let go or are silent for too long (pexip 4)."""

import secrets
from dataclasses import dataclass

from simulators.pexip.clock import Cancels, Clock
from simulators.pexip.conference import Conference
from simulators.pexip.happening import Happening, What
from simulators.pexip.participant import Participant
from simulators.pexip.reasons import NO_REFRESH

LIFE_SECONDS = 120.0


@dataclass(eq=False)
class Session:
    """One participant's hold on a conference. A token that is renewed is dead at once; its event stream goes on."""

    alias: str
    conference: Conference
    participant: Participant
    token: str
    ends: Cancels


class Tokens:
    """All sessions of a node. A participant whose token is not renewed within two minutes is out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._by_participant: dict[str, Session] = {}

    @property
    def expires(self) -> str:
        """How long a token lives, as an answer says it: seconds, as text; at least 1."""
        return f"{max(1.0, self._clock.told(LIFE_SECONDS)):g}"

    def open(self, alias: str, conference: Conference, participant: Participant) -> Session:
        """Give a participant a token."""
        session = Session(alias, conference, participant, _fresh(), self._timer(conference, participant))
        self._sessions[session.token] = session
        self._by_participant[participant.uuid] = session
        return session

    def renew(self, session: Session) -> None:
        """Give a session another token and another two minutes."""
        del self._sessions[session.token]
        session.ends.cancel()
        session.token = _fresh()
        session.ends = self._timer(session.conference, session.participant)
        self._sessions[session.token] = session

    def find(self, token: str, alias: str) -> Session | None:
        """Return a living token's session; none if it is another conference's."""
        session = self._sessions.get(token)
        return session if session is not None and session.alias == alias else None

    def hear(self, happening: Happening) -> None:
        """Forget the session of whoever is out: a watcher of the cluster."""
        if happening.what is What.PARTICIPANT_DISCONNECTED and happening.participant is not None:
            session = self._by_participant.get(happening.participant.uuid)
            if session is not None and happening.participant.gone:
                del self._by_participant[happening.participant.uuid]
                del self._sessions[session.token]
                session.ends.cancel()

    def _timer(self, conference: Conference, participant: Participant) -> Cancels:
        seconds = float(self.expires) * LIFE_SECONDS / max(self._clock.told(LIFE_SECONDS), 1e-9)
        return self._clock.later(seconds, lambda: conference.leave(participant, NO_REFRESH))


def _fresh() -> str:
    return secrets.token_urlsafe(32)
