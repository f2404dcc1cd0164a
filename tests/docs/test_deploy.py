"""The examples an operator copies: they can be read, they bound what comes in, and their logs hold nobody's door."""

import configparser
import re
from pathlib import Path

from backend.config import KEYS, PexipSettings, production, read
from backend.sendcheck.routes import INVITE_LIMIT
from backend.video.pexip.hooks.intake import MOST_BYTES
from backend.video.pexip.policy.routes import _PATHS
from tests.backend.config.files import SECRET

DOCS = Path(__file__).parents[2] / "docs"
DEPLOY = DOCS / "deploy"
# All that nginx may write of a request. Nothing that holds a path, a query, a header somebody sent or their address.
HARMLESS = {
    "time_iso8601", "request_method", "status", "body_bytes_sent", "request_time", "upstream_response_time",
    "server_protocol", "sent_http_x_request_id",
}  # fmt: skip


def read_text(name: str) -> str:
    lines = (DEPLOY / name).read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def test_every_setting_stands_in_the_operators_page_and_no_other() -> None:
    page = (DOCS / "operations.md").read_text("utf-8")
    table = page.partition("| key |")[2].partition("**Refused**")[0]
    told = {
        key
        for row in table.splitlines()
        for key in re.findall(r"`([a-z_.]+)`", row.split("|")[1] if "|" in row else "")
    }
    assert told == set(KEYS)


def test_the_example_configuration_is_taken() -> None:
    told = production(
        read(
            {
                "VARDMOTE_SECRET_KEY": SECRET,
                "VARDMOTE_DATABASE_URL": "postgresql://vardmote@localhost/vardmote",
                "VARDMOTE_AUDIT_DATABASE_URL": "postgresql://vardmote@localhost/vardmote_log",
            },
            DEPLOY / "vardmote.toml",
        )
    )
    assert (told.web, told.workers) == (3, 2)
    assert told.listen in read_text("nginx.conf").replace("server ", "")
    assert told.listen in read_text("Caddyfile")


def test_the_example_of_pexips_table_is_taken_once_it_is_no_comment(tmp_path: Path) -> None:
    kept, _, table = (DEPLOY / "vardmote.toml").read_text("utf-8").partition("# [pexip]\n")
    secret = tmp_path / "secret"
    secret.write_text(SECRET, "utf-8")
    plain = re.sub(r'(_file) = "[^"]+"', rf'\1 = "{secret}"', table.replace("# ", ""))
    file = tmp_path / "vardmote.toml"
    file.write_text(f"{kept}[pexip]\n{plain}", "utf-8")
    environment = {
        "VARDMOTE_SECRET_KEY": "another-" + SECRET,
        "VARDMOTE_DATABASE_URL": "postgresql://a/b",
        "VARDMOTE_AUDIT_DATABASE_URL": "postgresql://a/c",
    }
    pexip = production(read(environment, file)).settings.pexip
    assert pexip is not None
    assert (pexip.dial_out_location, pexip.management_user) == ("Vårdens noder", "vardmote")


def test_the_unit_is_closed_in_and_ends_as_serve_does() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # keys as they are written
    unit.read_string(read_text("vardmote.service"))
    service = dict(unit["Service"])
    wanted = {
        "Type": "notify", "KillMode": "mixed", "NoNewPrivileges": "true", "ProtectSystem": "strict",
        "ProtectHome": "true", "PrivateTmp": "true", "PrivateDevices": "true", "CapabilityBoundingSet": "",
        "RestartPreventExitStatus": "2", "UMask": "0077", "StateDirectory": "vardmote",
    }  # fmt: skip
    assert wanted.items() <= service.items()
    assert "User" in service
    told = production(
        read(
            {
                "VARDMOTE_SECRET_KEY": SECRET,
                "VARDMOTE_DATABASE_URL": "postgresql://a/b",
                "VARDMOTE_AUDIT_DATABASE_URL": "postgresql://a/c",
            },
            DEPLOY / "vardmote.toml",
        )
    )
    assert int(service["TimeoutStopSec"]) > told.notice + told.grace + 5
    named = re.findall(r"Environment=VARDMOTE_(\w+)_FILE=%d/(\w+)", read_text("vardmote.service"))
    assert named
    assert all(name.lower() == credential for name, credential in named)
    assert all(f"LoadCredential={credential}:" in read_text("vardmote.service") for _, credential in named)


def test_nginx_logs_nothing_that_could_be_a_door_or_a_person() -> None:
    text = read_text("nginx.conf")
    formats = re.findall(r"log_format (\w+) ([^;]+);", text)
    assert [name for name, _ in formats] == ["vardmote"]
    assert set(re.findall(r"\$(\w+)", formats[0][1])) == HARMLESS
    assert re.findall(r"access_log ([^;]+);", text) == ["off", "/var/log/nginx/vardmote.log vardmote", "off"]
    assert set(re.findall(r"error_log \S+ (\w+);", text)) == {"emerg"}
    assert len(re.findall(r"error_log", text)) == len(re.findall(r"\bserver \{", text))


def test_caddy_logs_nothing_that_could_be_a_door_or_a_person() -> None:
    text = read_text("Caddyfile")
    deleted = set(re.findall(r"^\s*(\S+) delete$", text, re.MULTILINE))
    assert deleted >= {"request>uri", "request>headers", "request>remote_ip", "request>client_ip", "resp_headers"}
    # What can't be passed on is written elsewhere than in the access log.
    (excluded,) = re.findall(r"^\tlog default \{\s+exclude ([^}]+?)\s+\}", text, re.MULTILINE)
    assert set(excluded.split()) >= {"http.log.error", "http.handlers.reverse_proxy"}


def test_the_proxies_let_through_whatever_pexips_nodes_tell() -> None:
    nginx, caddy = read_text("nginx.conf"), read_text("Caddyfile")
    for found in (
        re.search(r"location = /hooks/pexip/events \{\s+client_max_body_size (\d+)m;\s+proxy_pass", nginx),
        re.search(r"request_body @events \{\s+max_size (\d+)MB", caddy),
    ):
        # What is too large for us is answered by us as well: 413 would make the publisher stop.
        assert found is not None
        assert int(found[1]) * 1_000_000 > 2 * MOST_BYTES
    assert "@events path /hooks/pexip/events" in caddy
    assert "@others not path /hooks/pexip/events" in caddy


def test_the_port_that_pexip_asks_is_for_its_nodes_and_leaves_no_trace() -> None:
    nginx, caddy = read_text("nginx.conf"), read_text("Caddyfile")
    port = PexipSettings("https://video.example").policy_listen.rpartition(":")[2]
    (server,) = (each for each in re.split(r"^(?=server \{)", nginx, flags=re.MULTILINE) if "listen 8443" in each)
    site = caddy.partition("vardmote.example:8443 {")[2]
    assert f"server 127.0.0.1:{port};" in nginx.partition("upstream vardmote_policy {")[2].partition("}")[0]
    assert f"reverse_proxy 127.0.0.1:{port} " in site
    # An alias that lets somebody in, a name and an address stand in each query.
    assert re.findall(r"(?:access|error)_log ([^;]+);", server) == ["off", "/dev/null emerg"]
    assert not re.search(r"^\s*log\b", site, re.MULTILINE)
    (told,) = re.findall(r"location ~ (\S+) \{", server)
    (paths,) = re.findall(r"^\s*path (.+)$", site, re.MULTILINE)
    assert paths.split() == list(_PATHS)
    for path in _PATHS:
        assert re.match(told, path)
        assert not re.match(told, f"{path}/")
        assert not re.match(told, f"/x{path}")
    for proxy, only in ((server, "deny all;"), (site, "remote_ip ")):
        assert only in proxy
        assert max(int(seconds) for seconds in re.findall(r"read_timeout (\d+)s", proxy)) <= 5
        assert "301" not in proxy
        assert "redir" not in proxy


def test_the_proxies_bound_what_comes_in_and_let_streams_through() -> None:
    nginx, caddy = read_text("nginx.conf"), read_text("Caddyfile")
    for found in (
        re.search(r"client_max_body_size (\d+)k", nginx),
        re.search(r"request_body @others \{\s+max_size (\d+)KB", caddy),
    ):
        assert found is not None
        assert INVITE_LIMIT < int(found[1]) * 1000 < 2 * INVITE_LIMIT
    for line in ("client_header_timeout", "client_body_timeout", "proxy_buffering off", "proxy_request_buffering on"):
        assert line in nginx
    assert "flush_interval -1" in caddy
    assert "location = /metrics" in nginx
    assert "respond @metrics 404" in caddy
    assert "X-Forwarded-For $remote_addr" in nginx
    assert nginx.count("{") == nginx.count("}")
    assert caddy.count("{") - caddy.count("{remote_host}") == caddy.count("}") - caddy.count("{remote_host}")
