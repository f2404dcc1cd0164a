"""A patient's question is answered from the log alone: all that is theirs, and nobody else's."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from backend.audit import Subject
from backend.audit.reading import Range
from tests.backend.audit.log import PATIENT, Log, entry

ALWAYS = Range(start=datetime(2000, 1, 1, tzinfo=UTC), end=datetime(2100, 1, 1, tzinfo=UTC))
TODAY = date(2026, 6, 10)
NAMESAKE = Subject(participant="p8", kind="patient", name="Åsa Vångberg", phone="070-174 06 11")
OTHER = Subject(
    participant="p9", kind="relative", name="Gösta Ek", phone="070-174 06 22", person_number="19121212-1212"
)


def about(log: Log, asked: Range = ALWAYS, **wanted: str) -> list[tuple[int, tuple[str, ...]]]:
    """The numbers of the entries found about somebody, with the participants shown in each."""
    found = log.book.reader.about(Subject(**wanted), asked, TODAY, 100)
    assert all(opened.subjects or opened.row.about == "[]" for opened in found)
    return [
        (opened.row.number, tuple(subject.participant for subject in opened.subjects))
        for opened in found
        if opened.subjects
    ]


@pytest.fixture(autouse=True)
def written(log: Log) -> None:
    log.write(subjects=(PATIENT,), unit="medicin")
    log.write(subjects=(OTHER, NAMESAKE), unit="barn")
    log.write(subjects=(Subject(participant="p1", kind="patient"), OTHER), meeting="m7")
    log.write(subjects=(), action="meeting.read")


def test_by_name_come_namesakes_too_and_nobody_else(log: Log) -> None:
    assert about(log, name="åsa  vångberg") == [(3, ("p1",)), (2, ("p8",)), (1, ("p1",))]


def test_name_and_phone_mean_one_person_who_has_both(log: Log) -> None:
    assert about(log, name="Åsa Vångberg", phone="+46701740605") == [(3, ("p1",)), (1, ("p1",))]
    assert about(log, name="Åsa Vångberg", phone="070-174 06 22") == []


def test_by_number_however_it_is_written(log: Log) -> None:
    assert about(log, person_number="191212121212") == [(3, ("p9",)), (2, ("p9",))]
    assert about(log, person_number="121212+1212") == [(3, ("p9",)), (2, ("p9",))]
    assert about(log, person_number="121212-1212") == []


def test_by_participant_and_by_meeting(log: Log) -> None:
    assert about(log, participant="p8") == [(2, ("p8",))]
    meeting = Range(start=ALWAYS.start, end=ALWAYS.end, meeting="m7")
    shown = log.book.reader.everybody(meeting, 100)
    assert [(opened.row.number, [each.participant for each in opened.subjects]) for opened in shown] == [
        (3, ["p1", "p9"])
    ]
    assert about(log, meeting, name="Åsa Vångberg") == []


def test_what_was_done_with_the_meeting_and_is_about_nobody_is_found_for_those_who_are_in_it(log: Log) -> None:
    for more in ({"meeting": "m7"}, {"meeting": "m7", "unit": "barn"}, {"meeting": "m8"}, {"meeting": ""}):
        log.write(**{"subjects": (), "unit": "medicin", "action": "meeting.read", **more})
    log.write(subjects=(Subject(kind="relative"),), meeting="m7")
    log.write(subjects=(OTHER,), meeting="m7")
    log.write(subjects=(Subject(name="Åsa Vångberg"),), meeting="m8")
    own = Range(start=ALWAYS.start, end=ALWAYS.end, units=frozenset({"medicin"}))

    def numbers(asked: Range, most: int = 100, **wanted: str) -> list[int]:
        return [opened.row.number for opened in log.book.reader.about(Subject(**wanted), asked, TODAY, most)]

    # 3 tells of p1 in the meeting m7, 4 of what was done with the meeting of 1; 11 names a person and no participant.
    assert numbers(ALWAYS, phone=PATIENT.phone) == [6, 5, 4, 3, 1]
    assert numbers(ALWAYS, 2, phone=PATIENT.phone) == [6, 5]
    assert numbers(own, phone=PATIENT.phone) == [5, 4, 3, 1]
    assert numbers(ALWAYS, participant="p8") == [4, 2]


@pytest.fixture
def shared(log: Log) -> list[int]:
    """One meeting where somebody is put by mistake, taken out, and another put in; the numbers of its entries."""
    other = (OTHER,)
    for action, subjects in (
        ("meeting.created", ()),
        ("meeting.read", ()),
        ("meeting.changed", ()),
        ("person.added", (NAMESAKE,)),
        ("meeting.read", ()),
        ("person.removed", (NAMESAKE,)),
        ("meeting.read", ()),
        ("meeting.changed", ()),
        ("person.added", other),
        ("host.joined", ()),
    ):
        log.write(action=action, subjects=subjects, meeting="m20")
    return list(range(5, 15))


def found_in(log: Log, meeting: str, participant: str) -> list[int]:
    within = Range(start=ALWAYS.start, end=ALWAYS.end, meeting=meeting)
    found = log.book.reader.about(Subject(participant=participant), within, TODAY, 100)
    return [opened.row.number for opened in reversed(found)]


def test_what_was_done_with_the_meeting_for_somebody_else_is_not_in_an_extract(log: Log, shared: list[int]) -> None:
    created, _, changed, added, read, removed, _, again, other_added, joined = shared
    assert found_in(log, "m20", "p8") == [created, changed, added, read, removed]
    # Whoever comes later is told what the meeting is, and nothing of what was done for those before them.
    assert found_in(log, "m20", "p9") == [created, changed, again, other_added, joined]
    log.write(action="person.added", subjects=(NAMESAKE,), meeting="m20")
    log.write(action="meeting.ended", subjects=(), meeting="m20")
    assert found_in(log, "m20", "p8") == [created, changed, added, read, removed, again, 15, 16]


def test_when_somebody_came_is_known_whatever_the_period_asked_for(log: Log, shared: list[int]) -> None:
    log.clock.advance(days=2)
    log.write(action="people.listed", subjects=(NAMESAKE, OTHER), meeting="m20")
    log.write(action="meeting.read", subjects=(), meeting="m20")
    for participant, numbers in (("p8", [15]), ("p9", [15, 16])):
        found = log.book.reader.about(
            Subject(participant=participant), Range(start=log.clock.now(), end=ALWAYS.end, meeting="m20"), TODAY, 100
        )
        assert [opened.row.number for opened in reversed(found)] == numbers
    assert len(shared) == 10


@pytest.mark.parametrize("action", ["person.admitted", "person.noted", "person.put-out", "access.refused", "log.read"])
def test_what_was_done_to_a_colleague_or_refused_them_is_not_in_a_patients_extract(log: Log, action: str) -> None:
    log.write(action="person.added", subjects=(NAMESAKE,), meeting="m21")
    log.write(action=action, subjects=(), meeting="m21", detail={"participant": "p77"})
    assert found_in(log, "m21", "p8") == [5]


def test_units_and_period_are_kept_to(log: Log) -> None:
    own = Range(start=ALWAYS.start, end=ALWAYS.end, units=frozenset({"barn"}))
    assert about(log, own, name="Åsa Vångberg") == [(2, ("p8",))]
    later = Range(start=datetime(2026, 6, 11, tzinfo=UTC), end=ALWAYS.end)
    assert about(log, later, name="Åsa Vångberg") == []


def test_the_blind_index_tells_nothing_and_differs_by_attribute(log: Log) -> None:
    log.write(subjects=(Subject(participant="0701740605", phone="0701740605"),))
    digests = [row[0] for row in log.rows("SELECT digest FROM access_log_subject WHERE number = 5")]
    assert len(set(digests)) == 2
    assert all(len(digest) == 64 for digest in digests)


@pytest.mark.parametrize("nobody", [{}, {"phone": "okänd"}, {"phone": "-"}, {"person_number": "okänt"}, {"name": " "}])
def test_what_names_nobody_finds_nobody(log: Log, nobody: dict[str, str]) -> None:
    assert about(log, **nobody) == []
    assert about(log, Range(start=ALWAYS.start, end=ALWAYS.end, meeting="m7"), **nobody) == []


def test_everybody_is_shown_within_one_meeting_only(log: Log) -> None:
    with pytest.raises(ValueError, match="one meeting"):
        log.book.reader.everybody(ALWAYS, 100)


def test_ones_own_entries_of_somebody_without_a_mailbox_are_not_those_of_everybody(log: Log) -> None:
    log.write(user="konsult")
    log.write(on_behalf_of="konsult@demo.example")
    for mailbox, numbers in (("", [5]), ("konsult@demo.example", [6, 5])):
        own = Range(start=ALWAYS.start, end=ALWAYS.end, mine=("konsult", mailbox))
        assert [row.number for row in log.book.reader.page(own, None, 100)] == numbers


@pytest.mark.parametrize("draws", [0, 8])
def test_a_sample_is_drawn_from_the_range_and_each_entry_is_as_likely_as_any_other(
    log: Log, monkeypatch: pytest.MonkeyPatch, draws: int
) -> None:
    monkeypatch.setattr("backend.audit.reading._DRAWS", draws)
    with log.database.write() as session:
        for number in range(16):
            log.book.access_log.record(session, entry(unit=("medicin", "barn")[number % 2]))
    log.feed()
    own = Range(start=ALWAYS.start, end=ALWAYS.end, units=frozenset({"barn"}))
    theirs = [row.number for row in log.book.reader.page(own, None, 100)]
    counts = Counter(row.number for _ in range(100) for row in log.book.reader.sample(own, 3))
    assert set(counts) == set(theirs)
    assert sum(counts.values()) == 300
    assert min(counts.values()) > 8
    assert [row.number for row in log.book.reader.sample(own, 50)] == theirs
    nothing = Range(start=datetime(2031, 1, 1, tzinfo=UTC), end=ALWAYS.end)
    assert log.book.reader.sample(nothing, 3) == []


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True, scope="session")
def test_the_documented_checks_are_found_by_an_index(log: Log) -> None:
    query = "SELECT * FROM access_log WHERE action = 'log.reviewed' ORDER BY number DESC LIMIT 200"
    plan = log.rows(f"EXPLAIN QUERY PLAN {query}")
    assert "ix_access_log_action_number" in str(plan)
