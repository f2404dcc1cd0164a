"""A round of work at the Management Node: what fails of it keeps nothing else from being done."""

from collections.abc import Callable, Iterable

from backend.video.service import ServiceRefused, ServiceUnavailable


def do_each(works: Iterable[Callable[[], None]]) -> None:
    """Do each, in order. Raises the first `ServiceUnavailable` or `ServiceRefused` of them, once all were tried."""
    faults: list[ServiceUnavailable | ServiceRefused] = []
    for work in works:
        try:
            work()
        except (ServiceUnavailable, ServiceRefused) as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
