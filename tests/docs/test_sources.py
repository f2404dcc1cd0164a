"""Whatever the tree cites has its row on the page of sources, where it can be read; nothing is cited that can't."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "sources.md"
FOLDERS = ("addin/src", "addin/tests", "backend", "benchmarks", "docs", "manifest", "rooms", "simulators", "tests")
KINDS = {".css", ".html", ".js", ".json", ".md", ".py", ".toml", ".ts"}
# Built, bought or made by a run; and what speaks of citations instead of making them.
LEFT_OUT = ("backend/web/dist/", "tests/output/", "docs/sources.md", "tests/docs/test_sources.py")

ROW = re.compile(r"^\| `([a-z]+ [\d.]+)` \|([^|]+)\|([^|]+)\|([^|]+)\|$", re.MULTILINE)
_KEYS = r"\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?\b(?![-/]))*"
CITATION = re.compile(rf"\b(measured|office|pexip|roomos|sweden) ({_KEYS})")
SEED = re.compile(r"\bseeds? (\d{3}(?:(?:, | and | to )\d{3})*)", re.IGNORECASE)
# Notes and chapters that stand in no repository.
CLOSED = re.compile(
    r"\bfacts(?: \d|/\w|: section)|\bquality\.md|\bspec/|\bmission [A-Z]\d|\barchitecture \d", re.IGNORECASE
)


def cited(text: str) -> set[str]:
    """Return the keys of the sources that a text cites."""
    keys = {f"{of} {key}" for of, told in CITATION.findall(text) for key in re.findall(r"[\d.]+\d|\d", told)}
    return keys | {f"seed {key}" for told in SEED.findall(text) for key in re.findall(r"\d{3}", told)}


def texts() -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            name = file.relative_to(ROOT).as_posix()
            if file.suffix in KINDS and not name.startswith(LEFT_OUT) and "node_modules" not in file.parts:
                yield name, file.read_text(encoding="utf-8")


def rows() -> dict[str, tuple[str, ...]]:
    return {key: tuple(cell.strip() for cell in cells) for key, *cells in ROW.findall(PAGE.read_text(encoding="utf-8"))}


def test_every_source_that_is_cited_has_its_row_and_every_row_is_cited() -> None:
    where = {key: name for name, text in texts() for key in cited(text)}
    known = rows()
    assert {key: name for key, name in where.items() if key not in known} == {}
    # The profiles' rows have the numbers alone; each region's page is printed with them.
    printed = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs/sv/regioner").glob("*.md"))
    assert {key for key in known if key not in where and f"| {key.removeprefix('seed ')} |" not in printed} == set()


def test_nothing_is_cited_that_nobody_outside_can_open() -> None:
    assert {name: found[0] for name, text in texts() if (found := CLOSED.search(text))} == {}


def test_every_row_says_what_where_and_when() -> None:
    for key, (what, where, when) in rows().items():
        assert len(what) > len(key), key
        assert where, key
        assert re.fullmatch(r"(handed over )?2026-\d\d(-\d\d)?", when), key
    written = re.findall(r"^\| `", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(written) == len(rows()), "a row is in no form that is read, or stands twice"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("(pexip 4)", {"pexip 4"}),
        ("as it is (roomos 1.1, 1.3 and 5.2), and so on", {"roomos 1.1", "roomos 1.3", "roomos 5.2"}),
        ("(roomos 2, Dial, and roomos 3)", {"roomos 2", "roomos 3"}),
        ("seeds 000, 001 and 003 say; Seed 002 does not", {"seed 000", "seed 001", "seed 002", "seed 003"}),
        ("Pexip 41, a seed of 7, 3 pexip", set()),
    ],
)
def test_citations_are_found(text: str, keys: set[str]) -> None:
    assert cited(text) == keys


@pytest.mark.parametrize(
    "text", ["(facts 1.1)", "facts/pexip.md, section 1", "quality.md", "(mission B7)", "(architecture 12)", "spec/x.md"]
)
def test_what_can_not_be_opened_is_found(text: str) -> None:
    assert CLOSED.search(text)
