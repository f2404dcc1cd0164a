"""What holds for every invitation: numbers stay found, places are right, nothing whole is repeated, nothing fails."""

import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.privacy.checksums import luhn
from backend.privacy.detector import Attendee, Finding, Invite, check
from tests.backend.privacy.samples import Client, person, written

TODAY = "2026-11-22"
FEW = settings(max_examples=150)

numbers = st.integers(0, 10**9).map(lambda seed: written(person(Random(seed)), Random(seed)))  # noqa: S311 - made up
# Whatever may stand beside a number without being part of it.
words = st.text(st.characters(exclude_categories=("Cs", "N", "L"), exclude_characters="<>&-+_./%#"), max_size=20)
sentences = st.text(st.characters(exclude_categories=("Cs", "Nd"), exclude_characters="<>&\ue000"), max_size=40)
SPLITS = ("<b>", "</b>", "<span class='x'>", "</span>", "<!-- 1 -->", "\u200b", "&shy;", "&#8203;", "<wbr>", "<i\n>")
markup = st.text(st.sampled_from("<>/!-=\"' abipdstyle:one019\0&#;%\ud800\U0001f642\u200b"), max_size=200)


def first(invite: Invite) -> Finding:
    report = check(invite)
    assert report.verdict != "ok"
    return report.findings[0]


@FEW
@given(numbers, words, words)
def test_no_text_around_hides_a_number(number: str, before: str, after: str) -> None:
    found = first(Invite(subject=f"{before} {number} {after}", today=TODAY))
    assert (found.start, found.length) == (len(before) + 1, len(number))


@FEW
@given(numbers, sentences, sentences)
def test_a_place_points_at_the_number_and_a_mask_at_its_end(number: str, before: str, after: str) -> None:
    text = f"{before} ({number}) {after}"
    marked = [row for row in check(Invite(location=text, today=TODAY)).findings if row.rule != "patient-name"]
    assert [text[row.start : row.start + row.length] for row in marked] == [number]
    assert marked[0].masked == f"…·{number[-2:]}"


@FEW
@given(numbers, st.lists(st.tuples(st.integers(1, 12), st.sampled_from(SPLITS)), max_size=6))
def test_no_splitting_hides_a_number(number: str, splits: list[tuple[int, str]]) -> None:
    parts = list(number)
    for at, mark in splits:
        parts.insert(min(at, len(parts) - 1), mark)
    body = f"<p>Vi ses {''.join(parts)} igen</p>"
    found = first(Invite(body_html=body, today=TODAY))
    assert found.masked == f"…·{number[-2:]}"
    assert body[found.start] == number[0]
    assert body[found.start + found.length - 1] == number[-1]


@FEW
@given(numbers, st.sampled_from(("display:none", "visibility: hidden", "font-size:0px", "color:#ffffff")))
def test_hiding_hides_nothing(number: str, style: str) -> None:
    found = first(Invite(body_html=f'<p>Hej</p><p style="{style}">{number}</p>', today=TODAY))
    assert found.part == "hidden"


@FEW
@given(numbers, sentences)
def test_no_answer_repeats_more_than_two_digits(number: str, text: str) -> None:
    invite = Invite(
        subject=f"{text} {number}",
        body_html=f"<p>Patient nås på 070-174 06 05, journalnr 123456. {number}</p>",
        attendees=(Attendee("a@other.example", number),),
        attachment_names=(f"{number}.pdf",),
        today=TODAY,
    )
    for row in check(invite).findings:
        for said in (row.masked, row.sv, row.en):
            assert not re.search("[0-9]{3}", said.replace("1177", ""))


@FEW
@given(st.text(st.sampled_from("0123456789 -–+\u00a0"), max_size=60))
def test_what_is_found_adds_up(text: str) -> None:
    for row in check(Invite(subject=text, today=TODAY)).findings:
        digits = re.sub("[^0-9]", "", text[row.start : row.start + row.length])
        assert len(digits) in {10, 12}
        assert luhn(digits[-10:]) or (digits.startswith("99") and luhn(digits[4:]))


@settings(max_examples=300)
@given(markup)
def test_no_markup_fails_or_points_outside(html: str) -> None:
    for row in check(Invite(body_html=html, subject=html, today=TODAY)).findings:
        assert row.start >= 0
        assert row.start + row.length <= len(html)


def test_both_readers_read_any_markup_alike(client: Client) -> None:
    random = Random(20261122)  # noqa: S311 - samples, not secrets
    pieces = (
        *"<>/!-=\"' \t&#;%%\0", "<!--", "-->", "<b", "<p hidden", "</p>", '<a href="', "'>", "<td>", "&nbsp", "&#x2d;",
        "<style>", "</style>", '<i style="display:none">', "</i>", "color:white", "19900101", "-2385", "900101", "2385",
        "%2D", "%E2%80%93", "19810829M071", "\U0001f642", "\u200b", "é", "İ", "patient Alva Ek", "title=",
        "070-174 06 05", "https://x.zoom.us/j/123456", "https://y.zoom.us/j/654321", " kl ", "journalnr 12345",
        "٩٠٠١٠١-٢٣٨٥", "\ud83d", "<![if !supportLists]>", "<![endif]>", "<!--[endif]-->", "<td><p>", "<3 ", "&nbsp;",
    )  # fmt: skip
    invites = []
    for _ in range(2500):
        html = "".join(random.choice(pieces) for _ in range(random.randrange(40)))
        invites.append(Invite(body_html=html, subject=html[::-1], location=html, today=TODAY))
    found = 0
    for invite, theirs in zip(invites, client.check(invites), strict=True):
        ours = check(invite)
        found += len(ours.findings)
        assert {"verdict": ours.verdict, "findings": [row.row() for row in ours.findings]} == theirs, invite
    assert found > 1000
