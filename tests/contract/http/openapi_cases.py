"""Cases made from the OpenAPI document, played against a product with meetings going on, and what is wrong with them.

schemathesis makes the requests: such as the document allows, and such as it does not. Half of them name what there is
(`role_house`) instead of something made up, and each is asked as somebody: else most would end at "there is no such
meeting" or "sign in".
"""

import warnings
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

from tests.contract.http.role_house import House
from tests.product import ORIGIN

with warnings.catch_warnings():
    # Its own imports are not ours to mend.
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import FailureGroup
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# What the house calls what a path names, where that is not the same.
_KNOWN = {"record_id": ("agreement", "exception"), "meeting_id": ("meeting_id", "later"), "code": ("code", "linked")}
_ODD = st.sampled_from(["\0", "å", "%", "'", "x" * 300, "-1", "9" * 40, "\ud7ff", "\U0001f600"])


class _Draw(NamedTuple):
    """How many examples to draw, and by which chance."""

    count: int
    chance: int | None


@dataclass
class Tally:
    """How many cases were played, by status, and each finding once by operation and kind, with how to get it again."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    findings: dict[tuple[str, str], str] = field(default_factory=dict)


def play(house: House, per_operation: int, chance: int | None = None, *, only: str | None = None) -> Tally:
    """Play `per_operation` cases for each operation, half of them within what the document says.

    The same each time without `chance`; each number of it gives others. `only` is the one path to play.
    """
    app, tally = house.caller.product.app, Tally()
    with warnings.catch_warnings():
        # What the library warns of is about itself; the product's own warnings are errors everywhere else.
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
        for found in schema.get_all_operations():
            operation = found.ok()
            if only not in (None, operation.path):
                continue
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _play(house, operation, mode, _Draw(max(1, per_operation // 2), chance), tally)
    return tally


def _play(house: House, operation: Any, mode: Any, draw: _Draw, tally: Tally) -> None:
    caller = _callers(operation, house.bearers)

    @settings(
        max_examples=draw.count, database=None, derandomize=draw.chance is None, print_blob=False,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def one(case: Any, data: st.DataObject) -> None:
        names = house.names[data.draw(st.sampled_from(["own", "own", "other"]))]
        case.path_parameters = {
            name: data.draw(_named(name, value, names)) for name, value in (case.path_parameters or {}).items()
        }
        bearer = data.draw(caller)
        headers = {"Origin": ORIGIN} | ({} if bearer is None else {"Authorization": f"Bearer {bearer}"})
        response = case.call(base_url=ORIGIN, headers=headers)
        tally.cases += 1
        tally.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=_CHECKS)
        except FailureGroup as faults:
            for fault in faults.exceptions:
                kind = (operation.label, f"{type(fault).__name__} {response.status_code}")
                tally.findings.setdefault(kind, f"{fault}\n{case.as_curl_command()}\n{response.text[:500]}")

    # An operation that takes nothing has nothing wrong to be sent.
    with suppress(Unsatisfiable):
        (one if draw.chance is None else seed(draw.chance)(one))()


def _named(name: str, made_up: Any, names: Mapping[str, str]) -> SearchStrategy[Any]:
    known = [names[each] for each in _KNOWN.get(name, (name,)) if each in names]
    if not known:
        return st.just(made_up)
    there = st.sampled_from(known)
    return st.one_of(there, there, st.just(made_up), _ODD)


def _callers(operation: Any, bearers: Mapping[str, str | None]) -> SearchStrategy[str | None]:
    people = [user if user is None or ":" in user else f"demo:{user}" for user in bearers.values()]
    usual = {"h": bearers["host"], "m": bearers["guest"]}.get(operation.path.split("/")[1], "demo:personal")
    return st.one_of(
        st.just(usual), st.just(usual), st.just("demo:admin"), st.just("demo:chef"), st.sampled_from(people)
    )
