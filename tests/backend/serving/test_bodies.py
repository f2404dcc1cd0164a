"""Bodies of unknown length, as far as a socket does not show: which path takes how much."""

import io
from typing import Any

import pytest

from backend.serving.bodies import Bodies


@pytest.mark.parametrize(("path", "size", "came"), [
    ("/other", 10, 10), ("/other", 11, 11), ("/other", 99, 11),
    ("/events", 99, 99), ("/events", 101, 101), ("/events", 999, 101),
])  # fmt: skip
def test_a_path_that_takes_more_has_more_read_and_all_others_as_much_as_shows_that_it_is_too_much(
    path: str, size: int, came: int
) -> None:
    read: list[bytes] = []

    def inner(environ: dict[str, Any], _start: object) -> list[bytes]:
        read.append(environ["wsgi.input"].read())
        return []

    told = {"PATH_INFO": path, "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(b"a" * size)}
    Bodies(inner, 10, 1, {"/events": 100})(told, lambda *_: None)
    assert [len(body) for body in read] == [came]
