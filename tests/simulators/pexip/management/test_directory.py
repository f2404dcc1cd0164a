import pytest

from simulators.pexip.call import Call, Properties, Refused
from simulators.pexip.configuration import Configuration
from simulators.pexip.management.directory import DirectoryAsker
from simulators.pexip.management.replica import Replica
from simulators.pexip.management.store import Store
from tests.loops import ran


def _asked(store: Store, alias: str) -> Configuration | Refused:
    return ran(DirectoryAsker(store.replica).configuration(Call(alias)))


def _store(delay: float = 0.0) -> tuple[Store, list[float]]:
    now = [0.0]
    return Store(Replica(delay, lambda: now[0])), now


def test_a_room_is_what_was_written_of_it_and_never_locked() -> None:
    store, _ = _store()
    with store.writing():
        theme = store.create("ivr_theme", {"name": "Region"})
        group = store.create("identity_provider_group", {"name": "Staff"})
        room = store.create(
            "conference",
            {
                "name": "vm-1",
                "tag": "ours",
                "pin": "123456",
                "allow_guests": True,
                "participant_limit": 15,
                "enable_chat": "no",
                "max_callrate_in": 2048,
                "ivr_theme": f"/api/admin/configuration/v1/ivr_theme/{theme}/",
                "host_identity_provider_group": f"/api/admin/configuration/v1/identity_provider_group/{group}/",
                "aliases": [{"alias": "abc"}, {"alias": "abc@example.test"}],
            },
        )
        store.create(
            "automatic_participant",
            {
                "alias": "room@x.test",
                "conference": [f"/api/admin/configuration/v1/conference/{room}/"],
                "role": "chair",
            },
        )
    found = _asked(store, "sip:ABC@example.test;transport=tls")
    assert isinstance(found, Configuration)
    assert found == _asked(store, "abc")
    assert (found.name, found.service_tag, found.pin, found.participant_limit) == ("vm-1", "ours", "123456", 15)
    assert (found.locked, found.enable_chat, found.max_callrate_in) == (False, False, 2_048_000)
    assert (found.ivr_theme_name, found.host_identity_provider_group) == ("Region", "Staff")
    [dial] = found.automatic_participants
    assert (dial["remote_alias"], dial["local_alias"], dial["role"]) == ("room@x.test", "abc", "chair")


@pytest.mark.parametrize(("written", "may"), [("default", True), ("yes", True), ("no", False)])
def test_whether_people_may_write_to_each_other_is_as_the_room_says(written: str, may: bool) -> None:  # noqa: FBT001 - drawn
    store, _ = _store()
    with store.writing():
        store.create("conference", {"name": "a", "enable_chat": written, "aliases": [{"alias": "abc"}]})
    found = _asked(store, "abc")
    assert isinstance(found, Configuration)
    assert found.enable_chat is may


def test_an_alias_is_found_as_it_was_written_and_once_it_has_come_to_the_nodes() -> None:
    store, now = _store(90.0)
    with store.writing():
        store.create("conference", {"name": "a", "aliases": [{"alias": "abc"}]})
    assert _asked(store, "abc") == Refused("Neither conference nor gateway found")
    now[0] = 90.0
    assert isinstance(_asked(store, "abc"), Configuration)
    assert isinstance(_asked(store, "sip:abc@example.test"), Refused)


def test_what_is_no_meeting_room_is_not_served_and_nobody_is_special() -> None:
    store, _ = _store()
    with store.writing():
        store.create("conference", {"name": "a", "service_type": "test_call", "aliases": [{"alias": "abc"}]})
    assert isinstance(_asked(store, "abc"), Refused)
    asker = DirectoryAsker(store.replica)
    assert ran(asker.properties(Call("abc"), Configuration("a"))) == Properties()
