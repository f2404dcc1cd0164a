from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backend.config import PexipMode, PexipSettings
from backend.health.finding import Wrong
from backend.health.looks_at_policy_theme import policy_theme
from backend.storage import Database
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from tests.backend.health.test_looks_at_pexip_rooms import told
from tests.simulators.pexip.stand import ACCOUNT, Managed, managed

PEXIP = PexipSettings(
    "https://pexip.example", theme="Region", management_user=ACCOUNT.user, management_password=ACCOUNT.password
)


@pytest.fixture
def node() -> Iterator[Managed]:
    with managed() as made:
        yield made


def test_a_theme_is_looked_up_by_its_very_name(tmp_path: Path, database: Database, node: Managed) -> None:
    pexip = replace(PEXIP, management_url=node.url)
    node.create("ivr_theme", name="Region 2")
    with pytest.raises(Wrong, match=r"no theme called Region.*pexip\.theme"):
        policy_theme(told(tmp_path, database, pexip))
    node.create("ivr_theme", name="Region")
    assert "is there" in policy_theme(told(tmp_path, database, pexip)).en


def test_what_can_not_be_looked_up_is_no_fault(tmp_path: Path, database: Database) -> None:
    for unasked in (None, replace(PEXIP, theme=None), replace(PEXIP, mode=PexipMode.MANAGEMENT)):
        assert "No theme of your own" in policy_theme(told(tmp_path, database, unasked)).en
    assert "called exactly Region" in policy_theme(told(tmp_path, database, PEXIP)).en


def test_an_account_that_is_refused_is_not_tried_again_and_one_that_may_not_read_themes_is_none(
    tmp_path: Path, database: Database, node: Managed
) -> None:
    pexip = replace(PEXIP, management_url=node.url)
    for status in (403, 401):
        node.management.door.denied["ivr_theme"] = status
        assert "called exactly Region" in policy_theme(told(tmp_path, database, pexip)).en
        with database.read() as session:
            known = session.get(PexipPart, PART_MANAGEMENT)
            assert known is None or not known.fault
    node.management.door.asked.clear()
    wrong = replace(pexip, management_password="w" * 32)
    for _ in range(2):
        with pytest.raises(Wrong, match="refuses our account: see pexip_management"):
            policy_theme(told(tmp_path, database, wrong))
    assert len(node.management.door.asked) == 1
