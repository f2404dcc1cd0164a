import pytest

from backend.video.pexip.management.rounds import do_each
from backend.video.service import ServiceRefused, ServiceUnavailable


def test_all_is_done_and_the_first_fault_is_told() -> None:
    done: list[str] = []

    def doing(name: str, fault: Exception | None = None) -> None:
        done.append(name)
        if fault is not None:
            raise fault

    with pytest.raises(ServiceRefused, match="first"):
        do_each(
            (
                lambda: doing("a"),
                lambda: doing("b", ServiceRefused("first")),
                lambda: doing("c", ServiceUnavailable()),
                lambda: doing("d"),
            )
        )
    assert done == ["a", "b", "c", "d"]
    do_each((lambda: doing("e"),))


def test_a_fault_of_ours_is_not_held_back() -> None:
    done: list[str] = []
    with pytest.raises(ZeroDivisionError):
        do_each((lambda: [][0 // 0], lambda: done.append("after")))
    assert not done
