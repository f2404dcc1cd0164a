import { expect, test } from "vitest";
import { askedBy, judge, nameOf, opens, unwrap } from "../../src/video/signals";
import { hello, offer } from "./fakes";

const HEARD = { opener: false, session: "me.4", theirs: "them.2", connected: false };
const candidate = { candidate: "host" };
const answer: RTCSessionDescriptionInit = { type: "answer", sdp: "answer" };

test("the opener connects with whoever says hello, and asks others who they are", () => {
  const end = { opener: true, session: "me.4", theirs: null, connected: false };
  expect(judge(end, hello("them.1"))).toBe("bind");
  expect(judge(end, { session: "them.1", for: "me.3", candidate })).toBe("greet");
});

test("the other takes an offer made to its present name only, and tells its name to whoever has another", () => {
  const end = { opener: false, session: "me.4", theirs: null, connected: false };
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
  const end = { opener: true, session: "me.4", theirs: "them.2", connected: false };
  expect(judge(end, { session: "them.3", for: "me.4", description: answer })).toBe("take");
  expect(judge(end, { session: "them.3", for: "me.3", description: answer })).toBe("renew");
  expect(judge(end, hello("them.3", "me.4"))).toBe("renew");
});

test("another page is connected with once it has heard of this one, for then it is alive", () => {
  expect(judge(HEARD, hello("anew.1"))).toBe("greet");
  expect(judge(HEARD, offer("anew.1", "me.3"))).toBe("greet");
  expect(judge(HEARD, hello("anew.1", "me.4"))).toBe("renew");
});

test("while connected only a page that has heard by what name it was asked is another living one", () => {
  const end = { ...HEARD, connected: true };
  for (const late of [hello("gone.1", "me.4"), offer("gone.1", "me.4")])
    expect(judge(end, late)).toBe("greet");
  const name = askedBy(end, "anew.1");
  for (const alive of [hello("anew.1", name), offer("anew.1", name)]) expect(judge(end, alive)).toBe("renew");
  expect(judge(end, hello("gone.1", name))).toBe("greet");
});

test("who asks is known for who they are", () => {
  const name = askedBy({ ...HEARD, session: "them.2" }, "me.4");
  expect(judge(HEARD, hello(name, "me.3"))).toBe("take");
  expect(judge({ ...HEARD, theirs: name }, hello("them.2", "me.4"))).toBe("take");
  expect(judge({ ...HEARD, theirs: name }, hello("them.3", "me.4"))).toBe("renew");
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
