from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.config.told import KEYS, Told, read
from backend.errors import ConfigurationFault
from tests.backend.config.files import SECRET, written


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, processes__web=2)
    told = read({"VARDMOTE_PROCESSES_WEB": "3", "VARDMOTE_EARLIER_SECRET_KEYS": "one, two"}, file)
    assert (told["processes.web"], told["earlier_secret_keys"]) == (3, ["one", "two"])
    assert told["audit.anchor"] == "/srv/elsewhere/access-log.anchor"
    assert read({"VARDMOTE_CONFIG": str(file)})["processes.web"] == 2


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n", "utf-8")
    told = read({}, written(tmp_path, secret_key=None, secret_key_file=str(secret)))
    assert told["secret_key"] == SECRET
    assert not told.unknown
    with pytest.raises(ConfigurationFault) as refused:
        read({"VARDMOTE_SECRET_KEY_FILE": str(tmp_path / "none")}, written(tmp_path, secret_key=None))
    assert refused.value.key == "secret_key_file"


@pytest.mark.parametrize(
    ("key", "value"),
    [("processes.web", "two"), ("processes.web", True), ("base_url", 7), ("trusted_proxies", "127.0.0.1"),
     ("trusted_proxies", [7]), ("audit.shares_database", 1)],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_by_its_key(tmp_path: Path, key: str, value: object) -> None:
    with pytest.raises(ConfigurationFault) as refused:
        read({}, written(tmp_path, **{key: value}))
    assert refused.value.key == key


def test_an_unknown_key_is_named_with_the_one_it_may_be_meant_for(tmp_path: Path) -> None:
    told = read({}, written(tmp_path, audit__achor="/somewhere"))
    with pytest.raises(ConfigurationFault) as refused:
        told.refuse_unknown()
    assert refused.value.key == "audit.achor"
    assert "audit.anchor" in refused.value.text.sv


@given(st.dictionaries(st.sampled_from(sorted(key for key, kind in KEYS.items() if kind.kind is int)), st.integers(0)))
def test_numbers_read_the_same_from_the_environment_as_they_were_written(numbers: dict[str, int]) -> None:
    environment = {f"VARDMOTE_{key.replace('.', '_').upper()}": str(value) for key, value in numbers.items()}
    assert dict(read(environment)) == numbers


def test_a_missing_text_is_named() -> None:
    with pytest.raises(ConfigurationFault) as refused:
        Told({"profile": ""}, {}).text("profile")
    assert refused.value.key == "profile"
