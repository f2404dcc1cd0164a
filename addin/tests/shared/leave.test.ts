import { afterEach, expect, test, vi } from "vitest";
import { leaveFor, newTab, requireLed } from "../../src/shared/leave";

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

const DEMO = { protocol: "http:", hostname: "127.0.0.1" };

test("a demo goes on to another part of itself, and nobody else to anything but https", () => {
  const part = "http://127.0.0.1:4000/webapp3/m/a";
  expect(requireLed(part, DEMO)).toBe(part);
  expect(() => requireLed(part, { protocol: "https:", hostname: "vard.example" })).toThrow();
  expect(() => requireLed(part, { protocol: "http:", hostname: "vard.example" })).toThrow();
  expect(() => requireLed("http://meet.example/", DEMO)).toThrow();
  expect(() => requireLed("javascript:alert(1)", DEMO)).toThrow();
});

test("a new tab is opened at once, cannot reach us, and goes only where it may", () => {
  const replace = vi.fn();
  const tab = { opener: window, closed: false, location: { replace }, close: vi.fn() };
  const open = vi.spyOn(window, "open").mockReturnValue(tab as unknown as Window);
  const made = newTab();
  expect(open).toHaveBeenCalledOnce();
  expect(tab.opener).toBeNull();
  expect(() => made.go("http://meet.example/")).toThrow();
  expect(replace).not.toHaveBeenCalled();
  expect(made.go(URL_THERE)).toBe(true);
  expect(replace).toHaveBeenCalledWith(URL_THERE);
  tab.closed = true;
  expect(made.go(URL_THERE)).toBe(false);
});

test("a browser that opens no tab says so", () => {
  vi.spyOn(window, "open").mockReturnValue(null);
  expect(newTab().go(URL_THERE)).toBe(false);
});
