"""Waiting for what a device tells, instead of sleeping."""

import threading
from typing import Any

from simulators.roomos.endpoint import Endpoint
from simulators.roomos.feedback import Subscription
from simulators.roomos.power import Power


def until(endpoint: Endpoint, wanted: Any, *path: str | int) -> None:
    """Return when the status at the path is so; the device tells of every change."""
    come = threading.Event()

    def look() -> None:
        if endpoint.device.machine.read("Status", path) == wanted:
            come.set()

    end = endpoint.do(lambda device: device.subscribe(Subscription(lambda _: look(), [("Status",)])))
    endpoint.do(lambda _: look())
    assert come.wait(10), endpoint.status(*path)
    endpoint.do(lambda _: end())


def until_power(endpoint: Endpoint, wanted: Power) -> None:
    """Return when the device's power is so."""
    come = threading.Event()
    end = endpoint.do(lambda device: device.supply.watch(lambda state: come.set() if state is wanted else None))
    if power(endpoint) is not wanted:
        assert come.wait(10), power(endpoint)
    endpoint.do(lambda _: end())


def power(endpoint: Endpoint) -> Power:
    """Return what state the device's box is in."""
    return endpoint.do(lambda device: device.supply.state)
