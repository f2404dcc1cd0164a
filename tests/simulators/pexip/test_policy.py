import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from simulators.pexip.asker import OneConference
from simulators.pexip.call import Call, Properties, Refused
from simulators.pexip.clock import LoopClock
from simulators.pexip.configuration import Configuration
from simulators.pexip.policy import PARTICIPANT, SERVICE, PolicyAsker, PolicyServer, Redirected
from tests.loops import ran
from tests.simulators.pexip.answers import KNOWN, MEETING, changed

CALL = Call("abc", remote_display_name="Guest", location="Plats")


class Policy:
    """A policy server of the test's own: refuses what Pexip would never ask, and answers as it is told."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.status = 200
        self.held = False
        self.content_type = "application/json"
        self.answers: dict[str, Any] = {
            SERVICE: {"status": "success", "action": "continue", "result": MEETING},
            PARTICIPANT: {"status": "success", "action": "continue", "result": {}},
        }

    async def answer(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Basic " + base64.b64encode("policy:pass:wörd".encode()).decode()
        assert request.can_read_body is False
        assert len(request.query) == len(set(request.query)) or request.path == PARTICIPANT
        self.asked.append((request.path, dict(request.query)))
        if self.held:
            await asyncio.sleep(60)
        body = self.answers[request.path]
        if isinstance(body, str):
            return web.Response(text=body, status=self.status, content_type=self.content_type)
        return web.json_response(
            body, status=self.status, content_type=self.content_type, headers={"Location": f"{self.url}{request.path}"}
        )


@asynccontextmanager
async def _serving() -> AsyncIterator[Policy]:
    policy = Policy()
    app = web.Application()
    app.add_routes([web.get(SERVICE, policy.answer), web.get(PARTICIPANT, policy.answer)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    policy.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield policy
    finally:
        await runner.cleanup()


def asking(play: Callable[[Policy, PolicyAsker], Awaitable[None]], limit: float = 5.0, **options: Any) -> None:
    async def run() -> None:
        async with _serving() as policy:
            server = PolicyServer(policy.url, "policy", "pass:wörd", limit=limit)
            asker = PolicyAsker(server, known=KNOWN, **options)
            try:
                await play(policy, asker)
            finally:
                await asker.close()

    ran(run())


def test_a_service_is_what_policy_says_and_is_asked_for_in_pexips_words() -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        found = await asker.configuration(replace(CALL, local_alias="sip:abc@example.test", registered=True))
        assert isinstance(found, Configuration)
        assert (found.name, found.locked, found.participant_limit, found.enable_chat) == ("vm-1", True, 15, False)
        [(path, query)] = policy.asked
        assert path == SERVICE
        expected = {
            "local_alias": "sip:abc@example.test",
            "protocol": "api",
            "call_direction": "dial_in",
            "trigger": "web",
            "registered": "True",
            "remote_display_name": "Guest",
            "location": "Plats",
            "node_ip": "127.0.0.1",
            "pseudo_version_id": "82200.0.0",
        }
        assert {name: query[name] for name in expected} == expected
        assert "service_name" not in query
        assert asker.complaints == []

    asking(play)


def test_participant_policy_is_asked_with_who_it_is_about_and_tells_what_is_special() -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        policy.answers[PARTICIPANT]["result"] = {
            "preauthenticated_role": "chair",
            "bypass_lock": True,
            "remote_display_name": "Host",
            "call_tag": "e1",
        }
        call = replace(CALL, participant_uuid="p", call_uuid="c", participant_type="api_host")
        call = replace(call, idp_attributes={"groups": ("a", "b")}, preauthenticated_role="guest")
        found = await asker.properties(call, Configuration("vm-1", service_tag="ours"))
        assert found == Properties("chair", bypass_lock=True, remote_display_name="Host", call_tag="e1")
        query = policy.asked[0][1]
        expected = {
            "participant_uuid": "p",
            "call_uuid": "c",
            "participant_type": "api_host",
            "preauthenticated_role": "guest",
            "bypass_lock": "False",
            "service_name": "vm-1",
            "unique_service_name": "vm-1",
            "service_tag": "ours",
        }
        assert {name: query[name] for name in expected} == expected
        assert "idp_attribute_groups" in query

    asking(play)


@pytest.mark.parametrize("result", [{}, None, {"preauthenticated_role": None}])
def test_nothing_special_is_an_answer_too(result: Any) -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        policy.answers[PARTICIPANT]["result"] = result
        assert await asker.properties(CALL, Configuration("vm-1")) == Properties()
        assert asker.asked[0].outcome == "continue"

    asking(play)


def test_a_participant_is_rejected_with_the_reason_that_was_given() -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        policy.answers[PARTICIPANT] = {"status": "success", "action": "reject", "result": {"reject_reason": "Removed"}}
        assert await asker.properties(CALL, Configuration("vm-1")) == Refused("Removed", 403)
        policy.answers[PARTICIPANT] = {"status": "success", "action": "reject"}
        assert await asker.properties(CALL, Configuration("vm-1")) == Refused(
            "Neither conference nor gateway found", 403
        )

    asking(play)


@pytest.mark.parametrize("result", [{}, None, {"text": "closed"}])
def test_a_rejected_alias_is_nothing_and_the_own_database_is_not_asked(result: Any) -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        policy.answers[SERVICE] = {"status": "success", "action": "reject", "result": result}
        assert await asker.configuration(CALL) == Refused("Neither conference nor gateway found")
        assert asker.complaints == []

    asking(play, then=OneConference("abc", Configuration("own")))


def test_a_valid_result_makes_the_action_count_for_nothing() -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        policy.answers[SERVICE] = {"status": "success", "action": "reject", "result": MEETING}
        assert isinstance(await asker.configuration(CALL), Configuration)

    asking(play)


def test_a_redirect_says_where_to() -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        policy.answers[SERVICE] = {"status": "success", "action": "redirect", "result": {"new_alias": "sip:b@x.test"}}
        found = await asker.configuration(CALL)
        assert isinstance(found, Redirected)
        assert (found.new_alias, asker.asked[0].outcome) == ("sip:b@x.test", "redirect")

    asking(play)


def _status(status: int) -> Callable[[Policy], None]:
    return lambda policy: setattr(policy, "status", status)


def _says(body: Any) -> Callable[[Policy], None]:
    return lambda policy: policy.answers.update({SERVICE: body, PARTICIPANT: body})


def _as_html(policy: Policy) -> None:
    policy.content_type = "text/html"


def _holds(policy: Policy) -> None:
    policy.held = True


@pytest.mark.parametrize(
    "wrong",
    [
        _status(500),
        _status(404),
        _status(302),
        _status(201),
        _says("{"),
        _says("[]"),
        _says("x" * 1_500_000),
        _says({"status": "failed", "action": "continue", "result": MEETING}),
        _says({"action": "continue", "result": MEETING}),
        _as_html,
        _holds,
    ],
)
def test_an_answer_that_does_not_count_leaves_it_to_the_own_database(wrong: Callable[[Policy], None]) -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        wrong(policy)
        assert await asker.configuration(CALL) == Configuration("own")
        other = await asker.configuration(replace(CALL, local_alias="other"))
        assert other == Refused("Neither conference nor gateway found")
        assert await asker.properties(CALL, Configuration("own")) == Properties()
        assert len(policy.asked) == 3

    asking(play, limit=0.2, then=OneConference("abc", Configuration("own")))


def test_without_a_database_of_its_own_a_node_finds_nothing() -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        policy.status = 500
        assert await asker.configuration(CALL) == Refused("Neither conference nor gateway found")
        assert await asker.properties(CALL, Configuration("own")) == Properties()

    asking(play)


def test_a_server_that_is_gone_is_as_one_that_fails() -> None:
    async def run() -> None:
        async with _serving() as policy:
            url = policy.url
        asker = PolicyAsker(PolicyServer(url), OneConference("abc", Configuration("own")))
        assert await asker.configuration(CALL) == Configuration("own")
        await asker.close()

    ran(run())


@pytest.mark.parametrize("action", ["reject", "fail"])
def test_what_failed_or_was_rejected_is_not_asked_again_for_some_minutes(action: str) -> None:
    class Clock(LoopClock):
        counted = 0.0

        def seconds(self) -> float:
            return self.counted

    clock = Clock()

    async def play(policy: Policy, asker: PolicyAsker) -> None:
        if action == "reject":
            policy.answers[SERVICE] = {"status": "success", "action": "reject"}
        else:
            policy.status = 503
        for alias in ("abc", "abc", "ABC"):
            assert isinstance(await asker.configuration(replace(CALL, local_alias=alias)), Refused)
        assert len(policy.asked) == 1
        policy.status, policy.answers[SERVICE] = 200, {"status": "success", "action": "continue", "result": MEETING}
        clock.counted = 179.0
        assert isinstance(await asker.configuration(CALL), Refused)
        clock.counted = 181.0
        assert isinstance(await asker.configuration(CALL), Configuration)

    asking(play, clock=clock)


def test_a_service_that_changes_for_the_next_who_comes_is_complained_of_but_not_for_its_pins() -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        for pin in ("12345678", "87654321"):
            policy.answers[SERVICE]["result"] = changed(pin=pin)
            await asker.configuration(CALL)
        assert asker.complaints == []
        policy.answers[SERVICE]["result"] = changed(participant_limit=16)
        await asker.configuration(CALL)
        assert asker.complaints == ["a service was answered with other fields than before"]

    asking(play)


def test_a_dial_out_is_answered_with_the_service_that_dials_or_fails() -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        out = replace(CALL, call_direction="dial_out", service_name="vm-1", service_tag="ours")
        assert isinstance(await asker.configuration(out), Configuration)
        assert policy.asked[0][1]["service_name"] == "vm-1"
        assert isinstance(await asker.configuration(replace(out, service_name="vm-2")), Refused)

    asking(play)


@pytest.mark.parametrize(("trigger", "direction"), [("options", "dial_in"), ("web_avatar_fetch", "non_dial")])
def test_some_who_ask_join_nothing(trigger: str, direction: str) -> None:
    async def play(policy: Policy, asker: PolicyAsker) -> None:
        assert isinstance(await asker.look("abc", trigger), Configuration)
        assert (policy.asked[0][1]["trigger"], policy.asked[0][1]["call_direction"]) == (trigger, direction)

    asking(play)
