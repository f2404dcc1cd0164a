"""The rooms from the command line: approved, looked at, pushed to, called; on software endpoints."""

import json
import os
import pwd
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.fleet import noting
from backend.storage.migrations import upgrade
from rooms.fleet import runs
from simulators import roomos
from simulators.roomos.endpoint import HAND
from simulators.roomos.sessions import Account
from simulators.roomos.site import Site
from tests.backend.fleet.site import HEADING, SECRET, Typed, every
from tests.waiting import until

IDS = ["room1", "room2", "room3"]
PANEL = (
    "<Extensions><Panel><PanelId>svm_prov</PanelId><Location>HomeScreen</Location><Icon>Help</Icon>"
    "<Color>#1170CF</Color><Name>Prov</Name><ActivityType>Custom</ActivityType></Panel></Extensions>"
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with roomos.start(3, pace=0.1) as stood:
        yield stood
        until(lambda: not any(one.sessions for one in stood.endpoints))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rooms")
    upgrade(f"sqlite:///{folder / 'vardmote.sqlite'}")
    return folder / "vardmote.sqlite"


@pytest.fixture
def typed(tmp_path: Path, kept: Path, site: Site) -> Typed:
    (tmp_path / "vardmote.sqlite").write_bytes(kept.read_bytes())
    return Typed(tmp_path, site)


@pytest.fixture
def rooms(typed: Typed) -> Typed:
    assert typed.ran("approve", "--all").exit_code == 0
    return typed


def refused(site: Site) -> list[int]:
    return [one.do(lambda device: device.sessions.refused) for one in site.endpoints]


def done(site: Site, command: str) -> list[int]:
    return [sum(one.path == command for one in endpoint.log) for endpoint in site.endpoints]


def test_a_room_is_not_spoken_to_before_its_key_is_shown_and_approved(typed: Typed, site: Site) -> None:
    assert typed.outcomes("status") == every(IDS, "not-approved")
    shown = typed.json("approve", "--all", "--dry-run", signs_in=False)["rooms"]
    assert {one["fingerprint"] for one in shown} == {*(one.host_key for one in site.endpoints), None}
    assert typed.outcomes("status") == every(IDS, "not-approved")
    said = typed.ran("approve", "room1")
    assert said.output == f"room1                {site.endpoints[0].host_key} godkänd. / approved.\n"
    assert typed.outcomes("status") == {**every(IDS, "not-approved"), "room1": "ok"}
    again = typed.ran("approve", "--all")
    assert again.exit_code == 0
    assert "was approved before." in again.output
    assert typed.rooms("status").exit_code == 0


def test_another_key_is_said_in_both_languages_gets_no_password_and_is_approved_by_name_only(
    rooms: Typed, site: Site
) -> None:
    one = site.endpoints[0]
    old, before = one.host_key, refused(site)
    site.wait(one.rekey())
    rooms.told("wrong")
    said = rooms.rooms("status", "room1")
    assert said.exit_code == 1
    assert "annan nyckel" in said.output
    assert "another key" in said.output
    assert one.host_key in said.output
    assert refused(site) == before
    rooms.told(roomos.PASSWORD)
    assert rooms.outcomes("status", "room1") == {"room1": "stopped"}
    everywhere = rooms.ran("approve", "--all")
    assert everywhere.exit_code == 1
    assert old in everywhere.output
    assert rooms.outcomes("status", "room1") == {"room1": "stopped"}
    assert rooms.ran("approve", "room1").exit_code == 0
    assert rooms.outcomes("status", "room1") == {"room1": "ok"}


def test_a_wrong_password_is_tried_once_in_each_room_until_somebody_says_retry(rooms: Typed, site: Site) -> None:
    before = refused(site)
    rooms.told("wrong")
    assert rooms.outcomes("status") == every(IDS, "authentication-refused")
    assert rooms.outcomes("push", "message", "Hej") == every(IDS, "stopped")
    assert [late - early for late, early in zip(refused(site), before, strict=True)] == [1, 1, 1]
    rooms.told(roomos.PASSWORD)
    assert "Prövas igen" in rooms.ran("retry", "room1", "room2").output
    assert rooms.outcomes("status") == {**every(IDS, "ok"), "room3": "stopped"}
    assert [one["id"] for one in rooms.json("retry", "--all", signs_in=False)["released"]] == ["room3"]
    assert rooms.rooms("status").exit_code == 0
    assert rooms.ran("retry", "--all").output == "Inget rum var stoppat. / No room was stopped.\n"


def test_what_a_person_decides_at_the_command_line_stands_in_the_access_log(typed: Typed, site: Site) -> None:
    user, keys = f"command-line:{noting.who()}", [one.host_key for one in site.endpoints]
    typed.ran("approve", "--all", "--dry-run")
    assert typed.noted() == []
    typed.ran("approve", "room1")
    typed.ran("approve", "--all")
    approved = [("room.key-approved", user, {"room": room, "key": key}) for room, key in zip(IDS, keys, strict=True)]
    assert typed.noted() == approved
    typed.told("wrong")
    typed.rooms("status", "room1", "room2")
    typed.told(roomos.PASSWORD)
    typed.ran("retry", "room2")
    typed.ran("retry", "room3")
    assert typed.noted()[3:] == [("room.released", user, {"room": "room2"})]
    typed.rooms("push", "message", "Hej allihop", "--dry-run")
    typed.rooms("push", "message", "Hej allihop")
    begun, *done = typed.noted()[4:]
    assert begun == ("rooms.push-begun", user, {"operation": "message", "rooms": 4})
    told = {"operation": "message", "outcome": "ok"}
    assert sorted(done, key=str) == [("room.pushed", user, {"room": room, **told}) for room in ("room2", "room3")]
    assert "allihop" not in str(typed.noted())


def test_nothing_is_decided_or_pushed_that_could_not_be_recorded(rooms: Typed, site: Site) -> None:
    before, alert = rooms.noted(), "UserInterface Message Alert Display"
    shown = done(site, alert)
    (rooms.data / "secret.key").unlink()
    site.wait(site.endpoints[0].rekey())
    for words in (("approve", "room1"), ("push", "message", "Hej")):
        said = (rooms.ran if words[0] == "approve" else rooms.rooms)(*words)
        assert said.exit_code == 2
        assert "secret.key" in said.output
    assert done(site, alert) == shown
    assert rooms.outcomes("status", "room1") == {"room1": "untrusted"}
    (rooms.data / "secret.key").write_bytes(SECRET)
    assert rooms.noted() == before


def test_who_types_is_the_account_and_under_sudo_the_one_who_became_root(monkeypatch: pytest.MonkeyPatch) -> None:
    known = pwd.getpwall()[-1]
    monkeypatch.setattr(os, "getuid", lambda: known.pw_uid)
    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("SUDO_UID", "0")
    assert noting.who() == (known.pw_name if known.pw_uid else "root")
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setenv("SUDO_UID", str(known.pw_uid))
    assert noting.who() == known.pw_name
    monkeypatch.setenv("SUDO_UID", "4294967294")
    assert noting.who() == "uid-4294967294"


def test_status_warns_of_a_room_that_answers_by_itself_and_drift_finds_it(rooms: Typed, site: Site) -> None:
    site.endpoints[1].do(lambda device: device.configure(HAND, ("Conference", "AutoAnswer", "Mode"), "On"))
    said = rooms.rooms("status")
    assert said.exit_code == 0
    assert "warning auto-answer: Rummet svarar på samtal av sig självt" in said.output
    drifted = rooms.rooms("drift")
    assert drifted.exit_code == 1
    assert "room2                setting Conference AutoAnswer Mode: Är On, ska vara Off." in drifted.output
    assert rooms.rooms("push", "config", "Conference AutoAnswer Mode", "Off", "room2").exit_code == 0
    assert rooms.rooms("drift").exit_code == 0
    assert rooms.json("status", "room2")["rooms"][0]["status"]["auto_answer"] is False


def test_drift_compares_with_what_is_wanted(rooms: Typed, tmp_path: Path) -> None:
    wanted = tmp_path / "wanted.json"
    wanted.write_text('{"panels": ["svm_missing"]}', "utf-8")
    found = rooms.json("drift", "room1", "--wanted", wanted)["rooms"][0]["differences"]
    assert [(one["kind"], one["what"]) for one in found] == [("panel", "svm_missing")]
    wanted.write_text("panels", "utf-8")
    assert rooms.rooms("drift", "--wanted", wanted).exit_code == 2


def test_firmware_counts_versions_and_says_what_they_lack(rooms: Typed) -> None:
    [version] = rooms.json("firmware")["versions"]
    assert (version["count"], version["profile"], version["rooms"]) == (3, "26", IDS)
    assert rooms.rooms("firmware").output.startswith("   3  ")


def test_a_push_is_tried_dry_done_and_not_done_again(rooms: Typed, site: Site, tmp_path: Path) -> None:
    file, run = tmp_path / "panel.xml", tmp_path / "run"
    file.write_text(PANEL, "utf-8")
    save = "UserInterface Extensions Panel Save"
    before = done(site, save)
    assert rooms.outcomes("push", "panel", file, "--dry-run", "--resume", run) == every(IDS, "ok")
    assert done(site, save) == before
    assert not run.exists()
    first = rooms.json("push", "panel", file, "room1", "--resume", run)
    assert (first["ok"], first["failed"], first["skipped"], first["dry_run"]) == (1, 0, 0, False)
    assert rooms.outcomes("push", "panel", file, "--resume", run) == {**every(IDS, "ok"), "room1": "done-before"}
    assert [late - early for late, early in zip(done(site, save), before, strict=True)] == [1, 1, 1]
    said = rooms.rooms("push", "panel", file, "--resume", run)
    assert said.exit_code == 0
    assert "4 klara" not in said.output
    assert "3 klara, 0 misslyckade, 1 överhoppade / 3 done, 0 failed, 1 skipped" in said.output
    assert rooms.rooms("push", "message", "Hej", "--resume", run).exit_code == 2
    assert rooms.outcomes("push", "no-panel", "svm_prov", "--site", "Köping") == dict.fromkeys(IDS, "ok")


def test_join_entries_are_pushed_to_the_rooms_in_the_file_and_another_writers_are_left(
    rooms: Typed, site: Site, tmp_path: Path
) -> None:
    file, start = tmp_path / "bookings.json", datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    entry = {"id": "1", "number": "möte@video.example", "start": start.isoformat(), "minutes": 45}
    file.write_text(json.dumps({"bookings": [{"room": room, **entry} for room in ("room1", "room2")]}), "utf-8")

    def listed(number: int) -> list[tuple[str, str]]:
        return site.endpoints[number].do(lambda device: [(one.id, one.title) for one in device.parts.bookings.stored()])

    first = rooms.rooms("push", "bookings", file)
    assert first.exit_code == 0
    assert "möte@" not in first.output
    assert [listed(number) for number in range(3)] == [[("svm-list-1", "Skyddat vårdmöte")]] * 2 + [[]]
    assert rooms.outcomes("push", "bookings", file, "room2", "room3") == {"room2": "ok", "room3": "ok"}
    file.write_text('{"bookings": []}', "utf-8")
    assert rooms.json("push", "bookings", file)["rooms"] == []
    assert rooms.outcomes("push", "bookings", file, "room1") == {"room1": "ok"}
    assert listed(0) == []
    theirs = {"Id": "theirs", "Title": "Bokat", "Number": "1@x.example", "Protocol": "SIP", "Organizer": {"Name": "-"}}
    theirs["Time"] = {"StartTime": f"{start:%Y-%m-%dT%H:%M:%SZ}", "Duration": 30}
    body = json.dumps({"Bookings": [theirs]})
    site.endpoints[0].do(lambda device: device.command(HAND, ("Bookings", "Put"), {}, body))
    [left] = rooms.json("push", "bookings", file, "room1")["rooms"]
    assert (left["outcome"], left["detail"]) == ("refused", "another-writer")
    assert listed(0) == [("theirs", "Bokat")]
    assert rooms.outcomes("push", "bookings", file, "room1", "--replace") == {"room1": "ok"}
    assert listed(0) == []


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("[]", "bookings"),
        ("{", "JSON"),
        ('{"bookings": [1]}', "bookings 1"),
        ('{"bookings": [{"room": "room1"}]}', "bookings 1 id"),
        ('{"bookings": [%s]}', "bookings 1 start"),
    ],
)
def test_a_file_of_join_entries_that_cannot_be_used_is_named_by_its_place(
    typed: Typed, tmp_path: Path, content: str, place: str
) -> None:
    entry = {"room": "room1", "id": "1", "number": "4711", "minutes": 45, "start": "2026-03-29T02:30:00"}
    file = tmp_path / "bookings.json"
    file.write_text(content.replace("%s", json.dumps(entry)), "utf-8")
    said = typed.rooms("push", "bookings", file)
    assert said.exit_code == 2
    assert said.output.startswith(f"{file}: {place}: Ska vara")
    assert "4711" not in said.output


def test_a_push_no_room_could_take_is_refused_before_any_is_spoken_to(rooms: Typed, tmp_path: Path) -> None:
    file = tmp_path / "panel.xml"
    file.write_text("<Extensions/>", "utf-8")
    said = rooms.rooms("push", "panel", file)
    assert said.exit_code == 2
    assert "Inget rum kan ta emot det. / No room can take that." in said.output
    file.write_bytes(b"\xff\xfe")
    assert rooms.rooms("push", "panel", file).exit_code == 2


def test_what_one_room_refuses_is_its_own_result_and_the_exit_code(rooms: Typed) -> None:
    said = rooms.rooms("push", "config", "Conference.AutoAnswer.Mode", "Perhaps", "room1")
    assert said.exit_code == 1
    assert "Rummet tar inte värdet. / The room does not take the value." in said.output


def test_a_room_is_called_left_alone_while_in_a_call_and_hung_up(rooms: Typed, site: Site) -> None:
    caller, called, other = site.endpoints
    first = rooms.rooms("dial", "room1", called.address)
    assert first.exit_code == 0
    until(lambda: called.calls)
    called.accept()
    second = rooms.rooms("dial", "room1", other.address)
    assert second.exit_code == 1
    assert "Rummet är i ett samtal och lämnades i fred." in second.output
    assert not other.calls
    status = rooms.rooms("status", "room1", "room2").output
    assert status.count("i samtal / in a call") == 2
    for said in (first.output, second.output, status, json.dumps(rooms.json("status", "room1"))):
        assert called.address not in said
        assert other.address not in said
    assert rooms.json("hangup", "room1")["ended"] == 1
    until(lambda: not caller.calls and not called.calls)
    assert rooms.rooms("hangup", "room1").output == "room1                Inga samtal kvar. / No calls left.\n"
    assert rooms.rooms("dial", "room1", "x" * 256).exit_code == 1


def test_rooms_are_chosen_by_name_site_and_kind(rooms: Typed) -> None:
    assert rooms.outcomes("status", "--site", "Arboga") == {"bare": "no-address"}
    assert rooms.rooms("status", "--site", "Arboga").exit_code == 0
    assert rooms.rooms("status", "bare").exit_code == 1
    assert sorted(rooms.outcomes("status", "--kind", "mdt_room")) == IDS
    assert rooms.rooms("status", "--site", "Nowhere").exit_code == 2
    assert rooms.rooms("status", "room9").exit_code == 2
    assert rooms.rooms("status", "room1", "--site", "Arboga").exit_code == 2
    assert rooms.ran("approve").exit_code == 2
    assert rooms.ran("approve", "room1", "--all").exit_code == 2


def test_without_accounts_no_room_is_tried(rooms: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rooms.ran("status").exit_code == 2
    rooms.accounts.write_text("[control]\nuser = 1\n", "utf-8")
    said = rooms.rooms("status")
    assert said.exit_code == 2
    assert "control: user och antingen" in said.output
    rooms.told(roomos.PASSWORD)
    monkeypatch.setenv("VARDMOTE_ROOMS_ACCOUNTS", str(rooms.accounts))
    assert rooms.ran("status").exit_code == 0


def test_two_accounts_with_the_least_rights_are_enough(tmp_path: Path, kept: Path) -> None:
    (tmp_path / "vardmote.sqlite").write_bytes(kept.read_bytes())
    held = {
        "control": Account(roomos.PASSWORD, frozenset({"Integrator", "User"})),
        "admin": Account(roomos.PASSWORD, frozenset({"Admin"})),
    }
    with roomos.start(2, accounts=held, pace=0.1) as site:
        typed = Typed(tmp_path, site)
        tables = (f'[{name}]\nuser = "{name}"\npassword = "{roomos.PASSWORD}"\n' for name in held)
        typed.accounts.write_text('networks = ["127.0.0.1"]\n' + "".join(tables), "utf-8")
        typed.ran("approve", "--all")
        panel = tmp_path / "panel.xml"
        panel.write_text(PANEL, "utf-8")
        site.endpoints[0].do(lambda device: device.configure(HAND, ("Conference", "AutoAnswer", "Mode"), "On"))
        assert typed.json("status", "room1")["rooms"][0]["status"]["auto_answer"] is True
        for words in (
            ("push", "panel", panel),
            ("push", "message", "Hej"),
            ("push", "config", "Conference AutoAnswer Mode", "Off"),
            ("drift",),
            ("firmware",),
            ("dial", "room1", site.endpoints[1].address),
            ("hangup", "room1"),
        ):
            said = typed.rooms(*words)
            assert said.exit_code == 0, said.output
        until(lambda: not any(one.sessions for one in site.endpoints))


def test_no_rooms_is_no_fault(tmp_path: Path, kept: Path, site: Site) -> None:
    typed = Typed.__new__(Typed)
    typed.data, typed.accounts = tmp_path, tmp_path / "accounts.toml"
    (tmp_path / "vardmote.sqlite").write_bytes(kept.read_bytes())
    typed.told(roomos.PASSWORD)
    del site
    assert typed.json("status") == {"rooms": []}


def test_a_push_that_is_interrupted_says_what_is_kept(rooms: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(runs, "push", interrupted)
    said = rooms.rooms("push", "message", "Hej")
    assert said.exit_code == 130
    assert "Rum som var påbörjade gjordes klart. / Interrupted." in said.output
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_dead_room_is_not_approved_and_the_others_are(typed: Typed) -> None:
    more = typed.data / "more.csv"
    more.write_text(HEADING + "gone,Gone,mdt_room,4,,,ssh://127.0.0.1:1\n", "utf-8")
    assert typed.ran("import", more).exit_code == 0
    said = typed.ran("approve", "--all")
    assert said.exit_code == 1
    assert "gone                 Svarar inte" in said.output
    assert typed.ran("approve", "bare").exit_code == 1
    assert typed.outcomes("status") == {**every(IDS, "ok"), "gone": "not-approved"}
