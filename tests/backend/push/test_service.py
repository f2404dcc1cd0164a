from threading import Condition

import pytest

from backend.push import Hub


def test_news_wakes_those_who_listen_to_its_topic_only() -> None:
    hub = Hub()
    mine, other = hub.subscribe(["a", "b"]), hub.subscribe(["c"])
    hub.publish("b")
    assert mine.wait(0)
    assert not mine.wait(0)
    assert not other.wait(0)


def test_news_between_two_waits_is_not_lost() -> None:
    hub = Hub()
    listener = hub.subscribe(["a"])
    hub.publish("a")
    hub.publish("a")
    assert listener.wait(0)


def test_news_that_comes_as_the_time_runs_out_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    listener = hub.subscribe(["a"])
    timed_out = Condition.wait

    def late(condition: Condition, timeout: float | None = None) -> bool:
        woken = timed_out(condition, timeout)
        condition.release()
        hub.publish("a")
        condition.acquire()
        return woken

    monkeypatch.setattr(Condition, "wait", late)
    told = [listener.wait(0.001), listener.wait(0.001)]
    assert any(told)


def test_a_closed_subscription_hears_nothing_and_leaves_nothing() -> None:
    hub = Hub()
    listener = hub.subscribe(["a"])
    listener.close()
    listener.close()
    hub.publish("a")
    assert not listener.wait(0)
    assert hub._listeners == {}


def test_messages_are_taken_once_in_order_and_only_so_many_wait() -> None:
    hub = Hub()
    for number in range(250):
        hub.send("me", {"number": number})
    taken = hub.take("me")
    assert [message["number"] for message in taken] == list(range(50, 250))
    assert hub.take("me") == []
