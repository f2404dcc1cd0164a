import { afterEach, expect, test, vi } from "vitest";
import { leaveFor } from "../../src/shared/leave";

const URL_THERE = "https://meet.example/r/1#room";
let pressed: HTMLAnchorElement[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  pressed = [];
});

function watchPresses(): void {
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    pressed.push(this.cloneNode() as HTMLAnchorElement);
  });
}

test("in a window of its own the page is left, without a trace of where one came from", () => {
  watchPresses();
  window.opener = {};
  expect(leaveFor(URL_THERE)).toBe(true);
  const [link] = pressed;
  expect(link?.getAttribute("href")).toBe(URL_THERE);
  expect(link?.target).toBe("_self");
  expect(link?.rel).toBe("noopener noreferrer");
  expect(link?.getAttribute("referrerpolicy")).toBe("no-referrer");
  expect(window.opener).toBeNull();
  expect(document.querySelector("a")).toBeNull();
});

test("in a frame another system is never shown: a new window opens and this one stays", () => {
  watchPresses();
  expect(leaveFor(URL_THERE, true)).toBe(false);
  expect(pressed[0]?.target).toBe("_blank");
});

test.each(["javascript:alert(1)", "http://meet.example/", "data:text/html,x", "/elsewhere"])(
  "%s is not gone to",
  (address) => {
    watchPresses();
    expect(() => leaveFor(address)).toThrow();
    expect(pressed).toEqual([]);
  },
);
