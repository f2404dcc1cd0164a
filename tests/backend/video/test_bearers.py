from backend.video.bearers import GUEST, HOST, digest, is_kind, mint


def test_bearers_say_their_kind_and_are_never_the_same() -> None:
    bearers = {mint(HOST) for _ in range(100)}
    assert len(bearers) == 100
    assert all(is_kind(bearer, HOST) and not is_kind(bearer, GUEST) for bearer in bearers)


def test_a_digest_is_stable_and_tells_nothing_of_the_secret() -> None:
    secret = mint(GUEST)
    assert digest(secret) == digest(secret) != digest(f"{secret}x")
    assert secret not in digest(secret)
    assert len(digest(secret)) == 64
