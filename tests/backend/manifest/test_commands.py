import json
from pathlib import Path

from click.testing import CliRunner

from backend.manifest.commands import manifest
from tests.backend.manifest.samples import BASE_URL


def test_build_names_what_it_wrote(tmp_path: Path) -> None:
    result = CliRunner().invoke(manifest, ["build", "--base-url", BASE_URL, "--out", str(tmp_path / "out")])

    assert result.exit_code == 0
    assert [line.rpartition("/")[2] for line in result.stdout.splitlines()] == [
        "outlook.xml: ok",
        "manifest.json: ok",
        "vardmote-teams.zip: ok",
    ]


def test_build_names_the_regions_own_page_where_stores_ask_for_terms_and_privacy(tmp_path: Path) -> None:
    address = "https://region.example/vardmote"
    options = ["--base-url", BASE_URL, "--out", str(tmp_path), "--info-url", address]
    result = CliRunner().invoke(manifest, ["build", *options])

    developer = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["developer"]
    assert result.exit_code == 0
    assert {developer[key] for key in ("websiteUrl", "privacyUrl", "termsOfUseUrl")} == {address}
    assert f'<SupportUrl DefaultValue="{address}"/>' in (tmp_path / "outlook.xml").read_text("utf-8")


def test_build_refuses_a_plain_http_address(tmp_path: Path) -> None:
    result = CliRunner().invoke(manifest, ["build", "--base-url", "http://vard.example", "--out", str(tmp_path)])

    assert result.exit_code == 2
    assert "http://vard.example" in result.stderr
    assert "https://" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_build_says_when_the_folder_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    result = CliRunner().invoke(manifest, ["build", "--base-url", BASE_URL, "--out", str(tmp_path / "file" / "out")])

    assert result.exit_code == 1
    assert "Could not open file" in result.stderr


def test_check_names_every_fault_of_every_file_and_exits_1(good: Path, tmp_path: Path) -> None:
    broken = tmp_path / "outlook.xml"
    text = (good / "outlook.xml").read_text("utf-8")
    broken.write_text(text.replace("OnAppointmentTimeChanged", "OnMoved").replace(">sv-SE<", ">svenska<"), "utf-8")

    result = CliRunner().invoke(manifest, ["check", str(good / "manifest.json"), str(broken), str(tmp_path / "none")])

    assert result.exit_code == 1
    assert result.stdout == f"{good / 'manifest.json'}: ok\n"
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert "DefaultLocale (line 6)" in lines[0]
    assert "LaunchEvent" in lines[1]
    assert "OnMoved" in lines[1]
    assert lines[2].endswith("[unreadable]")


def test_check_of_sound_files_exits_0(good: Path) -> None:
    result = CliRunner().invoke(manifest, ["check", *(str(file) for file in sorted(good.iterdir()))])

    assert (result.exit_code, result.stderr) == (0, "")
