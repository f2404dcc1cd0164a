import ipaddress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import ConfigurationFault
from backend.serving.proxies import Proxies, networks

_ADDRESSES = st.ip_addresses(v=4).map(str)


def seen(trusted: tuple[str, ...], peer: str, forwarded: str | None = None, proto: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http"}
    if forwarded is not None:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    if proto is not None:
        environ["HTTP_X_FORWARDED_PROTO"] = proto

    def inner(told: dict[str, Any], _start: object) -> list[bytes]:
        found.update(told)
        return []

    list(Proxies(inner, trusted)(environ, lambda *_: None))
    return found


@settings(max_examples=30)
@given(st.lists(_ADDRESSES), _ADDRESSES)
def test_a_stranger_is_who_they_are_whatever_they_write(chain: list[str], peer: str) -> None:
    told = seen((), peer, ", ".join(chain), "https")
    assert (told["REMOTE_ADDR"], told["wsgi.url_scheme"]) == (peer, "http")
    assert "HTTP_X_FORWARDED_FOR" not in told


@settings(max_examples=30)
@given(st.lists(_ADDRESSES.filter(lambda each: not ipaddress.ip_address(each).is_loopback)), _ADDRESSES)
def test_behind_our_proxy_the_last_it_heard_from_is_asking_whatever_they_write(chain: list[str], asks: str) -> None:
    told = seen(("127.0.0.0/8",), "127.0.0.1", ", ".join([*chain, asks]), "https")
    mine = ipaddress.ip_address(asks).is_loopback
    assert mine or told["REMOTE_ADDR"] == asks
    assert told["wsgi.url_scheme"] == "https"


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "asks"),
    [
        (("10.0.0.1", "10.0.0.2"), "10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (("10.0.0.1",), "10.0.0.1", None, "10.0.0.1"),
        (("10.0.0.1",), "10.0.0.1", "10.0.0.1", "10.0.0.1"),
        (("10.0.0.1",), "10.0.0.1", "no address", "192.0.2.1"),
        (("unix",), "", "198.51.100.7", "198.51.100.7"),
        (("127.0.0.1",), "", "198.51.100.7", ""),
        (("::1",), "::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_who_asks(trusted: tuple[str, ...], peer: str, forwarded: str | None, asks: str) -> None:
    assert seen(trusted, peer, forwarded)["REMOTE_ADDR"] == asks


def test_what_is_no_address_is_refused_by_its_key() -> None:
    with pytest.raises(ConfigurationFault) as refused:
        networks(["proxy.example"])
    assert refused.value.key == "trusted_proxies"
