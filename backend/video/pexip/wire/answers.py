"""What Pexip's nodes answer, read with suspicion: whole, within the time there is, and of a bounded size."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from backend.video.service import NothingDone, ServiceRefused, ServiceUnavailable

_MOST_BYTES = 16 * 1024 * 1024
_CHUNK = 65536
_LONGEST_PAUSE = 300.0
_SUCCESS = range(HTTPStatus.OK, HTTPStatus.MULTIPLE_CHOICES)
_ID = re.compile(r"/(\d{1,18})/?$")
_REASONS: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "not-accepted",
    HTTPStatus.UNAUTHORIZED: "not-signed-in",
    HTTPStatus.FORBIDDEN: "not-allowed",
    HTTPStatus.NOT_FOUND: "not-there",
}


class Refusal(ServiceRefused):
    """The Management Node refused. `status` is its answer's, `fields` those of the object that it found faults with.

    `error` is OAuth's word for why, "" for none.
    """

    def __init__(self, status: int, fields: frozenset[str] = frozenset(), error: str = "") -> None:
        self.status = status
        self.fields = fields
        self.error = error
        super().__init__(_REASONS.get(status, "refused"))


@dataclass(frozen=True)
class Answer:
    """A success: the id of what was created, and the body, None for an empty one."""

    created: str | None
    body: Any = field(repr=False)


def read(answer: requests.Response, until: float) -> Answer:
    """Return a success, read whole before `until` (monotonic seconds).

    Raises Refusal for 3xx and 4xx; `NothingDone` for 429, which a node says before it does anything;
    `ServiceUnavailable` for 5xx, and what is cut short, late or no JSON.
    """
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise NothingDone(_pause(answer))
    content = whole(answer, until)
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServiceUnavailable(_pause(answer))
    body = _parsed(content)
    if answer.status_code not in _SUCCESS:
        raise Refusal(answer.status_code, _faulty(body), _error(body))
    if content.strip() and body is None and _is_json(answer):
        raise ServiceUnavailable
    found = _ID.search(answer.headers.get("Location", ""))
    return Answer(found[1] if found else None, body)


def objects(answer: Answer) -> tuple[list[dict[str, Any]], bool]:
    """Return a page of a list, and whether there is another. Raises `ServiceUnavailable` for what is no page."""
    body = answer.body if isinstance(answer.body, dict) else {}
    found, meta = body.get("objects"), body.get("meta")
    if not isinstance(found, list) or not isinstance(meta, dict) or not all(isinstance(one, dict) for one in found):
        raise ServiceUnavailable
    return found, meta.get("next") is not None


def whole(answer: requests.Response, until: float) -> bytes:
    """Return the body, whole before `until` (monotonic seconds). Raises `ServiceUnavailable` when it is not."""
    told = bytearray()
    try:
        # One read of the socket at a time, so that who sends a byte now and then can't keep us.
        while chunk := answer.raw.read1(_CHUNK, decode_content=True):
            told += chunk
            if time.monotonic() > until or len(told) > _MOST_BYTES:
                raise ServiceUnavailable
    except (OSError, HTTPError) as cut:
        raise ServiceUnavailable from cut
    promised = answer.headers.get("Content-Length", "")
    encoded = answer.headers.get("Content-Encoding")
    if promised.isdigit() and not encoded and len(told) < int(promised):
        raise ServiceUnavailable
    return bytes(told)


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - whatever JSON says
    try:
        return json.loads(content) if content.strip() else None
    except ValueError:
        return None


def _is_json(answer: requests.Response) -> bool:
    return "json" in answer.headers.get("Content-Type", "") or answer.status_code == HTTPStatus.OK


def _faulty(body: object) -> frozenset[str]:
    told = next(iter(body.values()), None) if isinstance(body, dict) else None
    return frozenset(str(name) for name in told) if isinstance(told, dict) else frozenset()


def _error(body: object) -> str:
    told = body.get("error") if isinstance(body, dict) else None
    return told if isinstance(told, str) else ""


def _pause(answer: requests.Response) -> float | None:
    told = answer.headers.get("Retry-After", "")
    if told.isascii() and told.isdigit():
        return min(float(told), _LONGEST_PAUSE) or 1.0
    return 10.0 if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS else None
