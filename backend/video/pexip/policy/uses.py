"""One use of a one-time way in: a join from Pexip's web app comes in two legs, first without pictures, then with them.

Nothing says that the two bear the same ids, so the first leg leaves one place open for the other. What is kept is a
digest of the ids: where they come from they are known anyhow, here they say only "the same call". The place is for the
same web app: not for a device, nor for a caller of another network. Networks are compared and not addresses, as one
browser may leave a house by several; and those of one kind alone, as it may have both.

A web app that lost the network begins its sound and picture anew, by a leg whose ids may be as new. It can do that
only with the token that its first leg was given, and asking for another is a first leg: so such a leg is no second use.
"""

import hashlib
import ipaddress
from collections.abc import Iterable

# Fits the column: a mark, a network and four ids, two legs of two.
_NETWORK, _EACH, _MOST = 4, 14, 4
_OPEN, _FULL = "o", "f"
# Full, by a web app whose first leg has used it.
_APP = "a"
_NOT_TOLD = "-" * _NETWORK
_PREFIXES = {4: 24, 6: 48}


def used(  # noqa: PLR0913 - what tells one call from another
    before: str | None,
    calls: Iterable[str],
    *,
    api_leg: bool,
    in_time: bool = True,
    is_web: bool = True,
    address: str = "",
    restarts: bool = False,
) -> str | None:
    """Return what is kept once this leg has used the way in, or None when another call has used it.

    `before` is what was kept, None for one that nobody has used. A leg that is known already is let in again, one that
    shares no id with the first only `in_time`, when it `is_web` and comes from the same network, if both are told; or
    when it `restarts` what a web app had begun.
    """
    told, network = [_digest(each)[:_EACH] for each in calls], _network(address)
    if before is None:
        return (_OPEN if api_leg else _FULL) + network + "".join(told[:2])
    first, ids = before[1 : 1 + _NETWORK], before[1 + _NETWORK :]
    known = [ids[at : at + _EACH] for at in range(0, len(ids), _EACH)]
    if told and set(told) <= set(known):
        return before
    takes_place = before[0] == _OPEN and in_time and is_web and not api_leg and _may_be_same(first, network)
    begins_anew = before[0] in (_OPEN, _APP) and restarts and not api_leg
    if set(told) & set(known) or takes_place or begins_anew:
        mark = _APP if before[0] == _OPEN and not api_leg else before[0]
        return mark + first + "".join([*known, *(each for each in told if each not in known)][:_MOST])
    return None


def is_unknown(before: str, calls: Iterable[str]) -> bool:
    """Tell whether a leg shares no id with those that have used the way in."""
    ids = before[1 + _NETWORK :]
    return not {_digest(each)[:_EACH] for each in calls} & {ids[at : at + _EACH] for at in range(0, len(ids), _EACH)}


def is_near(before: str, address: str) -> bool:
    """Tell whether an address is known to be of the network that the first leg came from."""
    return before[1 : 1 + _NETWORK] == _network(address) != _NOT_TOLD


def _may_be_same(one: str, other: str) -> bool:
    return one == other or one[0] != other[0]


def _network(address: str) -> str:
    """Return the kind of the address and three digits of its network's digest; only dashes for none."""
    try:
        kind = ipaddress.ip_address(address).version
        network = ipaddress.ip_network(f"{address}/{_PREFIXES[kind]}", strict=False)
    except ValueError:
        return _NOT_TOLD
    return f"{kind}{_digest(str(network))[: _NETWORK - 1]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
