"""What it costs to say where things stand: a text is taken apart once, however much is found in it."""

from collections.abc import Iterator
from typing import Any

import pytest

from backend.privacy import stream
from backend.privacy.detector import Invite, check

NUMBER = "19900101-2385"


def test_a_text_is_taken_apart_once_for_all_that_is_found_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    inner = stream._units

    def counted(source: str, *rest: Any) -> Iterator[Any]:
        taken.append(source)
        return inner(source, *rest)

    monkeypatch.setattr(stream, "_units", counted)
    body = f"<p>{NUMBER}&nbsp;{f'{NUMBER}, ' * 200}</p><p>{NUMBER}</p>"
    found = check(Invite(body_html=body, today="2026-11-22")).findings
    assert {body[one.start : one.start + one.length] for one in found} == {NUMBER}
    assert sum(map(len, taken)) <= len(body)
