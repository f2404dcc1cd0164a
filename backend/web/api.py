"""JSON operations: each route is declared with its schemas, and the same declaration makes the OpenAPI document.

The steps of a request always come in this order: who is calling, is the request readable, may they, do it, answer.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request
from werkzeug.exceptions import BadRequest

from backend.errors import Malformed, Unauthenticated
from backend.identity import Actor, SignIn
from backend.web import schemas

BODY_LIMIT = 64 * 1024
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
STAFF, NOBODY, SESSION = "staff", "nobody", "session"
# Taken by every operation that changes what somebody may have read before (decision 32).
IF_MATCH: Mapping[str, Mapping[str, Any]] = {
    "If-Match": {"schema": {"type": "string"}, "description": "the ETag of what was read; 412 when it is another now"}
}

Answer = Response | tuple[Any, int] | tuple[Any, int, dict[str, str]]


@dataclass(frozen=True)
class Operation:
    """One JSON operation as it stands in the OpenAPI document."""

    method: str
    path: str
    summary: str
    caller: str
    body: str | None
    answers: Mapping[int, str | None]
    problems: tuple[int, ...]
    query: Mapping[str, Mapping[str, Any]]
    headers: Mapping[str, Mapping[str, Any]]


class Api:
    """Declares the JSON operations of one blueprint. `caller` says whose bearer is needed: staff, a session, nobody."""

    def __init__(self, blueprint: Blueprint, sign_in: SignIn) -> None:
        self._blueprint = blueprint
        self._sign_in = sign_in
        self.operations: list[Operation] = []
        blueprint.record_once(lambda state: state.app.extensions.setdefault("operations", []).extend(self.operations))

    def operation(  # noqa: PLR0913 - each is one named fact of the operation
        self,
        method: str,
        path: str,
        *,
        summary: str,
        caller: str = STAFF,
        body: str | None = None,
        body_limit: int = BODY_LIMIT,
        answers: Mapping[int, str | None],
        problems: tuple[int, ...] = (),
        query: Mapping[str, Mapping[str, Any]] | None = None,
        headers: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """Declare an operation. `body` and `answers` name schemas (`feature/file`); None is an empty answer.

        A body above `body_limit` bytes is refused with 413.
        """
        implied = {STAFF: (401,), SESSION: (401,), NOBODY: ()}[caller] + ((400, 413, 422) if body else ())
        self.operations.append(
            Operation(
                method=method,
                path=path,
                summary=summary,
                caller=caller,
                body=body,
                answers=answers,
                problems=tuple(sorted({*implied, *problems})),
                query=query or {},
                headers=headers or {},
            )
        )

        def declare(view: Callable[..., Answer]) -> Callable[..., Answer]:
            @wraps(view)
            def steps(**arguments: Any) -> Answer:  # noqa: ANN401 - Flask passes the parts of the path
                if caller == STAFF:
                    g.actor = self._actor()
                if body is not None:
                    request.max_content_length = body_limit
                    g.body = read_body(body)
                return view(**arguments)

            self._blueprint.add_url_rule(
                path, endpoint=f"{method.lower()}_{view.__name__}", view_func=steps, methods=[method]
            )
            return steps

        return declare

    def _actor(self) -> Actor:
        actor = self._sign_in.actor(bearer())
        if actor is None:
            raise Unauthenticated("unauthenticated")
        return actor


def actor() -> Actor:
    """Return who is signed in; only within an operation for staff."""
    signed_in: Actor = g.actor
    return signed_in


def body() -> dict[str, Any]:
    """Return the request's body, checked against the operation's schema."""
    checked: dict[str, Any] = g.body
    return checked


def bearer() -> str:
    """Return the bearer of the request; raises Unauthenticated when there is none."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise Unauthenticated("unauthenticated")
    return value.strip()


def read_body(schema: str) -> dict[str, Any]:
    """Read the JSON body and check it; an absent body is an empty object.

    Raises Malformed and Invalid as `schemas.check` does; a body above the operation's limit is refused (413).
    """
    # The request's own limit, else the application's, ends the reading of a longer body, announced or not.
    raw = request.get_data(cache=True)
    try:
        value = request.get_json(force=True) if raw.strip() else {}
    except (BadRequest, RecursionError) as error:
        raise Malformed("malformed") from error
    refuse_unstorable(value)
    schemas.check(schema, value)
    checked: dict[str, Any] = value
    return checked


def refuse_unstorable(value: object) -> None:
    """Raise Malformed for text that no database can keep: NUL, and halves of surrogate pairs."""
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise Malformed("malformed")
    elif isinstance(value, dict):
        for key, item in value.items():
            refuse_unstorable(key)
            refuse_unstorable(item)
    elif isinstance(value, list):
        for item in value:
            refuse_unstorable(item)


def if_match() -> str | None:
    """Return the header If-Match, None when there is none; `backend.versions` reads it."""
    return request.headers.get("If-Match")


def answer(value: object, status: int = 200, *, version: int | str | None = None) -> Response:
    """Return a JSON answer that no cache keeps; `version` becomes its ETag."""
    response = jsonify(value)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if version is not None:
        response.set_etag(str(version))
    return response


def empty(*, version: int | str | None = None) -> Response:
    """Return 204; `version`, of what is left, becomes its ETag."""
    response = Response(status=204)
    if version is not None:
        response.set_etag(str(version))
    return response


def operations() -> list[Operation]:
    """Return every operation declared in the running application."""
    declared: list[Operation] = current_app.extensions.get("operations", [])
    return declared
