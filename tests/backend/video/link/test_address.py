"""What may stand in a link to another system: one plain https address, read by us as every browser reads it."""

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.video.link.address import read
from backend.video.service import LINK_LENGTH

LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(lambda label: label[:4] != "xn--")
ENDS = st.sampled_from(["se", "example", "Com"])
HOSTS = st.tuples(st.lists(LABELS, min_size=1, max_size=4), ENDS).map(lambda parts: ".".join([*parts[0], parts[1]]))
PATHS = st.lists(st.text("abcXYZ019-._~", min_size=1, max_size=8), max_size=4).map(lambda parts: "/" + "/".join(parts))


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://meet.example/r/1", "meet.example"),
        ("https://meet.example", "meet.example"),
        ("HTTPS://Meet.Example/R", "meet.example"),
        ("https://meet.example/r?pin=1#room=2&k=3", "meet.example"),
        ("https://meet.example?x=1", "meet.example"),
        ("https://meet.example/@anna/r", "meet.example"),
        ("https://meet.example/a//b", "meet.example"),
        (
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_A%40thread.v2/0?context=%7b%22Tid%22%3a%22a-1%22%7d",
            "teams.microsoft.com",
        ),
    ],
)
def test_a_plain_https_address_is_read(text: str, host: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.host, urlsplit(found.url).hostname) == (host, host)
    assert found.url.partition(host)[2] == text[len("https://") + len(host) :]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://",
        "https:///meet.example",
        "https:meet.example",
        "https:/meet.example",
        "//meet.example/r",
        "meet.example/r",
        "http://meet.example/r",
        "ftp://meet.example/r",
        "javascript:alert(1)",
        "data:text/html,<script>1</script>",
        "javascript://meet.example/%0aalert(1)",
        "https://vera@meet.example/r",
        "https://meet.example@evil.example/r",
        "https://meet.example%40evil.example/r",
        "https://meet.example:443/r",
        "https://meet.example:@evil.example",
        "https://meet.example\\@evil.example",
        "https://meet.example\\.evil.example",
        "https:\\\\meet.example\\r",
        "https://meet.example./r",
        "https://.meet.example/r",
        "https://meet..example/r",
        "https://-meet.example/r",
        "https://meet/r",
        "https://localhost/r",
        "https://*.meet.example/r",
        "https://127.0.0.1/r",
        "https://2130706433/r",
        "https://0x7f.0.0.1/r",
        "https://1.0x7f/r",
        "https://[::1]/r",
        "https://[::ffff:127.0.0.1]/r",
        "https://xn--mt-yia.example/r",
        "https://meet.xn--mt-yia/r",
        "https://XN--mt-yia.example/r",
        "https://möte.example/r",
        "https://meet。example/r",
        "https://meet.exаmple/r",
        "https://meet%2eexample/r",
        "https://%6deet.example/r",
        "https://meet.example\t/r",
        "https://me\net.example/r",
        "https://meet.example/r\n",
        " https://meet.example/r",
        "https://meet.example/ r",
        "https://meet.example/r\0",
        "https://meet.example/\u202er",
        "https://meet.example/å",
        'https://meet.example/"onclick="',
        "https://meet.example/<script>",
        "https://meet.example/%",
        "https://meet.example/%zz",
        "https://meet.example/%0d%0aSet-Cookie:a=b",
        "https://meet.example/%00",
        "https://meet.example/%5c%5cevil.example",
        "https://meet.example//evil.example",
        "https://meet.example/%2f%2fevil.example",
        "https://meet.example/%252f%252fevil.example",
        "https://meet.example/out?to=https://evil.example",
        "https://meet.example/out?to=https:evil.example",
        "https://meet.example/out?to=//evil.example",
        "https://meet.example/out?to=/%5cevil.example",
        "https://meet.example/out?to=https%3A%2F%2Fevil.example",
        "https://meet.example/out?to=https%253A%252F%252Fevil.example",
        "https://meet.example/out#//evil.example",
        "https://meet.example/out?to=javascript:alert(1)",
        "https://meet.example/out?to=%EF%BC%8F%EF%BC%8Fevil.example",
        f"https://meet.example/{quote(quote(quote(quote(quote(quote('ä'))))))}",
        f"https://{'a' * 64}.example/",
        f"https://{'.'.join(['abcdefgh'] * 30)}.example/",
        f"https://meet.example/{'a' * LINK_LENGTH}",
    ],
)
def test_what_some_reader_could_take_for_something_else_is_refused(text: str) -> None:
    assert read(text) is None


@given(HOSTS, PATHS)
def test_what_is_read_is_what_a_browser_would_read(host: str, path: str) -> None:
    found = read(f"https://{host}{path}")
    assert found is not None
    parts = urlsplit(found.url)
    assert (parts.scheme, parts.hostname, parts.path) == ("https", found.host, path)
    assert (parts.username, parts.port, found.host) == (None, None, host.lower())
    assert read(found.url) == found


@given(HOSTS, PATHS, st.sampled_from('\\\t\n\r\0 \x7f\u00a0\u2028"<>^`{|}é'), st.integers(0, 80))
@example("a.se", "/", "\\", 8)
def test_one_bad_character_anywhere_is_refused(host: str, path: str, bad: str, at: int) -> None:
    whole = f"https://{host}{path}"
    at = min(at, len(whole))
    assert read(whole[:at] + bad + whole[at:]) is None


@given(HOSTS, PATHS, HOSTS, st.integers(0, 4), st.sampled_from(["https://", "//", "http:/", "/\\"]))
def test_an_address_within_the_address_is_refused_however_it_is_written(
    host: str, path: str, other: str, layers: int, begins: str
) -> None:
    inner = f"{begins}{other}"
    for _ in range(layers):
        inner = quote(inner, safe="")
    assert read(f"https://{host}{path}?next={inner}") is None


@given(st.text(max_size=60))
def test_no_text_at_all_is_a_fault(text: str) -> None:
    found = read(text)
    assert found is None or found.url.startswith("https://")
