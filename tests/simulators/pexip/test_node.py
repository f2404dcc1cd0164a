from simulators.pexip.asker import OneConference
from simulators.pexip.call import Call, Refused
from simulators.pexip.node import Node
from tests.loops import ran
from tests.simulators.pexip.rig import CARE, Stage


def look(node: Node, alias: str = "vm-1", address: str = "10.0.0.7") -> bool:
    found = ran(node.configuration(Call(alias, remote_address=address)))
    return not isinstance(found, Refused)


def test_one_conference_is_found_by_all_forms_of_its_alias() -> None:
    node = Node(Stage().cluster, OneConference("vm-1", CARE))
    for alias in ("vm-1", "VM-1", "sip:vm-1@video.example", "sips:vm-1@x;transport=tls", "h323:vm-1"):
        assert look(node, alias)
    for alias in ("vm", "sip:a@vm-1", ""):
        assert not look(node, alias)


def test_twenty_wrong_pins_close_a_service_to_all_and_no_other() -> None:
    stage = Stage()
    node = Node(stage.cluster, OneConference("vm-1", CARE))
    for _ in range(20):
        assert look(node)
        stage.cluster.wrong_pins.wrong("vm-1")
    assert not look(node)
    stage.clock.go(601)
    assert look(node)


def test_twenty_wrong_aliases_close_an_address_unless_it_is_on_the_list() -> None:
    stage = Stage()
    node = Node(stage.cluster, OneConference("vm-1", CARE))
    for _ in range(20):
        assert not look(node, "guess")
        assert not look(node, "guess", "127.0.0.1")
    assert not look(node)
    assert look(node, address="10.0.0.8")
    assert look(node, address="127.0.0.1")
    stage.clock.go(601)
    assert look(node)


def test_a_node_that_restarts_remembers_nobody_and_comes_back() -> None:
    stage = Stage()
    node = Node(stage.cluster, OneConference("vm-1", CARE))
    host = stage.host()
    back: list[bool] = []
    node.starts.append(lambda: back.append(True))
    node.restart(30)
    assert node.down
    assert host.gone
    stage.clock.go(31)
    assert not node.down
    assert back == [True]
