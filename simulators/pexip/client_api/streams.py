"""Event streams: a roster that is sent whole at the opening, then what happens, in order (pexip 4)."""

import asyncio
import json
from collections.abc import Callable, Iterable

from simulators.pexip.client_api import roster
from simulators.pexip.happening import Happening, What
from simulators.pexip.participant import Participant
from simulators.pexip.tokens import Session

_ABOUT_SOMEBODY = frozenset({What.PARTICIPANT_CONNECTED, What.PARTICIPANT_UPDATED, What.PARTICIPANT_DISCONNECTED})


def frame(event: str, data: object = None) -> bytes:
    """Return one event. What has no body says null: the vendor's client drops events without data."""
    return f"event: {event}\ndata: {json.dumps(data)}\n\n".encode()


class Stream:
    """One open stream. `pending` are frames that are not sent yet; `ended` lets it close when they are."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.pending: list[bytes] = []
        self.ended = False
        self.shown: set[str] = set()
        self._more = asyncio.Event()

    @property
    def viewer(self) -> Participant:
        """Return whose it is."""
        return self.session.participant

    def send(self, *frames: bytes) -> None:
        """Send frames after all others; nothing comes after the end."""
        if not self.ended:
            self.pending += frames
            self._more.set()

    def end(self) -> None:
        """Close when all is sent."""
        self.ended = True
        self._more.set()

    async def take(self) -> bytes:
        """Return what is to be sent now, as soon as there is something; nothing means that it is over."""
        if not self.pending and not self.ended:
            self._more.clear()
            await self._more.wait()
        taken = b"".join(self.pending)
        self.pending.clear()
        return taken


class Streams:
    """All streams of a node. `hear` is a watcher of the cluster."""

    def __init__(self) -> None:
        self._open: dict[str, list[Stream]] = {}

    def open(self, session: Session) -> Stream:
        """Open a stream; it begins with who is there."""
        stream = Stream(session)
        conference = session.conference
        stream.send(frame("participant_sync_begin"))
        self._show(stream, conference.participants.values(), _Frames())
        stream.send(
            frame("participant_sync_end"),
            frame("conference_update", roster.status(conference)),
            frame("layout", roster.layout(conference)),
            frame("stage", roster.stage(conference)),
        )
        self._open.setdefault(conference.uuid, []).append(stream)
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream that nobody reads any more."""
        streams = self._open.get(stream.session.conference.uuid, [])
        if stream in streams:
            streams.remove(stream)
        if not streams:
            self._open.pop(stream.session.conference.uuid, None)

    def hear(self, happening: Happening) -> None:
        """Tell the streams of a conference what happened in it."""
        streams = self._open.get(happening.conference.uuid)
        if not streams:
            return
        if happening.what in _ABOUT_SOMEBODY:
            self._hear_of_somebody(streams, happening)
        else:
            _BODILY[happening.what](streams, happening)

    def _hear_of_somebody(self, streams: list[Stream], happening: Happening) -> None:
        somebody, leg = happening.participant, happening.leg
        if somebody is None or (leg is not None and leg is not somebody.legs[0]):
            return
        if happening.what is What.PARTICIPANT_DISCONNECTED:
            _tell_gone(streams, somebody)
            return
        frames = _Frames()
        for stream in streams:
            self._show(stream, [somebody], frames)
            if stream.viewer is somebody:  # who has come in, or become a host, sees others than before
                everybody = happening.conference.participants.values()
                self._show(stream, [one for one in everybody if _changed(stream, one)], frames)

    def _show(self, stream: Stream, people: Iterable[Participant], frames: "_Frames") -> None:
        for one in people:
            if roster.sees(stream.viewer, one):
                event = "participant_update" if one.uuid in stream.shown else "participant_create"
                stream.shown.add(one.uuid)
                stream.send(frames.of(event, one, for_host=stream.viewer.is_host))
            elif one.uuid in stream.shown:
                stream.shown.discard(one.uuid)
                stream.send(frame("participant_delete", {"uuid": one.uuid}))


class _Frames:
    """Frames about participants, each made once for all hosts and once for all guests."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, bool], bytes] = {}

    def of(self, event: str, one: Participant, *, for_host: bool) -> bytes:
        key = (event, one.uuid, for_host)
        if key not in self._made:
            self._made[key] = frame(event, roster.participant(one, for_host=for_host))
        return self._made[key]


def _changed(stream: Stream, one: Participant) -> bool:
    return (one.uuid in stream.shown) != roster.sees(stream.viewer, one)


def _tell_gone(streams: list[Stream], somebody: Participant) -> None:
    gone = frame("participant_delete", {"uuid": somebody.uuid})
    for stream in list(streams):
        if stream.viewer is somebody:
            stream.send(frame("disconnect", {"reason": somebody.gone}))
            stream.end()
        elif somebody.uuid in stream.shown:
            stream.shown.discard(somebody.uuid)
            stream.send(gone)


def _tell_state(streams: list[Stream], happening: Happening) -> None:
    made = frame("conference_update", roster.status(happening.conference))
    for stream in streams:
        stream.send(made)


def _tell_layout(streams: list[Stream], happening: Happening) -> None:
    made = frame("layout", roster.layout(happening.conference))
    for stream in streams:
        stream.send(made)


def _tell_message(streams: list[Stream], happening: Happening) -> None:
    """Send a message to whom it is meant for, or to all who are in, save whoever wrote it."""
    made, meant = frame("message_received", dict(happening.details)), happening.participant
    for stream in streams:
        all_hear = meant is None and stream.viewer.is_in and stream.viewer.uuid != happening.details["uuid"]
        if all_hear or stream.viewer is meant:
            stream.send(made)


def _tell_referral(streams: list[Stream], happening: Happening) -> None:
    for stream in streams:
        if stream.viewer is happening.participant:
            stream.send(frame("refer", dict(happening.details)))


def _tell_presentation(streams: list[Stream], happening: Happening) -> None:
    one, data = happening.participant, None
    if one is not None:
        data = {"presenter_name": one.display_name, "presenter_uri": "", "presenter_uuid": one.uuid}
    made = frame(happening.what, data)
    for stream in streams:
        if stream.viewer.is_in:
            stream.send(made)


def _tell_nothing(streams: list[Stream], happening: Happening) -> None:
    """Of beginnings and ends nobody is left to be told."""


_BODILY: dict[What, Callable[[list[Stream], Happening], None]] = {
    What.CONFERENCE_STARTED: _tell_nothing,
    What.CONFERENCE_ENDED: _tell_nothing,
    What.CONFERENCE_UPDATED: _tell_state,
    What.MESSAGE: _tell_message,
    What.LAYOUT: _tell_layout,
    What.REFER: _tell_referral,
    What.PRESENTATION_START: _tell_presentation,
    What.PRESENTATION_STOP: _tell_presentation,
}
