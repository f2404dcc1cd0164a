"""Answers Pexip's questions: reads where the alias leads, or remembers it, applies the rules, notes refusals.

Never raises for a question: there is an answer to everything, and a refusal is one.
"""

from collections.abc import Callable, Collection

import structlog

from backend.clock import Clock
from backend.storage import deadline
from backend.video.pexip import dialled, names
from backend.video.pexip.models import ROOM
from backend.video.pexip.policy import decision
from backend.video.pexip.policy.asked import Asked
from backend.video.pexip.policy.cache import Cache
from backend.video.pexip.policy.decision import Answer
from backend.video.pexip.policy.hurried import ANSWER_SECONDS
from backend.video.pexip.policy.outage import Outage, Silent
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.rules import Room, Rules
from backend.video.pexip.policy.slowing import Limits
from backend.video.pexip.policy.texts import said
from backend.video.pexip.policy.ways import Way, Ways

log = structlog.get_logger(__name__)

# How often somebody whom another was before is looked up anew. A way in has fewer uses than that.
_TRIES = 3

Booked = Callable[[str], Collection[tuple[str, str]]]
# Our own doctor asks about this alias: that is no sign of Pexip.
_DOCTOR = names.digest(dialled.normalised("doctor"))


def _unheard() -> None:
    """Tell nobody that Pexip asked."""


class PolicyServer:
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
        self._reading = Outage()
        # Of its own: a writer who is kept waiting, or a server that only reads, says nothing of what can be read.
        self._writing = Outage()

    def service(self, asked: Asked) -> Answer:
        """Return what the conference is that the alias leads to."""
        with deadline.within(ANSWER_SECONDS):
            way, is_away = self._find(asked.digest)
        return self._noted("service", asked, way, decision.service(way, self._rules, self._clock.now()), away=is_away)

    def participant(self, asked: Asked) -> Answer:
        """Return what the caller is in the conference; a one-time way in is used by that, or it is a refusal."""
        with deadline.within(ANSWER_SECONDS):
            for _ in range(_TRIES):
                way, is_away = self._find(asked.digest)
                answer = self._participant(way, asked)
                if way is None or answer.use is None or self._use(way, answer.use, asked):
                    return self._noted("participant", asked, way, answer, away=is_away)
                # Somebody else was first, this moment.
        return self._noted("participant", asked, way, decision.refusal("raced", said("raced", way)), away=is_away)

    def _participant(self, way: Way | None, asked: Asked) -> Answer:
        rooms = self._rooms(way) if way is not None and way.role == ROOM else ()
        own = self._own(way, asked, rooms) if way is not None and decision.asks_own(way, asked) else None
        return decision.participant(way, asked, self._rules, self._clock.now(), rooms=rooms, own=own)

    def _own(self, way: Way, asked: Asked, rooms: Collection[Room]) -> Own | None:
        tag = decision.tag_of(way, asked, self._rules, self._clock.now(), rooms)
        try:
            return self._reading.ask(self._ways.own, way, tag)
        except Silent:
            # Whoever can't be told from others is one of them.
            return None

    def _rooms(self, way: Way) -> Collection[Room]:
        try:
            return [Room(*each) for each in self._reading.ask(self._booked, way.key)]
        except Silent:
            # It waits with the guests, and the host lets it in.
            return ()

    def _find(self, digest: str) -> tuple[Way | None, bool]:
        """Return where the alias leads, and whether the database was away."""
        if digest != _DOCTOR:
            self._heard()
        now = self._clock.now()
        try:
            # Who is not remembered can be answered by the database alone.
            is_unknown = self._reading.is_away and self._cache.kept(digest, now) is None
            way = self._reading.ask(self._ways.find, digest, now, at_once=is_unknown)
        except Silent:
            return self._cache.kept(digest, now), True
        return self._cache.note(digest, way, now), False

    def _use(self, way: Way, use: str, asked: Asked) -> bool:
        try:
            is_first = self._told(way, use)
        except Silent:
            # Who it was used by stays here until the database is back: this process is the only one that answers.
            return self._cache.use(asked.digest, way, use, self._clock.now())
        if is_first:
            self._cache.note(asked.digest, way._replace(call=use), self._clock.now())
        return is_first

    def _told(self, way: Way, use: str) -> bool:
        if self._reading.is_away:
            raise Silent
        return self._writing.ask(self._ways.use, way, use)

    def _noted(self, question: str, asked: Asked, way: Way | None, answer: Answer, *, away: bool) -> Answer:
        if not answer.refused:
            return answer
        reason = "database-away" if away and way is None else answer.refused
        if reason == "unknown" and self._limits.unknown_alias(asked.address):
            # One line in each pause is enough to see it by, and a log that is full sees nothing.
            return answer
        log.info("policy.refused", question=question, reason=reason, entry=way.tag if way is not None else "")
        return answer
