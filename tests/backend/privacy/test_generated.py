"""Thousands of made-up invitations through both readers: nothing missed, little blamed, no difference."""

from collections import Counter, defaultdict

import pytest

from backend.privacy.detector import check
from tests.backend.privacy.samples import FOUND, LOOKALIKES, Client, samples

# One of so many is the most that may be blamed.
EACH = 1000
MOST_FALSE_ALARMS = 0.001


def test_both_readers_agree_and_keep_to_the_bars(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    made = list(samples(EACH))
    reports = [check(sample.invite) for sample in made]
    theirs = client.check([sample.invite for sample in made])
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for sample, ours, other in zip(made, reports, theirs, strict=True):
        assert {"verdict": ours.verdict, "findings": [row.row() for row in ours.findings]} == other, sample
        verdicts[sample.kind][ours.verdict] += 1
    table = [f"\n{'class':<38}{'blocked':>9}{'asked':>9}{'let by':>9}  of {EACH}"]
    for kind, counted in verdicts.items():
        table.append(f"{kind:<38}" + "".join(f"{counted[name] / EACH:>9.2%}" for name in ("block", "warn", "ok")))
    with capsys.disabled():
        print("\n".join(table))  # noqa: T201 - the rates are what the test is run for
    for kind, (_, always_blocked) in FOUND.items():
        assert verdicts[kind]["ok"] == 0, kind
        assert not always_blocked or verdicts[kind]["warn"] == 0, kind
    for kind in LOOKALIKES:
        assert verdicts[kind]["block"] / EACH <= MOST_FALSE_ALARMS, kind
