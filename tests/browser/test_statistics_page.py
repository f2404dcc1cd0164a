"""The statistics in a browser: tables by the months one chooses, a file of the same words, and whose page it is."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backend.clock import SystemClock, swedish_day
from backend.statistics.models import StatisticCount
from backend.statistics.months import newest
from backend.statistics.tallying import Figure
from backend.storage import Database
from tests.browser.axe import findings
from tests.browser.conftest import DemoServer, one_process
from tests.browser.looks import WIDTHS
from tests.browser.meeting import Open

Screenshot = Callable[[Page, str], None]
COUNTS = {
    ("medicin", "patient_care", "pexip"): {
        Figure.HELD_TO_2: 31, Figure.HELD_TO_5: 12, Figure.HELD_TO_15: 2, Figure.NOBODY: 6, Figure.MISSED: 1,
        Figure.LEFT_WAITING: 5, Figure.WAIT_TO_1: 18, Figure.WAIT_TO_5: 22, Figure.WAIT_TO_15: 7, Figure.ROOMS: 9,
    },
    ("barn", "patient_care", "link"): {Figure.UNTOLD: 8},
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    data = tmp_path_factory.mktemp("statistics") / "data"
    with one_process(data, {}) as address:
        month = newest(swedish_day(SystemClock().now()))
        database = Database(f"sqlite:///{data / 'vardmote.sqlite'}")
        with database.write() as session:
            for (unit, kind, service), counts in COUNTS.items():
                where = {"month": month, "unit": unit, "type": kind, "service": service}
                for figure, count in counts.items():
                    session.add(StatisticCount(**where, figure=figure, count=count))
        database.close()
        yield DemoServer(address, data)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_statistics_are_tables_and_a_file_without_small_numbers(
    open_page: Open, server: DemoServer, screenshot: Screenshot, language: str
) -> None:
    swedish = language == "sv"
    page = open_page(
        f"{server.base_url}/console/statistics?demo=region",
        locale="sv-SE" if swedish else "en-GB",
        color_scheme="light" if swedish else "dark",
    )
    table = page.get_by_role("table", name="Möten." if swedish else "Meetings.")
    few = "färre än 5" if swedish else "fewer than 5"
    expect(table.get_by_role("row").filter(has_text="Pexip").locator("td")).to_have_text(
        [
            "Medicinmottagningen Ekbacken" if swedish else "Ekbacken Medical Clinic",
            "Vårdmöte patient" if swedish else "Care meeting with patient",
            "Pexip",
            "minst 49" if swedish else "at least 49",
            "minst 43" if swedish else "at least 43",
            "6",
            few,
            few,
            "5",
        ]
    )
    for width in WIDTHS[language]:
        page.set_viewport_size({"width": width, "height": 900})
        screenshot(page, f"console-statistics-{language}-{width}")
        assert findings(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").press("Enter")
    saved = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert (len(saved), few in saved[1]) == (3, True)
    first = page.get_by_label("Från och med" if swedish else "From", exact=True)
    last = page.get_by_label("Till och med" if swedish else "Through", exact=True)
    for choice, at in ((first, 5), (last, 4)):
        choice.select_option(index=at)
    page.get_by_role("button", name="Visa" if swedish else "Show", exact=True).press("Enter")
    expect(
        page.get_by_role("status").filter(has_text="inget som får visas" if swedish else "nothing that may be shown")
    ).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)


def test_a_head_sees_their_own_unit_and_others_are_told_whose_page_it_is(open_page: Open, server: DemoServer) -> None:
    page = open_page(f"{server.base_url}/console/statistics?demo=chef")
    expect(page.get_by_role("table").first.locator("tbody tr")).to_have_count(1)
    page = open_page(f"{server.base_url}/console/statistics?demo=personal")
    expect(page.get_by_role("alert")).to_contain_text("Be verksamhetschefen")
