"""The ages one may press stand for everybody they name."""

from itertools import pairwise, product

import pytest

from backend.guide.advice import Asked, advice
from backend.guide.answers import complete
from backend.guide.refining import age_spans, refine
from tests.backend.guide.regions import REGIONS, decider, region


@pytest.mark.parametrize("name", REGIONS)
def test_everybody_within_an_age_that_is_offered_is_answered_alike(name: str) -> None:
    spans = age_spans(region(name))
    assert spans[0][0] == 0
    assert spans[-1][1] is None
    assert all(last is not None and last + 1 == first for (_, last), (first, _) in pairwise(spans))
    for kind, initiator, identity in product(("new", "on everything"), ("patient", "caregiver"), ("eid", "document")):
        one = decider(name, kind)
        for first, last in spans:
            told = set()
            for age in range(first, (last or 110) + 1):
                answers = complete({"initiator": initiator, "identity": identity, "age": age})
                made = one.decide(answers)
                asked = Asked(one.profile, answers, made, one.audience(made.outcome, made.type, answers), one.day)
                told.add((made.row, tuple(code for code, _ in advice(asked))))
            assert len(told) == 1, (kind, initiator, first, last)


def test_each_region_offers_its_own_ages() -> None:
    offered = {name: [first for first, _ in age_spans(region(name))] for name in REGIONS}
    assert offered == {
        "vgr": [0, 13, 16, 18, 25], "regionhalsan": [0, 18], "vastmanland": [0, 13, 18], "stockholm": [0, 13, 18],
    }  # fmt: skip
    (age,) = [question for question in refine(decider("vgr"), {}) if question["code"] == "age"]
    assert [option["label"]["sv"] for option in age["options"]] == [
        "Under 13 år", "13–15 år", "16–17 år", "18–24 år", "25 år eller äldre",
    ]  # fmt: skip


def test_the_question_of_age_in_vgr_has_the_same_cuts() -> None:
    (question,) = [one for one in region("vgr").guide.questions if one.code == "age"]
    ages = [option.sets.age for option in question.options]
    spans = age_spans(region("vgr"))
    assert len(ages) == len(spans)
    for age, (first, last) in zip(ages, spans, strict=True):
        assert age is not None
        assert first <= age
        assert last is None or age <= last
