"""People in a meeting, as browser windows: a patient's phone and a host's screen, and how to look at their pictures."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DemoServer

Open = Callable[..., Page]

# A camera that paints one colour with a line that moves: whoever sees the colour sees this person and nobody else.
PAINTED = """
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = new MediaStream();
  if (wanted.video) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 });
    const pen = canvas.getContext("2d");
    let turn = 0;
    setInterval(() => {
      turn += 1;
      pen.fillStyle = "COLOUR";
      pen.fillRect(0, 0, 160, 120);
      pen.fillStyle = "black";
      pen.fillRect((turn * 7) % 160, 0, 12, 120);
    }, 100);
    stream.addTrack(canvas.captureStream(10).getVideoTracks()[0]);
  }
  if (wanted.audio) stream.addTrack((await real({ audio: true })).getAudioTracks()[0]);
  return stream;
};
"""
# A phone whose camera and microphone are taken by nobody, because there are none.
BARE = """
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
"""
# What the decoded picture of somebody else looks like: mean colour, and a sum that changes when the line moves.
LOOK = """(video) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 24 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(video, 0, 0, 32, 24);
  const { data } = pen.getImageData(0, 0, 32, 24);
  const mean = [0, 0, 0];
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) {
    for (let part = 0; part < 3; part += 1) {
      mean[part] += data[at + part] / (32 * 24);
      sum = (sum * 31 + data[at + part]) % 1000000007;
    }
  }
  return { mean, sum };
}"""
# Resolves when three different pictures of the colour have been decoded and shown, or fails after `patience` ms.
MOVING = """([id, channel, patience]) => new Promise((done, fail) => {
  const look = LOOK;
  const seen = new Set();
  const late = setTimeout(() => fail(new Error(`saw ${seen.size} pictures of ${id}`)), patience);
  const watch = () => {
    const video = document.querySelector(`.tile[data-participant="${id}"]:not([data-self]) video`);
    if (video && video.videoWidth > 0) {
      const { mean, sum } = look(video);
      if (mean.every((part, at) => at === channel || part < mean[channel] - 40)) seen.add(sum);
    }
    if (seen.size < 3) requestAnimationFrame(watch);
    else { clearTimeout(late); done(seen.size); }
  };
  watch();
})""".replace("LOOK", LOOK)
CHANNELS = {"red": 0, "lime": 1, "blue": 2}


def come(open_page: Open, url: str, *, colour: str | None = "red", script: str = "", **options: Any) -> Page:
    """Open a link with a camera that paints `colour`; None is a device with no camera and no microphone."""
    page = open_page("about:blank", **options)
    page.add_init_script(BARE if colour is None else PAINTED.replace("COLOUR", colour))
    if script:
        page.add_init_script(script)
    page.goto(url)
    return page


def wait_at(open_page: Open, url: str, *, name: str | None = None, **options: Any) -> Page:
    """Come to a door and press Anslut; the page then shows the waiting room."""
    page = come(open_page, url, **options)
    if name is not None:
        page.get_by_label("Ditt namn").fill(name)
    page.get_by_role("button", name="Anslut").click()
    expect(page.get_by_role("heading", name="Vårdpersonalen vet att du är här.")).to_be_visible()
    return page


def host(
    open_page: Open, server: DemoServer, meeting: dict[str, Any], *, user: str = "personal", **options: Any
) -> Page:
    """Start the meeting as its organiser and press Anslut."""
    started = server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", user=user, json={}).json()
    page = come(open_page, started["host_url"], **{"colour": "blue", **options})
    page.get_by_role("button", name="Anslut").click()
    expect(page.get_by_role("heading", name="Deltagare")).to_be_visible()
    return page


def invite(server: DemoServer, meeting: dict[str, Any], name: str, kind: str = "patient") -> dict[str, Any]:
    """Enter a participant; the answer has a link of their own."""
    made = server.call(
        "POST", f"/api/v1/meetings/{meeting['id']}/participants", json={"kind": kind, "name": name, "identity": "none"}
    )
    assert made.status_code == 201, made.text
    row: dict[str, Any] = made.json()
    return row


def card(page: Page, group: str, name: str) -> Locator:
    """Somebody's card in one of the host's groups: hands, waiting, inside."""
    return page.locator(f'[data-group="{group}"] .card').filter(has_text=name)


def admit(page: Page, name: str) -> None:
    """Press Tillåt on somebody's card."""
    page.get_by_role("button", name=f"Tillåt {name}").click()
    expect(card(page, "inside", name)).to_be_visible()


def tile_id(page: Page, name: str) -> str:
    """The participant whose picture has this name under it."""
    found = page.locator(".tile").filter(has_text=name).get_attribute("data-participant")
    assert found
    return found


def sees_moving(page: Page, name: str, colour: str, *, seconds: int = 20) -> int:
    """Wait until the page has shown three different pictures of the one who paints `colour`; how many it saw."""
    expect(page.locator(".tile").filter(has_text=name)).to_be_visible()
    seen: int = page.evaluate(MOVING, [tile_id(page, name), CHANNELS[colour], seconds * 1000])
    return seen
