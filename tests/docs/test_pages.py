"""A page that points somewhere points to something."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
ANCHOR = re.compile(r"\]\(([^)#\s]*)#([^)\s]+)\)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`((?:addin|backend|docs|manifest|simulators|tests)/[\w./-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_named_files_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    linked = [page.parent / target for target in LINK.findall(text) if "://" not in target]
    named = [ROOT / target for target in NAMED.findall(text)]
    missing = [target.relative_to(ROOT) for target in [*linked, *named] if not target.resolve().exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_to_a_heading_leads_to_one(page: Path) -> None:
    for target, heading in ANCHOR.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and (target == "" or target.endswith(".md")):
            assert heading in headings((page.parent / target) if target else page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_table_stands_whole(page: Path) -> None:
    assert broken_rows(page.read_text(encoding="utf-8")) == []


def test_a_row_that_is_cut_off_or_has_a_cell_too_many_is_found() -> None:
    whole = "| a | b |\n|---|---|\n| c | d |\n"
    assert broken_rows(f"text\n\n{whole}\n```\n| shell |\n```\n") == []
    assert broken_rows(f"{whole}\n| e | f |\n") == ["| e | f |"]
    assert broken_rows(f"{whole}| e | f | g |\n") == ["| e | f | g |"]
    assert broken_rows(f"{whole}| e \\| f | g |\n") == []


def broken_rows(text: str) -> list[str]:
    """Return the rows that are shown as text, as they stand in no table, and those with other cells than its head."""
    broken = []
    cells = 0
    rows = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL).splitlines()
    for row, below in zip(rows, [*rows[1:], ""], strict=True):
        if not row.lstrip().startswith("|"):
            cells = 0
            continue
        if cells == 0 and re.fullmatch(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*", below):
            cells = bars(below)
        if bars(row) != cells:
            broken.append(row)
    return broken


def bars(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row))


def headings(page: Path) -> set[str]:
    """Return the names by which a page's headings are linked to."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", each) for each in re.findall(r"^#+ (.+)$", text, re.MULTILINE))
    return {re.sub(r"[^\w -]", "", each.lower()).strip().replace(" ", "-") for each in plain}


def test_every_decision_stands_in_the_index_by_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    titles = {file.name: file.read_text(encoding="utf-8").splitlines()[0] for file in sorted(folder.glob("0*.md"))}
    listed = [f"- [{title.removeprefix('# ')}]({name})" for name, title in titles.items()]
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [line for line in index.splitlines() if line.startswith("- ")] == listed
