"""Why Pexip lets no call out, as its own settings tell: the switches, and the rules that lead somewhere or not."""

from collections.abc import Iterator

import pytest

from backend.config import DialOutRouting
from backend.video.pexip.wire.budget import Budget, pressed
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.outward import is_barred
from tests.backend.video.pexip.node import settings
from tests.backend.video.pexip.wire.open_gate import OpenGate
from tests.simulators.pexip.stand import Loop, Managed, managed

ADDRESS = "sal4@domstol.example"
GLOBAL = "configuration/v1/global/1/"
MANUAL, BY_RULE = DialOutRouting.MANUAL, DialOutRouting.ROUTING_RULE


@pytest.fixture
def node(loop: Loop) -> Iterator[Managed]:
    with managed(loop) as made:
        yield made


def barred(node: Managed, budget: Budget | None = None) -> list[bool]:
    client = Client(settings(node.url), OpenGate())
    return [is_barred(client, each, ADDRESS, budget or pressed()) for each in (MANUAL, BY_RULE)]


def rule(node: Managed, **more: object) -> None:
    told = {"priority": 1, "match_string": r".+@domstol\.example", "match_outgoing_calls": True}
    node.create("gateway_routing_rule", name=f"{more}", **(told | more))


def test_the_switch_bars_calls_by_hand_and_a_rule_lets_the_others_through(node: Managed) -> None:
    assert barred(node) == [True, True]
    rule(node)
    assert barred(node) == [True, False]
    node.ask("PATCH", GLOBAL, {"enable_legacy_dialout_api": True})
    assert barred(node) == [False, False]
    node.ask("PATCH", GLOBAL, {"enable_dialout": False})
    assert barred(node) == [True, True]


@pytest.mark.parametrize("pattern", [r"SAL\d@Domstol\.example", r"[A-Z]+4@.+"])
def test_a_rule_knows_no_capitals(node: Managed, pattern: str) -> None:
    rule(node, match_string=pattern)
    assert barred(node) == [True, False]


@pytest.mark.parametrize("off", [{"enable": False}, {"match_outgoing_calls": False}, {"match_string": "domstol"}])
def test_a_rule_that_leads_elsewhere_lets_nobody_through(node: Managed, off: dict[str, object]) -> None:
    rule(node, **off)
    assert barred(node) == [True, True]


def test_what_can_not_be_judged_from_here_is_not_said_to_bar(node: Managed) -> None:
    rule(node, match_string="sip:.*", match_string_full=True)
    assert barred(node) == [True, False]


@pytest.mark.parametrize("status", [401, 403])
def test_what_the_account_may_not_read_is_not_said_to_bar(node: Managed, status: int) -> None:
    node.management.door.denied["global"] = status
    assert barred(node) == [False, True]
    node.management.door.denied["gateway_routing_rule"] = status
    assert barred(node) == [False, False]


def test_when_the_time_is_out_nothing_is_said(node: Managed) -> None:
    assert barred(node, Budget(0.0, pressed=True)) == [False, False]
