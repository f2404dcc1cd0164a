from backend.jobs.watch import Watch


def test_silent_is_whose_sign_stays_the_same_for_so_long_of_looking() -> None:
    now = [0.0]
    watch: Watch[str] = Watch(6, lambda: now[0])
    for second in range(6):
        now[0] = second
        assert watch.silent({"still": 1, "beats": second}) == []
    now[0] = 6
    assert watch.silent({"still": 1, "beats": 6, "new": 1}) == ["still"]
    assert watch.silent({"beats": 6}) == []
    now[0] = 30
    assert watch.silent({"still": 1}) == []


def test_after_a_look_that_failed_the_watch_begins_anew() -> None:
    now = [0.0]
    watch: Watch[str] = Watch(6, lambda: now[0])
    assert watch.silent({"a": 1}) == []
    now[0] = 100
    watch.begin_anew()
    assert watch.silent({"a": 1}) == []
    now[0] = 106
    assert watch.silent({"a": 1}) == ["a"]
