"""`/api/admin/history/v1/`: what ran and is over. A conference is here once its last participant has left."""

from collections import deque

from aiohttp import web

from simulators.pexip import telling
from simulators.pexip.happening import Happening, What
from simulators.pexip.management import answers
from simulators.pexip.management.fields import Row
from simulators.pexip.management.listing import page
from simulators.pexip.management.refusals import Refusal
from simulators.pexip.management.status import of_participant, written

PREFIX = "/api/admin/history/v1"
_KEPT = 10_000
_CONFERENCE = (
    "name",
    "service_type",
    "tag",
    "start_time",
    "end_time",
    "duration",
    "participant_count",
    "instant_message_count",
)
_PARTICIPANT = (
    "conference_name",
    "display_name",
    "role",
    "protocol",
    "call_tag",
    "service_tag",
    "start_time",
    "end_time",
    "duration",
    "disconnect_reason",
    "local_alias",
    "remote_alias",
)


class History:
    """`hear` is a watcher of a cluster. The last 10,000 conferences are kept."""

    def __init__(self) -> None:
        self.conferences: deque[Row] = deque(maxlen=_KEPT)
        self.participants: deque[Row] = deque(maxlen=10 * _KEPT)
        self._leaving: dict[str, list[Row]] = {}

    def hear(self, happening: Happening) -> None:
        """Keep what is over."""
        if happening.what is What.PARTICIPANT_DISCONNECTED:
            self._left(happening)
        elif happening.what is What.CONFERENCE_ENDED:
            self._ended(happening)

    def rows(self, resource: str) -> tuple[deque[Row], tuple[str, ...]]:
        """Return what is kept, and which of its fields can be asked for. Raises Refusal (404)."""
        if resource == "conference":
            return self.conferences, _CONFERENCE
        if resource == "participant":
            return self.participants, _PARTICIPANT
        raise Refusal(404)

    def _left(self, happening: Happening) -> None:
        conference, one, leg = happening.conference, happening.participant, happening.leg
        if one is None or leg is None:
            return
        row = of_participant(conference, one, leg) | {
            "conference_name": conference.name,
            "start_time": written(leg.connect_time),
            "end_time": written(happening.at),
            "duration": int(happening.at - leg.connect_time),
            "disconnect_reason": happening.details["reason"],
            "local_alias": one.call.local_alias,
            "remote_alias": one.call.remote_alias,
            "media_streams": [],
            "role": one.role,
            "resource_uri": f"{PREFIX}/participant/{leg.uuid}/",
        }
        self._leaving.setdefault(conference.uuid, []).append(row)

    def _ended(self, happening: Happening) -> None:
        one = happening.conference
        left = self._leaving.pop(one.uuid, None)
        if left is None:
            return  # it ended on another node before
        told = telling.conference(one)
        self.participants.extend(left)
        self.conferences.append(
            {name: told[name] for name in ("name", "service_type", "tag")}
            | {
                "id": one.uuid,
                "start_time": written(one.start_time),
                "end_time": written(happening.at),
                "duration": int(happening.at - one.start_time),
                "participant_count": len(left),
                "instant_message_count": 0,
                "participants": [row["resource_uri"] for row in left],
                "resource_uri": f"{PREFIX}/conference/{one.uuid}/",
            }
        )


HISTORY = web.AppKey("history", History)


async def _list(request: web.Request) -> web.Response:
    rows, names = request.app[HISTORY].rows(request.match_info["resource"])
    return web.json_response(page(rows, names, list(request.query.items()), request.path))


def _found(request: web.Request) -> tuple[deque[Row], Row]:
    rows, _ = request.app[HISTORY].rows(request.match_info["resource"])
    for row in rows:
        if row["id"] == request.match_info["id"]:
            return rows, row
    raise Refusal(404)


async def _one(request: web.Request) -> web.Response:
    return web.json_response(_found(request)[1])


async def _delete(request: web.Request) -> web.Response:
    rows, row = _found(request)
    rows.remove(row)
    return answers.empty(204)


_LIST, _ONE = PREFIX + r"/{resource:\w+}/", PREFIX + r"/{resource:\w+}/{id:[\w-]+}/"
ROUTES: tuple[web.AbstractRouteDef, ...] = (web.get(_LIST, _list), web.get(_ONE, _one), web.delete(_ONE, _delete))
