"""What each caller of a series is shown and led to: its links, what is on, and what its answers carry."""

from tests.contract.http.test_series import change, code, made
from tests.product import Caller


def test_a_page_that_only_looks_hears_of_every_meeting_the_link_may_lead_to(caller: Caller) -> None:
    body = made(caller)
    page = caller.product.app.test_client().get(
        f"/m/{code(body['join_url'])}/events", base_url="https://vardmote.example"
    )
    heard = page.iter_encoded()
    assert b"2026-06-10T08:00" in next(heard)
    earlier = {"start": "2026-06-10T09:00:00+02:00", "end": "2026-06-10T09:45:00+02:00"}
    change(caller, body["occurrences"][1]["id"], earlier)
    assert b"2026-06-10T07:00" in next(heard)
    page.close()
