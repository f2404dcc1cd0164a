"""The OpenAPI 3.1 document, made from the declared operations and the same schemas that check the requests."""

import re
from collections.abc import Iterable
from typing import Any

from backend.web.api import NOBODY, Operation
from backend.web.schemas import schema

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail_sv", "detail_en", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail_sv": {"type": "string"},
        "detail_en": {"type": "string"},
        "version": {
            "description": "412 alone: the version there is now, as the ETag has it",
            "type": ["integer", "string", "null"],
        },
        "changed": {
            "description": "412 alone: the fields that differ from the version named, where they are known",
            "type": "array",
            "items": {"type": "string"},
        },
        "conflicts": {
            "description": "409 alone: when a room is taken, in the time zone asked in; never by whom or for what",
            "type": "array",
            "items": {
                "type": "object",
                "required": ["room", "start", "end"],
                "properties": {name: {"type": "string"} for name in ("room", "start", "end")},
            },
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code"],
                "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}},
            },
        },
    },
}
# 400 for a NUL in the address, which no database can keep.
_ALWAYS = (400, 404, 405, 503)


def document(operations: Iterable[Operation], *, server: str, version: str) -> dict[str, Any]:
    """Return the document for these operations."""
    paths: dict[str, Any] = {}
    for operation in operations:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Skyddat vårdmöte", "version": version},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"<(?:\w+:)?(\w+)>", operation.path)
    ]
    for place, named in (("query", operation.query), ("header", operation.headers)):
        parameters += [{"name": name, "in": place, **facts} for name, facts in named.items()]
    answers: dict[str, Any] = {str(status): _answer(status, name) for status, name in operation.answers.items()}
    for status in sorted({*operation.problems, *_ALWAYS}):
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        answers.setdefault(str(status), {"description": "Problem", "content": content})
    described: dict[str, Any] = {"summary": operation.summary, "parameters": parameters, "responses": answers}
    if operation.body:
        described["requestBody"] = {"content": {"application/json": {"schema": schema(operation.body)}}}
    if operation.caller != NOBODY:
        described["security"] = [{"bearer": []}]
    return described


def _answer(status: int, name: str | None) -> dict[str, Any]:
    if name is None:
        return {"description": str(status)}
    return {"description": str(status), "content": {"application/json": {"schema": schema(name)}}}
