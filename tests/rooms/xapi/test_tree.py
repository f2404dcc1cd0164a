from hypothesis import given

from rooms.xapi import tree
from rooms.xapi.channel import Node
from tests.rooms.xapi.trees import LEAVES, NODES, PATHS, fuzzed

CALLS: Node = {"Call": [{"id": "3", "Status": "Connected"}, {"id": "5", "ghost": "True"}], "Name": "Rum"}


def test_what_stands_at_a_path_is_found_items_by_their_id() -> None:
    assert tree.text(CALLS, "Call", "3", "Status") == "Connected"
    assert tree.text(CALLS, "Call", "4", "Status", default="none") == "none"
    assert tree.text(CALLS, "Call") == ""
    assert tree.below({"Status": CALLS}, "Status", ("Name",)) == "Rum"
    assert tree.below({"Status": {"Call": ""}}, "Status", ("Call",)) == {}


def test_items_are_without_ghosts_and_a_lone_one_is_a_list() -> None:
    assert [tree.text(item, "id") for item in tree.items(CALLS, "Call")] == ["3"]
    assert tree.items({"Call": {"id": "1", "Status": "Idle"}}, "Call") == [{"id": "1", "Status": "Idle"}]
    assert tree.text({"Call": {"id": "1", "Status": "Idle"}}, "Call", "1", "Status") == "Idle"
    assert tree.items({"Call": ""}, "Call") == []
    assert tree.leaves({"Expression": "/Status"}, "Expression") == ("/Status",)
    assert tree.leaves({"Expression": [{"id": "1", "Value": "/Status"}, "/Event", {}]}, "Expression") == (
        "/Status",
        "/Event",
    )


def test_numbers_are_whole_and_sensible_or_none() -> None:
    said: dict[str, Node] = {"a": "50", "b": "-1", "c": "4.5", "d": "", "e": "9" * 40, "f": "²", "g": "--1"}
    assert [tree.number(said, name) for name in said] == [50, -1, None, None, None, None, None]


def test_leaves_inside_have_dotted_names() -> None:
    item: dict[str, Node] = {
        "id": "2",
        "Encryption": {"Type": "None", "id": "1"},
        "Codec": [{"id": "7", "Name": "a"}, "b"],
    }
    assert tree.flat(item) == {"id": "2", "Encryption.Type": "None", "Codec.7.Name": "a", "Codec.2": "b"}


def test_flat_names_do_not_grow_without_end() -> None:
    leaves: Node = {str(number): "x" for number in range(1000)}
    wide: list[Node] = [{"Codec": [{"id": "9" * 20_000} | leaves]}, {"Codec": {"a" * 20_000: leaves}}]
    deep = leaves
    for _ in range(40):
        deep = {"a" * 100: deep}
    for node in (*wide, deep):
        assert isinstance(node, dict)
        assert sum(map(len, tree.flat(node | {"Name": "x"}))) < 30_000
        assert tree.flat(node | {"Name": "x"})["Name"] == "x"


@fuzzed
@given(NODES, PATHS, LEAVES)
def test_no_tree_is_too_strange_to_be_read(node: Node, path: tuple[str, ...], root: str) -> None:
    assert isinstance(tree.text(node, *path), str)
    assert isinstance(tree.number(node, *path), int | None)
    assert all(isinstance(item, dict) and not tree.is_ghost(item) for item in tree.items(node, *path))
    assert all(isinstance(leaf, str) for leaf in tree.leaves(node, *path))
    below = tree.below({root: node}, root, path)
    if isinstance(below, dict):
        assert all(isinstance(value, str) for value in tree.flat(below).values())
