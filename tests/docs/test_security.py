"""What docs/security.md calls shown is shown: each test it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_each_test_that_is_named_is_there(file: str, name: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^def {name}\(", text, re.MULTILINE) if name else "def test_" in text


def test_each_row_about_pexip_names_its_tests_one_by_one() -> None:
    table = PAGE.partition("\n## Pexip\n")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert rows
    for row in rows:
        *_, shown, _ = row.split("|")
        assert re.fullmatch(r" `tests/[\w/]+\.py::test_\w+`(, `tests/[\w/]+\.py::test_\w+`)* ", shown), row
