import http.client
import json
import ssl
from pathlib import Path

import pytest

from simulators.outlook import server


def ask(
    outlook: server.Outlook, host: str, path: str, body: object = None
) -> tuple[int, bytes, http.client.HTTPMessage]:
    context = ssl.create_default_context(cafile=outlook.certificate.certificate)
    context.check_hostname = False  # asked by address; the names are what Chromium maps
    connection = http.client.HTTPSConnection("127.0.0.1", outlook.port, context=context, timeout=10)
    try:
        data = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", path, data, {"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


def test_office_js_is_served_unchanged(outlook: server.Outlook) -> None:
    library = Path(__file__).parents[3] / "addin/node_modules/@microsoft/office-js/dist/office.js"
    status, body, headers = ask(outlook, server.CDN, "/lib/1/hosted/office.js")
    assert (status, headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert body == library.read_bytes()


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        (server.HOST, "/calendar/", 200),
        (server.HOST, "/host.js", 200),
        (server.HOST, "/../server.py", 404),
        (server.HOST, "/%2e%2e/server.py", 404),
        (server.CDN, "/lib/1/hosted/../package.json", 404),
        (server.CDN, "/office.js", 404),
        (server.AJAX_CDN, "/ajax/3.5/MicrosoftAjax.js", 200),
        (server.AJAX_CDN, "/ajax/4.0/MicrosoftAjax.js", 404),
        (server.ADDIN, "/pane.html", 200),
        ("elsewhere.example", "/", 421),
    ],
)
def test_each_name_serves_its_own_and_nothing_else(outlook: server.Outlook, host: str, path: str, status: int) -> None:
    assert ask(outlook, host, path)[0] == status


def test_faults_are_ordered_over_http(outlook: server.Outlook) -> None:
    assert ask(outlook, server.HOST, "/_control", {"fault": "fail", "count": 1, "code": 9042})[0] == 204
    call = {"method": "subject.set", "write": True}
    assert json.loads(ask(outlook, server.HOST, "/_faults", call)[1]) == {
        "fault": "fail",
        "code": 9042,
        "milliseconds": 1500,
    }
    assert json.loads(ask(outlook, server.HOST, "/_faults", call)[1]) is None


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/_control", {"fault": "explode"}, 400),
        ("/_control", [], 400),
        ("/_control", {"fault": "x" * 70_000}, 413),
        ("/_other", {}, 404),
    ],
)
def test_a_bad_order_is_refused(outlook: server.Outlook, path: str, body: object, status: int) -> None:
    assert ask(outlook, server.HOST, path, body)[0] == status


def test_without_office_js_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="npm ci"):
        server.start(tmp_path, tmp_path)


def test_other_hosts_are_shut_off(outlook: server.Outlook) -> None:
    rules = outlook.chromium_arguments({server.ADDIN: 8443})[0]
    assert "MAP addin.example.test 127.0.0.1:8443" in rules
    assert f"MAP outlook.office.com 127.0.0.1:{outlook.port}" in rules
    assert "MAP * ~NOTFOUND" in rules
