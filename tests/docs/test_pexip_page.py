"""What docs/pexip.md says of reasons and waits is what the product does."""

import json
import re
import tomllib
from pathlib import Path

from backend.config import production, read
from backend.health.doctor import LOOKS
from backend.health.looks_at_pexip_settings import settings_for
from backend.profiles import load
from backend.video.pexip.policy import decision, places
from backend.video.pexip.policy.routes import _PATHS
from simulators.pexip.publisher import FIRST_WAIT, LONGEST_WAIT
from tests.backend.config.files import SECRET, written

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "pexip.md").read_text("utf-8")


def codes(begin: str) -> set[str]:
    """Return the codes in the first column of the table that begins so."""
    table = PAGE.partition(f"{begin}\n|---|---|")[2].partition("\n\n")[0]
    return {
        code for row in table.splitlines() for code in re.findall(r"`([a-z_-]+)`", row.partition("|")[2].split("|")[0])
    }


def test_each_reason_for_a_refusal_is_told() -> None:
    written = "".join(
        (ROOT / "backend/video/pexip/policy" / name).read_text("utf-8") for name in ("decision.py", "server.py")
    )
    reasons = {reason for reason, _ in decision._CLOSED} | {
        places.FULL,
        places.MANY_CALLS,
        places.OPEN_ELSEWHERE,
        "unknown",
    }
    reasons |= set(re.findall(r'(?:refusal\(|reason = |barred = )"([a-z-]+)"', written))
    assert reasons <= codes("| reason | what it is |")


def test_each_look_of_the_doctors_at_pexip_is_told() -> None:
    table = PAGE.partition("| it says | it looked at | if not |\n")[2].partition("\n\n")[0]
    told = re.findall(r"^\| `(\w+)`", table, re.MULTILINE)
    assert set(told) == {look.name for look in LOOKS if look.name.startswith("pexip_")}


def test_a_publisher_tries_for_as_long_as_is_told() -> None:
    waits = [FIRST_WAIT]
    while waits[-1] < LONGEST_WAIT:
        waits.append(min(2 * waits[-1], LONGEST_WAIT))
    assert f"about {sum(waits) / 60:.0f} minutes" in PAGE


def block(kind: str) -> str:
    """Return what stands in the only block of that kind."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_whoever_follows_the_example_has_a_policy_port_that_the_shipped_proxies_reach(tmp_path: Path) -> None:
    table, secret = block("toml"), tmp_path / "secret"
    secret.write_text(SECRET, "utf-8")
    file = written(tmp_path)
    file.write_text(file.read_text("utf-8") + "\n" + re.sub(r'(_file) = "[^"]+"', rf'\1 = "{secret}"', table), "utf-8")
    told = production(read({}, file)).settings.pexip
    assert told is not None
    nginx, caddy = ((ROOT / "docs" / "deploy" / name).read_text("utf-8") for name in ("nginx.conf", "Caddyfile"))
    assert f"server {told.policy_listen};" in nginx
    assert f"reverse_proxy {told.policy_listen} " in caddy
    example = (ROOT / "docs" / "deploy" / "vardmote.toml").read_text("utf-8")
    assert tomllib.loads(table)["pexip"].items() <= _uncommented(example).items()
    (port,) = re.findall(r"listen (\d+) ssl;\n(?!.*listen \d+ ssl;\n)", nginx.partition("upstream vardmote_policy")[2])
    assert f"URL (`url`) | `https://<the product>:{port}`" in PAGE
    assert f":{port}{_PATHS[0]}?" in PAGE


def _uncommented(example: str) -> dict[str, object]:
    table = tomllib.loads(example.partition("# [pexip]\n")[2].replace("# ", ""))
    return dict(table)


def test_one_unit_can_begin_as_the_page_says(tmp_path: Path) -> None:
    file = tmp_path / "region.json"
    file.write_text(block("json"), "utf-8")
    needing = {row.code: row.agreement for row in load(file).services}
    assert needing["pexip"]
    base = load(json.loads(block("json"))["extends"])
    assert [row for row in load(file).services if row.code != "pexip"] == [
        row for row in base.services if row.code != "pexip"
    ]


def test_the_global_settings_the_page_asks_for_are_those_the_doctor_wants(tmp_path: Path) -> None:
    section = PAGE.partition("\n### 5. ")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| [\w -]+ \(`(\w+)`\) \| \D*(\d+)", section, re.MULTILINE)
    told = production(read({}, written(tmp_path)))
    wanted = {each.field: each.is_right for each in settings_for(load(told.settings.profile))}
    assert {field for field, _ in rows} == set(wanted)
    assert all(wanted[field](int(value)) for field, value in rows)
