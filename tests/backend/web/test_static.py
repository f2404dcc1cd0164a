"""What caches are told about the files of the client."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.web import static
from backend.web.assets import Assets


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    (tmp_path / "assets").mkdir()
    for name in ("events.js", "taskpane.html", "assets/base-1a2b.js"):
        (tmp_path / name).write_text("// one", "utf-8")
    app = Flask(__name__)
    app.register_blueprint(static.blueprint(Assets(tmp_path)))
    return app.test_client()


@pytest.mark.parametrize("path", ["/addin/events.js", "/addin/taskpane.html"])
def test_what_keeps_its_name_is_asked_for_each_time_and_sent_only_when_new(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    again = client.get(path, buffered=True, headers={"If-None-Match": answer.headers["ETag"]})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert again.status_code == 304


def test_a_hashed_file_may_be_kept(client: FlaskClient) -> None:
    assert "immutable" in client.get("/assets/base-1a2b.js", buffered=True).headers["Cache-Control"]


def test_the_send_check_is_a_script_that_any_outlook_may_fetch(client: FlaskClient) -> None:
    answer = client.get("/addin/events.js", buffered=True)

    assert answer.content_type.split(";")[0] in {"text/javascript", "application/javascript"}
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
