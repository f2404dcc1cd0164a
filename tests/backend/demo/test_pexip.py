"""The demo's stand-in for Pexip: nodes of each start, that only the demo is told how to reach, and that end with it."""

import socket
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from backend.config import PexipSettings, demo_settings
from backend.demo.pexip import DOMAIN, ROOMS_LOCATION, Starting, beside, file_in
from backend.demo.run import run_demo


def furnished(starting: Starting, data: Path) -> PexipSettings:
    pexip = demo_settings(data, 5000, starting.furnish()).pexip
    assert pexip is not None
    return pexip


def test_the_product_is_told_of_nodes_that_let_it_in_and_end_with_the_block(tmp_path: Path) -> None:
    with beside(tmp_path, 5000) as starting:
        pexip = furnished(starting, tmp_path)
        status = f"{pexip.management_url}/api/admin/status/v1/conference/"
        known = (pexip.management_user or "", pexip.management_password or "")
        assert requests.get(status, auth=known, timeout=10).status_code == 200
        assert requests.get(status, auth=(known[0], "wrong"), timeout=10).status_code == 401
        assert requests.get(f"{pexip.node}/api/client/v2/status", timeout=10).status_code == 200
        assert stat.S_IMODE(file_in(tmp_path).stat().st_mode) == 0o600
        assert pexip.events_password != pexip.policy_password
        assert (pexip.domain, list(pexip.trusted_locations)) == (DOMAIN, [ROOMS_LOCATION])
    with socket.socket() as probe:
        node = urlsplit(pexip.node)
        assert probe.connect_ex((node.hostname, node.port)) != 0


def test_a_demo_without_it_has_no_pexip(tmp_path: Path) -> None:
    assert demo_settings(tmp_path, 5000, {}).pexip is None


def test_a_folder_with_meetings_there_is_not_started_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file_in(tmp_path).parent.mkdir()
    file_in(tmp_path).write_text("{}", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert run_demo(free.getsockname()[1], tmp_path, open_browser=False) == 1
    assert "--video pexip" in capsys.readouterr().err
