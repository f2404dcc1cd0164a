"""What docs/pexip.md says of reasons and waits is what the product does."""

import re
from pathlib import Path

from backend.health.doctor import LOOKS
from backend.video.pexip.policy import decision, places
from simulators.pexip.publisher import FIRST_WAIT, LONGEST_WAIT

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "pexip.md").read_text("utf-8")


def codes(begin: str) -> set[str]:
    """Return the codes in the first column of the table that begins so."""
    table = PAGE.partition(f"{begin}\n|---|---|")[2].partition("\n\n")[0]
    return {
        code for row in table.splitlines() for code in re.findall(r"`([a-z_-]+)`", row.partition("|")[2].split("|")[0])
    }


def test_each_reason_for_a_refusal_is_told() -> None:
    written = "".join(
        (ROOT / "backend/video/pexip/policy" / name).read_text("utf-8") for name in ("decision.py", "desk.py")
    )
    reasons = {reason for reason, _ in decision._CLOSED} | {
        places.FULL,
        places.MANY_CALLS,
        places.OPEN_ELSEWHERE,
        "unknown",
    }
    reasons |= set(re.findall(r'(?:refusal\(|reason = |barred = )"([a-z-]+)"', written))
    assert reasons <= codes("| reason | what it is |")


def test_each_look_of_the_doctors_at_pexip_is_told() -> None:
    table = PAGE.partition("| it says | it looked at | if not |\n")[2].partition("\n\n")[0]
    told = re.findall(r"^\| `(\w+)`", table, re.MULTILINE)
    assert set(told) == {look.name for look in LOOKS if look.name.startswith("pexip_")}


def test_a_publisher_tries_for_as_long_as_is_told() -> None:
    waits = [FIRST_WAIT]
    while waits[-1] < LONGEST_WAIT:
        waits.append(min(2 * waits[-1], LONGEST_WAIT))
    assert f"about {sum(waits) / 60:.0f} minutes" in PAGE
