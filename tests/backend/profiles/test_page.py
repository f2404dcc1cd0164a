"""The regions' pages are those the profiles give, and every rule with its source stands on them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.cli import main
from backend.profiles import load
from backend.profiles.page import page
from backend.profiles.service import shipped

PAGES = Path(__file__).parents[3] / "docs" / "sv" / "regioner"


@pytest.mark.parametrize("name", shipped())
def test_the_committed_page_is_the_one_the_profile_gives(name: str) -> None:
    written = (PAGES / f"{name}.md").read_text("utf-8")
    assert written == page(load(name)), "run: vardmote profiles pages --out docs/sv/regioner"


def test_there_is_no_page_without_a_profile() -> None:
    assert {file.stem for file in PAGES.glob("*.md")} == set(shipped())


@pytest.mark.parametrize("name", shipped())
def test_a_page_holds_every_row_system_and_source(name: str) -> None:
    profile = load(name)
    text = page(profile)
    for row in profile.guide.rows:
        assert row.title.sv in text
        assert (row.template or "") in text
    for label in [row.label.sv for row in (*profile.guide.systems, *profile.types)]:
        assert label in text
    for code, what in profile.sources.items():
        assert f"| {code} | {what.sv} |" in text
    widths = {line.count("|") for line in text.splitlines() if line.startswith("| Rad ") or "boka |" in line}
    assert widths == {11}


def test_pages_are_written_and_profiles_checked_from_the_command_line(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["profiles", "pages", "--out", str(tmp_path / "new")]).exit_code == 0
    assert {file.stem for file in (tmp_path / "new").iterdir()} == set(shipped())
    fine = runner.invoke(main, ["profiles", "check", *shipped()])
    assert (fine.exit_code, fine.output.count("ok")) == (0, len(shipped()))
    broken = tmp_path / "broken.json"
    broken.write_text('{"extends": "vgr", "code": "x", "host": {"source": "hearsay"}, "guide": {"rows": 5}}', "utf-8")
    told = runner.invoke(main, ["profiles", "check", "vgr", str(broken)])
    assert told.exit_code == 1
    assert "vgr: ok" in told.output
    assert "broken.json:/guide/rows" in told.output
    assert "atlantis:/" in runner.invoke(main, ["profiles", "check", "atlantis"]).output


def test_a_folder_that_can_t_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    told = CliRunner().invoke(main, ["profiles", "pages", "--out", str(tmp_path / "file" / "under")])
    assert told.exit_code == 1
    assert "under" in told.output
