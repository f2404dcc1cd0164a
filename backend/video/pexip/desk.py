"""Answers Pexip's questions: reads where the alias leads, or remembers it, applies the rules, notes refusals.

Never raises for a question: there is an answer to everything, and a refusal is one.
"""

import time
from collections.abc import Callable, Collection

import structlog

from backend.clock import Clock
from backend.storage import AWAY
from backend.video.pexip import names, policy
from backend.video.pexip.asked import Asked
from backend.video.pexip.cache import Cache
from backend.video.pexip.limits import Limits
from backend.video.pexip.models import ROOM
from backend.video.pexip.own import Own
from backend.video.pexip.policy import Answer, Room, Rules
from backend.video.pexip.ways import Way, Ways

log = structlog.get_logger(__name__)

# After the database did not answer, what is remembered is answered from memory for so long without asking it.
_TRUST_MEMORY_SECONDS = 1.0

Booked = Callable[[str], Collection[tuple[str, str]]]
# Our own doctor asks about this alias: that is no sign of Pexip.
_DOCTOR = names.digest(names.normalised("doctor"))


def _unheard() -> None:
    """Tell nobody that Pexip asked."""


class Desk:
    """Answers for one installation. `booked` tells the rooms that are booked for the conference with this key.

    Each is its id, which it calls by, and the host of its address. It asks the database alone, and may raise one of
    `storage.AWAY`. `heard` is called at each question of Pexip's, and neither waits nor raises.
    """

    def __init__(  # noqa: PLR0913 - wired once, in policy_side
        self,
        ways: Ways,
        rules: Rules,
        clock: Clock,
        limits: Limits,
        booked: Booked,
        heard: Callable[[], None] = _unheard,
    ) -> None:
        self._ways = ways
        self._rules = rules
        self._clock = clock
        self._limits = limits
        self._booked = booked
        self._heard = heard
        self._cache = Cache()
        self._asks_again_at = 0.0

    def service(self, asked: Asked) -> Answer:
        """Return what the conference is that the alias leads to."""
        way, is_away = self._find(asked.digest)
        return self._noted("service", asked, way, policy.service(way, self._rules, self._clock.now()), away=is_away)

    def participant(self, asked: Asked) -> Answer:
        """Return what the caller is in the conference; a one-time way in is used by that."""
        way, is_away = self._find(asked.digest)
        answer = self._participant(way, asked)
        if way is not None and answer.use is not None and not self._use(way, answer.use, asked):
            # Somebody else was first, this moment.
            way, is_away = self._find(asked.digest)
            answer = self._participant(way, asked)
        return self._noted("participant", asked, way, answer, away=is_away)

    def _participant(self, way: Way | None, asked: Asked) -> Answer:
        rooms = self._rooms(way) if way is not None and way.role == ROOM else ()
        own = self._own(way, asked, rooms) if way is not None and policy.asks_own(way) else None
        return policy.participant(way, asked, self._rules, self._clock.now(), rooms=rooms, own=own)

    def _own(self, way: Way, asked: Asked, rooms: Collection[Room]) -> Own | None:
        try:
            return self._ways.own(way, policy.tag_of(way, asked, self._rules, self._clock.now(), rooms))
        except AWAY:
            # Whoever can't be told from others is one of them.
            return None

    def _rooms(self, way: Way) -> Collection[Room]:
        try:
            return [Room(*each) for each in self._booked(way.key)]
        except AWAY:
            # It waits with the guests, and the host lets it in.
            return ()

    def _find(self, digest: str) -> tuple[Way | None, bool]:
        """Return where the alias leads, and whether the database was away."""
        if digest != _DOCTOR:
            self._heard()
        if time.monotonic() < self._asks_again_at:
            kept = self._cache.kept(digest, self._clock.now())
            if kept is not None:
                return kept, True
        try:
            way = self._ways.find(digest, self._clock.now())
        except AWAY as error:
            self._away(error)
            return self._cache.kept(digest, self._clock.now()), True
        return self._cache.note(digest, way, self._clock.now()), False

    def _use(self, way: Way, use: str, asked: Asked) -> bool:
        try:
            is_first = self._ways.use(way, use)
        except AWAY as error:
            # Who it was used by stays here until the database is back: this process is the only one that answers.
            self._away(error)
            return self._cache.use(asked.digest, way, use, self._clock.now())
        if is_first:
            self._cache.note(asked.digest, way._replace(call=use), self._clock.now())
        return is_first

    def _away(self, error: Exception) -> None:
        self._asks_again_at = time.monotonic() + _TRUST_MEMORY_SECONDS
        log.error("policy.database-away", error=type(getattr(error, "orig", None) or error).__name__)

    def _noted(self, question: str, asked: Asked, way: Way | None, answer: Answer, *, away: bool) -> Answer:
        if not answer.refused:
            return answer
        reason = "database-away" if away and way is None else answer.refused
        if reason == "unknown" and self._limits.unknown_alias(asked.address):
            # One line in each pause is enough to see it by, and a log that is full sees nothing.
            return answer
        log.info("policy.refused", question=question, reason=reason, entry=way.tag if way is not None else "")
        return answer
