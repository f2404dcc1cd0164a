import { expect, test, vi } from "vitest";
import { Visit } from "../../src/video/visit";

/** A visit whose camera can be switched and whose posts are written down. */
function visiting(): { visit: Visit; posts: unknown[]; place: { held: boolean } } {
  const place = { held: false };
  const posts: unknown[] = [];
  const visit = new Visit({
    bearer: () => "guest:x",
    presencePath: "/m/x/presence",
    here: () => place.held,
    changed: () => undefined,
  });
  vi.spyOn(visit.api, "post").mockImplementation((_path: string, body: unknown) => {
    posts.push(body);
    return Promise.resolve(undefined as never);
  });
  return { visit, posts, place };
}

test("a camera that starts between the press and the place is told once the place is held", () => {
  const { visit, posts, place } = visiting();
  const state = vi.spyOn(visit.media, "state", "get");
  state.mockReturnValue({ ...visit.media.state, camera: false, microphone: false });
  expect(visit.joining()).toEqual({ camera: false, microphone: false });
  state.mockReturnValue({ ...visit.media.state, camera: true, microphone: false });
  visit.placed();
  expect(posts).toEqual([]);
  place.held = true;
  visit.placed();
  visit.placed();
  expect(posts).toEqual([{ camera: true }]);
});

test("a page that goes on after a reload tells nothing by itself, so that a host's muting holds", () => {
  const { visit, posts, place } = visiting();
  place.held = true;
  visit.placed();
  expect(posts).toEqual([]);
});
