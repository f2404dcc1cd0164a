import pytest

from rooms.errors import BadParameter, NotSupported
from rooms.xapi import configuration
from tests.rooms.xapi.scripted import session


def test_a_setting_is_read_and_set() -> None:
    room, line = session()
    line.settings["SystemUnit Name"] = "Rum 4"
    assert configuration.read(room, ("SystemUnit", "Name")) == "Rum 4"
    configuration.write(room, ("Audio", "DefaultVolume"), 40)
    assert line.said == [("Audio DefaultVolume", {"value": 40}, None)]


def test_a_tree_of_settings_is_not_one() -> None:
    room, line = session()
    line.settings["SystemUnit"] = {"Name": "Rum 4"}
    with pytest.raises(NotSupported):
        configuration.read(room, ("SystemUnit",))


def test_a_bad_path_or_value_is_refused_before_anything_is_sent() -> None:
    room, line = session()
    with pytest.raises(BadParameter):
        configuration.read(room, ("SystemUnit\nName",))
    with pytest.raises(BadParameter):
        configuration.write(room, ("Audio", "DefaultVolume"), 400)
    assert line.said == []
