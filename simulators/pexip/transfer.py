"""Somebody is sent on to another conference: by a host, or by an administrator."""

import secrets
from dataclasses import dataclass, field

from simulators.pexip.call import GUEST, Call, Refused, Role
from simulators.pexip.calls import Switchboard
from simulators.pexip.conference import Conference
from simulators.pexip.happening import What
from simulators.pexip.node import Referral
from simulators.pexip.participant import Participant
from simulators.pexip.reasons import INVALID_PIN, LEFT


@dataclass(frozen=True)
class Transfer:
    """Where somebody is sent, as what. `pin` is that conference's; None is an administrator's, who needs none."""

    alias: str
    role: Role
    pin: str | None = field(default=None, repr=False)


class NotTransferred(Exception):
    """There is no such conference, or the PIN is wrong; its text is the answer's."""


async def transfer(switchboard: Switchboard, conference: Conference, one: Participant, wanted: Transfer) -> None:
    """Send an app on by a token of its own, with which it asks there; call a room through at once.

    Raises NotTransferred.
    """
    alias, role, pin = wanted.alias, wanted.role, wanted.pin
    answer = await switchboard.node.configuration(Call(alias, call_direction="non_dial", trigger="unspecified"))
    if isinstance(answer, Refused):
        raise NotTransferred(answer.text)
    free = pin is None or not answer.pin or (role == GUEST and answer.guests_need_none)
    if not free and answer.role_by_pin(pin or "") != role:
        raise NotTransferred(INVALID_PIN)
    if one.gone:
        return
    if one.call.protocol == "api":
        token = secrets.token_urlsafe(24)
        switchboard.node.cluster.referrals[token] = Referral(alias, role)
        conference.change(one, is_transferring=True)
        conference.announce(What.REFER, one, alias=alias, token=token)
    else:
        conference.leave(one, LEFT)
        switchboard.move(one, answer, role, alias)
