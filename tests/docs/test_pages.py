"""A page that points somewhere points to something."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`((?:addin|backend|docs|manifest|simulators|tests)/[\w./-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_named_files_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    linked = [page.parent / target for target in LINK.findall(text) if "://" not in target]
    named = [ROOT / target for target in NAMED.findall(text)]
    missing = [target.relative_to(ROOT) for target in [*linked, *named] if not target.resolve().exists()]
    assert missing == []


def test_every_decision_stands_in_the_index_by_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    titles = {file.name: file.read_text(encoding="utf-8").splitlines()[0] for file in sorted(folder.glob("0*.md"))}
    listed = [f"- [{title.removeprefix('# ')}]({name})" for name, title in titles.items()]
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [line for line in index.splitlines() if line.startswith("- ")] == listed
