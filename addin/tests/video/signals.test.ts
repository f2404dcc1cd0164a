import { expect, test } from "vitest";
import { judge, nameOf, opens, unwrap } from "../../src/video/signals";
import { hello, offer } from "./fakes";

const HEARD = { opener: false, session: "me.4", theirs: "them.2" };
const candidate = { candidate: "host" };
const answer: RTCSessionDescriptionInit = { type: "answer", sdp: "answer" };

test("the opener connects with whoever says hello, and asks others who they are", () => {
  const end = { opener: true, session: "me.4", theirs: null };
  expect(judge(end, hello("them.1"))).toBe("bind");
  expect(judge(end, { session: "them.1", for: "me.3", candidate })).toBe("greet");
});

test("the other takes an offer made to its present name only, and tells its name to whoever has another", () => {
  const end = { opener: false, session: "me.4", theirs: null };
  expect(judge(end, offer("them.1", "me.4"))).toBe("bind");
  expect(judge(end, { session: "them.1", for: "me.4", candidate })).toBe("take");
  for (const astray of [offer("them.1", "me.3"), offer("them.1"), hello("them.1", "me.4")]) {
    expect(judge(end, astray)).toBe("greet");
  }
});

test("of one page's connections only the newest counts", () => {
  expect(judge(HEARD, offer("them.2", "me.3"))).toBe("take");
  expect(judge(HEARD, offer("them.1", "me.4"))).toBe("drop");
  for (const newer of [hello("them.3"), offer("them.10", "me.4")]) expect(judge(HEARD, newer)).toBe("renew");
});

test("an answer made by a newer connection for this very offer is taken", () => {
  const end = { opener: true, session: "me.4", theirs: "them.2" };
  expect(judge(end, { session: "them.3", for: "me.4", description: answer })).toBe("take");
  expect(judge(end, { session: "them.3", for: "me.3", description: answer })).toBe("renew");
  expect(judge(end, hello("them.3", "me.4"))).toBe("renew");
});

test("another page is connected with once it has heard of this one, for then it is alive", () => {
  expect(judge(HEARD, hello("anew.1"))).toBe("greet");
  expect(judge(HEARD, offer("anew.1", "me.3"))).toBe("greet");
  expect(judge(HEARD, hello("anew.1", "me.4"))).toBe("renew");
});

test("exactly one of two opens", () => {
  expect(opens("a", "b")).not.toBe(opens("b", "a"));
});

test("a page's connections are numbered", () => {
  expect(nameOf("page", 12)).toBe("page.12");
});

test("an envelope that is not one gives no signals", () => {
  const good = { session: "s", for: null, hello: true };
  expect(unwrap({ signals: [good, 4, null, { session: 1 }, { session: "s", for: 2 }] })).toEqual([good]);
  for (const bad of [null, "x", 3, {}, { signals: "x" }]) expect(unwrap(bad)).toEqual([]);
});
