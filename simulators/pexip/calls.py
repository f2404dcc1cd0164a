"""Calls by SIP and H.323: rooms that dial in and meet a PIN prompt, and far ends that are dialled (pexip 5)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from simulators.pexip.call import CHAIR, GUEST, Call, Properties, Refused, Role
from simulators.pexip.conference import Conference, Full
from simulators.pexip.configuration import Configuration
from simulators.pexip.happening import Happening, What
from simulators.pexip.node import Node
from simulators.pexip.participant import Leg, Participant, Place, new_uuid
from simulators.pexip.reasons import BUSY, LEFT, LIMIT, NO_ANSWER, NOT_ENCRYPTED, PIN_RETRIES, SSO_FAILED

PIN_TRIES = 3
RINGING_SECONDS = 120.0
ANSWER_SECONDS = 1.0
_WRITTEN = {"sip": "SIP", "h323": "H323", "rtmp": "RTMP", "mssip": "MSSIP", "auto": "SIP"}


class FarEnd(StrEnum):
    """What a dialled address does. One that rings already answers or hangs up when it is told to, as one that is in."""

    ANSWER = "answer"
    BUSY = "busy"
    RING = "ring"
    HANG_UP = "hang-up"
    UNENCRYPTED = "unencrypted"  # answers, and can't encrypt


@dataclass(eq=False)
class RoomCall:
    """A call that a room made. `state` is `refused`, `ended`, or its place: `ivr`, `waiting_room`, `conference`."""

    switchboard: "Switchboard"
    call: Call
    reason: str = ""
    configuration: Configuration | None = None
    conference: Conference | None = None
    participant: Participant | None = None
    wrong: int = 0

    @property
    def state(self) -> str:
        """Return where the call is."""
        if self.participant is None:
            return "refused"
        return "ended" if self.participant.gone else self.participant.place.value

    def press(self, digits: str) -> None:
        """Type at the PIN prompt, with or without the `#` that ends it; "" lets a guest in where guests need none."""
        if (
            self.state != Place.PROMPT
            or self.configuration is None
            or self.conference is None
            or self.participant is None
        ):
            return
        role = _role_by_keys(self.configuration, digits)
        if role is None:
            self.wrong += 1
            self.switchboard.node.cluster.wrong_pins.wrong(self.configuration.name)
            if self.wrong >= PIN_TRIES:
                self.conference.leave(self.participant, PIN_RETRIES)
            return
        if not _may_unsigned(self.configuration, self.call, role):
            self.conference.leave(self.participant, SSO_FAILED)
            return
        try:
            self.conference.seat(self.participant, role)
        except Full:
            self.conference.leave(self.participant, LIMIT)

    def hang_up(self) -> None:
        """End the call."""
        if self.conference is not None and self.participant is not None:
            self.conference.leave(self.participant, LEFT)


@dataclass(frozen=True)
class Dial:
    """What is to be dialled: fields of the client API's dial and of command/v1/participant/dial."""

    destination: str
    protocol: str = "sip"
    role: Role = GUEST
    remote_display_name: str = ""
    local_alias: str = ""
    local_display_name: str = ""
    call_type: str = "video"
    dtmf_sequence: str = ""
    keep_conference_alive: str = "keep_conference_alive_if_multiple"
    streaming: bool = False


@dataclass
class Switchboard:
    """One node's calls. `far_ends` says what addresses do when they are dialled; others answer after a second.

    One that hangs up answers first.
    """

    node: Node
    far_ends: dict[str, FarEnd] = field(default_factory=dict)
    calls: dict[str, RoomCall] = field(default_factory=dict)  # rooms' calls by call_uuid, until they end
    dialled: list[tuple[str, Dial]] = field(default_factory=list)  # by the participant's uuid
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def dial_in(self, call: Call) -> RoomCall:
        """Let a room call an alias. Policy is asked for its properties before any PIN; it then may need none."""
        call = self.node.placed(replace(call, participant_uuid=new_uuid(), call_uuid=new_uuid()))
        made = RoomCall(self, call)
        configuration = await self.node.configuration(call)
        if isinstance(configuration, Refused):
            made.reason = configuration.text
            return made
        made.configuration = configuration
        properties = await self.node.ask.properties(call, configuration)
        if isinstance(properties, Refused):
            made.reason = properties.text
            return made
        role = properties.role or (CHAIR if not configuration.pin else None)
        if role is not None and not _may_unsigned(configuration, call, role):
            made.reason = SSO_FAILED
            return made
        self._join(made, configuration, properties, role)
        return made

    async def dial_out(self, conference: Conference, dial: Dial) -> Participant | None:
        """Ring somebody. Returns None when policy does not let it, or says another service; raises Full."""
        if conference.is_full():
            raise Full
        configuration = conference.configuration
        call = Call(
            local_alias=dial.local_alias or configuration.name,
            protocol="sip" if dial.protocol == "auto" else dial.protocol,
            call_direction="dial_out",
            trigger="unspecified",
            remote_alias=dial.destination,
            remote_display_name=dial.remote_display_name or dial.destination,
            remote_address="127.0.0.1",
            participant_uuid=new_uuid(),
            call_uuid=new_uuid(),
            preauthenticated_role=dial.role,
            service_name=configuration.name,
            service_tag=configuration.service_tag,
        )
        call = self.node.placed(call)
        answer = await self.node.configuration(call)
        if isinstance(answer, Refused) or answer.name != conference.name:
            return None
        properties = await self.node.ask.properties(call, answer)
        if isinstance(properties, Refused) or conference.ended:
            return None
        return self._ring(conference, dial, call, properties)

    def tell(self, address: str, does: FarEnd) -> None:
        """Say what an address does from now on, and let its calls that ring or are in do it at once."""
        self.far_ends[address] = does
        for conference in list(self.node.cluster.conferences.values()):
            for one in list(conference.participants.values()):
                if one.call.call_direction != "dial_out" or one.call.remote_alias != address:
                    continue
                if does in (FarEnd.ANSWER, FarEnd.UNENCRYPTED):
                    answer(conference, one, encrypted=does is FarEnd.ANSWER)
                elif does is FarEnd.HANG_UP:
                    conference.leave(one, LEFT)

    def move(self, moved: Participant, configuration: Configuration, role: Role, alias: str) -> None:
        """Let a room that was in another conference be in this one, as a call of its own."""
        call = replace(moved.call, local_alias=alias, participant_uuid=new_uuid(), call_uuid=new_uuid())
        made = RoomCall(self, call, configuration=configuration)
        self._join(made, configuration, Properties(remote_display_name=moved.display_name), role)

    def hear(self, happening: Happening) -> None:
        """Dial who belongs to a conference from its start, and forget calls that end: a watcher of the cluster."""
        if happening.what is What.PARTICIPANT_DISCONNECTED and happening.participant is not None:
            self.calls.pop(happening.participant.call.call_uuid, None)
        elif happening.what is What.CONFERENCE_STARTED and happening.conference.nodes == {self.node.ip}:
            for wanted in happening.conference.configuration.automatic_participants:
                self._later(self._dial_automatic(happening.conference, wanted))

    async def _dial_automatic(self, conference: Conference, wanted: Mapping[str, Any]) -> None:
        dial = Dial(
            destination=wanted["remote_alias"],
            protocol=wanted["protocol"],
            role=CHAIR if wanted["role"] == CHAIR else GUEST,
            local_alias=wanted.get("local_alias", ""),
            remote_display_name=wanted.get("remote_display_name", ""),
            dtmf_sequence=wanted.get("dtmf_sequence", ""),
            keep_conference_alive=wanted.get("keep_conference_alive", "keep_conference_alive_if_multiple"),
        )
        if not conference.ended and not conference.is_full():
            await self.dial_out(conference, dial)

    def _join(self, made: RoomCall, configuration: Configuration, properties: Properties, role: Role | None) -> None:
        call = made.call
        if not configuration.lets_in(encrypted=call.encryption):
            made.reason = NOT_ENCRYPTED
            return
        participant = Participant(
            call=replace(call, remote_alias=properties.remote_alias or call.remote_alias),
            display_name=properties.remote_display_name or call.remote_display_name or call.remote_alias,
            role=role or "unknown",
            uuid=call.participant_uuid,
            bypass_lock=bool(properties.bypass_lock),
            call_tag=properties.call_tag if properties.call_tag is not None else call.call_tag,
            rx_presentation_policy=properties.rx_presentation_policy or "ALLOW",
            supports_direct_chat=False,
        )
        conference = self.node.cluster.conference(configuration)
        try:
            conference.join(participant, self._leg(call), None if role else Place.PROMPT)
        except Full:
            made.reason = LIMIT
            return
        made.conference, made.participant = conference, participant
        self.calls[call.call_uuid] = made

    def _ring(self, conference: Conference, dial: Dial, call: Call, properties: Properties) -> Participant:
        participant = Participant(
            call=call,
            display_name=properties.remote_display_name or call.remote_display_name,
            bypass_lock=bool(properties.bypass_lock),
            call_tag=properties.call_tag or "",
            role=dial.role,
            uuid=call.participant_uuid,
            keeps_alive=dial.keep_conference_alive,
            is_streaming=dial.streaming,
            is_audio_only=dial.call_type == "audio",
            supports_direct_chat=False,
        )
        conference.join(participant, self._leg(call), Place.CONNECTING)
        self.dialled.append((participant.uuid, dial))
        far_end = self.far_ends.get(dial.destination, FarEnd.ANSWER)
        seconds, act = self._reaction(far_end, conference, participant)
        self.node.cluster.clock.later(seconds, act)
        return participant

    def _reaction(
        self, far_end: FarEnd, conference: Conference, participant: Participant
    ) -> tuple[float, Callable[[], None]]:
        if far_end in (FarEnd.ANSWER, FarEnd.HANG_UP):
            return ANSWER_SECONDS, lambda: answer(conference, participant)
        if far_end is FarEnd.UNENCRYPTED:
            return ANSWER_SECONDS, lambda: answer(conference, participant, encrypted=False)
        if far_end is FarEnd.BUSY:
            return ANSWER_SECONDS, lambda: conference.leave(participant, BUSY)
        return RINGING_SECONDS, lambda: _give_up(conference, participant)

    def _leg(self, call: Call) -> Leg:
        written = _WRITTEN.get(call.protocol, call.protocol.upper())
        return Leg(call.participant_uuid, written, has_media=True, connect_time=self.node.cluster.clock.now())

    def _later(self, work: Any) -> None:  # noqa: ANN401  a coroutine of any kind
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def answer(conference: Conference, participant: Participant, *, encrypted: bool = True) -> None:
    """Let a dialled far end take the call: a host comes in at once, a guest where guests belong."""
    if participant.place is not Place.CONNECTING or participant.gone:
        return
    if not conference.configuration.lets_in(encrypted=encrypted):
        conference.leave(participant, NOT_ENCRYPTED)
        return
    conference.change(participant, call=replace(participant.call, encryption=encrypted))
    try:
        conference.seat(participant, participant.role)
    except Full:
        conference.leave(participant, LIMIT)


def _give_up(conference: Conference, participant: Participant) -> None:
    if participant.place is Place.CONNECTING:
        conference.leave(participant, NO_ANSWER)


def _role_by_keys(configuration: Configuration, digits: str) -> Role | None:
    if not digits.rstrip("#") and configuration.guests_need_none:
        return GUEST
    return configuration.role_by_pin(digits)


def _may_unsigned(configuration: Configuration, call: Call, role: Role) -> bool:
    """Tell whether a device, which cannot sign in, may in as that role: only a registered one, where that is said."""
    trusted = call.registered and configuration.non_idp_participants == "allow_if_trusted"
    return trusted or not configuration.group_for(role)
