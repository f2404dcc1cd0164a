from pathlib import Path
from typing import Any

import pytest

from backend.config import Production, production, read
from backend.config.production import SPARE_THREADS
from backend.errors import ConfigurationFault
from tests.backend.config.files import SECRET, written

POSTGRES = "postgresql://vardmote@localhost/vardmote"


def made(folder: Path, **changes: Any) -> Production:
    return production(read({}, written(folder, **changes)))


def refused(folder: Path, **changes: Any) -> str:
    with pytest.raises(ConfigurationFault) as fault:
        made(folder, **changes)
    assert fault.value.text.sv != fault.value.text.en
    assert SECRET not in str(fault.value)
    return fault.value.key


def test_the_usual_settings_are_taken(tmp_path: Path) -> None:
    usual = made(tmp_path)
    assert (usual.web, usual.workers, usual.listen) == (1, 0, "127.0.0.1:8000")
    assert usual.settings.origin == "https://vardmote.example"
    assert not usual.settings.demo
    assert not usual.settings.builtin_video
    assert usual.settings.data == Path("/srv/vardmote")
    assert usual.entra.authority == "https://login.microsoftonline.com"
    assert usual.entra.audience == usual.entra.client_id


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"identity__mode": "demo"}, "identity.mode"),
        ({"identity__mode": "anything"}, "identity.mode"),
        ({"secret_key": "short"}, "secret_key"),
        ({"secret_key": "a" * 40}, "secret_key"),
        ({"secret_key": "change-me-" * 4}, "secret_key"),
        ({"base_url": "http://vardmote.example"}, "base_url"),
        ({"base_url": "https://"}, "base_url"),
        ({"base_url": "https://vardmote.example/sub"}, "base_url"),
        ({"base_url": "https://user@vardmote.example"}, "base_url"),
        ({"services__builtin__enabled": True}, "services.builtin.enabled"),
        ({"builtin_video": True}, "builtin_video"),
        ({"services__types__patient_care": "builtin"}, "services.types.patient_care"),
        ({"no_such_key": 1}, "no_such_key"),
        ({"processes__web": 2}, "processes.web"),
        ({"processes__workers": 1}, "processes.workers"),
        ({"processes__web": 0}, "processes.web"),
        ({"database_url": POSTGRES, "data": "/srv", "processes__workers": 0}, "processes.workers"),
        ({"database_url": POSTGRES}, "data"),
        ({"processes__threads": 8}, "processes.threads"),
        ({"processes__threads": 40, "processes__streams": 30}, "processes.streams"),
        ({"audit__database_url": "sqlite:////srv/vardmote/vardmote.sqlite"}, "audit.database_url"),
        ({"metrics_token": "short"}, "metrics_token"),
        ({"listen": "8000"}, "listen"),
        ({"identity__authority": "http://login.example"}, "identity.authority"),
        ({"earlier_secret_keys": ["short"]}, "earlier_secret_keys"),
        *(
            ({key.replace(".", "__"): None}, key)
            for key in (
                "base_url", "secret_key", "database_url", "profile", "audit.database_url", "audit.anchor",
                "identity.mode", "identity.tenant", "identity.client_id", "identity.people",
            )
        ),
    ],
)  # fmt: skip
def test_what_must_not_be_is_refused_by_its_key(tmp_path: Path, changes: dict[str, Any], key: str) -> None:
    assert refused(tmp_path, **changes) == key


def test_what_is_dangerous_is_told_before_what_is_missing(tmp_path: Path) -> None:
    gaps = dict.fromkeys(("identity__tenant", "identity__people", "audit__anchor", "profile"))
    assert refused(tmp_path, base_url="http://vardmote.example", **gaps) == "base_url"
    assert refused(tmp_path, identity__mode="demo", **gaps) == "identity.mode"
    assert refused(tmp_path, secret_key="change-me", **gaps) == "secret_key"


def test_streams_always_leave_threads_for_the_rest(tmp_path: Path) -> None:
    for threads in (20, 40, 120, 400):
        chosen = made(tmp_path, processes__threads=threads)
        assert 1 <= chosen.settings.stream_limit <= threads - SPARE_THREADS


def test_one_store_for_both_is_taken_when_it_is_said_to_be_meant(tmp_path: Path) -> None:
    same = "sqlite:////srv/vardmote/vardmote.sqlite"
    assert made(tmp_path, audit__database_url=same, audit__shares_database=True).settings.audit_database_url == same


def test_the_anchor_lies_with_the_data_unless_told_otherwise(tmp_path: Path) -> None:
    chosen = made(tmp_path, audit__anchor=None, data="/srv/vardmote")
    assert chosen.settings.audit_anchor == Path("/srv/vardmote/access-log.anchor")
