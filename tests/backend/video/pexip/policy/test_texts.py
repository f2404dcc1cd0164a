import pytest

from backend.video.pexip.policy import texts
from tests.backend.video.pexip.policy.ways import way

# Pexip shows no more of a reason.
_LONGEST = 250


@pytest.mark.parametrize("reason", sorted(texts._TEXTS))
def test_what_is_said_is_short_enough_for_pexip_and_in_the_meetings_language(reason: str) -> None:
    swedish, english = (texts.said(reason, way(language=each)) for each in ("sv", "en"))
    assert swedish != english
    assert 0 < min(len(swedish), len(english)) <= max(len(swedish), len(english)) <= _LONGEST


def test_nothing_is_said_of_an_alias_we_never_gave_nor_for_a_reason_without_words() -> None:
    assert (texts.said("over", None), texts.said("unknown", way())) == ("", "")
