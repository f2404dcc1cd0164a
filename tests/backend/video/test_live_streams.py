"""Who is still there is known by their event stream: lost, back, late, and after a restart."""

from tests.backend.video.house import House


def test_a_page_lost_for_20_seconds_has_left(house: House, meeting: str) -> None:
    house.let_in(meeting, "g")
    house.heard(meeting, "g")
    house.unheard(meeting, "g")
    house.pass_time(19)
    assert house.state(meeting, "g") == "in"
    house.pass_time(1)
    assert (house.state(meeting, "g"), house.presence(meeting, "g").reason) == ("left", "lost")


def test_who_waits_with_a_locked_phone_has_two_minutes(house: House, meeting: str) -> None:
    house.wait(meeting, "g")
    house.heard(meeting, "g")
    house.unheard(meeting, "g")
    house.pass_time(119)
    assert house.state(meeting, "g") == "waiting"
    house.pass_time(1)
    assert (house.state(meeting, "g"), house.presence(meeting, "g").reason) == ("left", "lost")


def test_one_let_in_with_a_locked_phone_has_the_seconds_to_wake_it(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.wait(meeting, "g")
    house.heard(meeting, "g")
    house.unheard(meeting, "g")
    house.pass_time(110)
    house.admit(meeting, "g")
    house.pass_time(19)
    assert house.state(meeting, "g") == "in"
    house.pass_time(1)
    assert house.state(meeting, "g") == "left"


def test_a_stream_whose_end_nobody_could_write_down_is_found(house: House, meeting: str) -> None:
    house.host(meeting, "ghost")
    house.heard(meeting, "ghost", "over")
    house.host(meeting, "h")
    house.heard(meeting, "h", "open")
    house.wait(meeting, "g")
    house.live.closed("over")
    house.live.check_streams()
    assert [house.presence(meeting, person).stream for person in ("ghost", "h", "g")] == [None, "open", None]
    house.pass_time(20)
    assert (house.state(meeting, "ghost"), house.state(meeting, "h")) == ("left", "in")


def test_a_page_back_in_time_stays(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.heard(meeting, "h", "the host's")
    house.let_in(meeting, "g")
    house.heard(meeting, "g", "first")
    house.unheard(meeting, "g", "first")
    house.pass_time(10)
    house.heard(meeting, "g", "second")
    house.unheard(meeting, "g", "first")
    house.pass_time(100)
    assert house.state(meeting, "g") == "in"


def test_a_lost_job_that_comes_too_early_waits_for_its_time(house: House, meeting: str) -> None:
    house.let_in(meeting, "g")
    house.heard(meeting, "g", "first")
    house.unheard(meeting, "g", "first")
    house.pass_time(15)
    house.heard(meeting, "g", "second")
    house.unheard(meeting, "g", "second")
    house.pass_time(15)
    assert house.state(meeting, "g") == "in"
    house.pass_time(5)
    assert house.state(meeting, "g") == "left"


def test_a_page_that_never_listens_is_let_go_after_two_minutes(house: House, meeting: str) -> None:
    house.wait(meeting, "g")
    house.pass_time(119)
    assert house.state(meeting, "g") == "waiting"
    house.pass_time(1)
    assert house.state(meeting, "g") == "left"


def test_a_lost_host_starts_the_countdown_but_the_door_stays_open(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.heard(meeting, "h")
    house.let_in(meeting, "g")
    house.heard(meeting, "g")
    house.wait(meeting, "w")
    house.heard(meeting, "w")
    house.unheard(meeting, "h")
    house.pass_time(20)
    assert house.conference(meeting).ending_reason == "host-lost"
    house.pass_time(60)
    assert (house.state(meeting, "g"), house.state(meeting, "w")) == ("left", "waiting")
    assert house.conference(meeting).ended_at is None


def test_after_a_restart_each_page_must_be_heard_anew(house: House, meeting: str) -> None:
    for guest in ("back", "gone"):
        house.let_in(meeting, guest)
        house.heard(meeting, guest)
    house.live.resume()
    house.heard(meeting, "back", "after the restart")
    house.pass_time(20)
    assert (house.state(meeting, "back"), house.state(meeting, "gone")) == ("in", "left")
