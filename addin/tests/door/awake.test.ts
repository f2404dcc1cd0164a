import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awake } from "../../src/door/awake";

class Lock {
  released = false;
  release(): Promise<void> {
    this.released = true;
    return Promise.resolve();
  }
}

let locks: Lock[] = [];
let seen: DocumentVisibilityState = "visible";

beforeEach(() => {
  locks = [];
  seen = "visible";
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => seen);
  const request = (): Promise<Lock> => {
    const lock = new Lock();
    locks.push(lock);
    return Promise.resolve(lock);
  };
  vi.stubGlobal("navigator", { wakeLock: { request } });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function turn(visibility: DocumentVisibilityState): void {
  seen = visibility;
  document.dispatchEvent(new Event("visibilitychange"));
}

async function settle(): Promise<void> {
  for (const _ of [1, 2, 3]) await Promise.resolve();
}

test("one lock is held while wanted, asked for anew when the page is seen again, and let go", async () => {
  const awake = new Awake();
  awake.want(true);
  awake.want(true);
  await settle();
  awake.want(true);
  expect(locks).toHaveLength(1);
  turn("hidden");
  await locks[0]?.release();
  expect(locks).toHaveLength(1);
  turn("visible");
  await settle();
  expect(locks).toHaveLength(2);
  awake.want(false);
  expect(locks.every(({ released }) => released)).toBe(true);
  turn("visible");
  await settle();
  expect(locks).toHaveLength(2);
});

test("a lock that comes when it is no longer wanted is let go at once", async () => {
  const awake = new Awake();
  awake.want(true);
  awake.want(false);
  await settle();
  expect(locks.map(({ released }) => released)).toEqual([true]);
});

test("a browser that has none or says no is left alone", async () => {
  vi.stubGlobal("navigator", { wakeLock: { request: () => Promise.reject(new Error("NotAllowedError")) } });
  new Awake().want(true);
  await settle();
  vi.stubGlobal("navigator", {});
  expect(() => new Awake().want(true)).not.toThrow();
});
