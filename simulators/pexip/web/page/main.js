// The way through the page: name, PIN, waiting, in, out. What the address says is taken from it and then from the bar.
import { Client, Refused } from "./client.js";
import { draw } from "./dom.js";
import { joining, nameDoor, out, pinDoor, waiting } from "./doors.js";
import { meeting } from "./meeting.js";
import { language, reason, words } from "./words.js";

const [place, said, title] = ["place", "said", "title"].map((id) => document.getElementById(id));
const asked = new URLSearchParams(location.search);
const inPath = location.pathname.match(/^\/webapp3\/m\/([^/]+)/)?.[1];
const alias = inPath ? decodeURIComponent(inPath) : asked.get("conference");
let client = null;
let name = asked.get("name") ?? "";
let pin = asked.get("pin") ?? (asked.get("role") === "guest" ? "none" : undefined);
let asks = { guest_pin: "required" };
let inside = false;

function show(facts, parts) {
  if (draw(place, facts, parts)) place.querySelector("[data-first], input")?.focus();
}

function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

function isOut(why) {
  client = null;
  inside = false;
  title.textContent = words.meeting;
  say("");
  show(["out", why], () => out(why, join));
}

// A request that is refused changes nothing, and the next event shows how it is.
async function ask(request) {
  try {
    await request;
    say("");
  } catch (trouble) {
    say(trouble instanceof Refused ? words.refused : words.cannot);
  }
}

const act = {
  me: (order) => ask(client.me(order)),
  do: (order) => ask(client.do(order)),
  about: (uuid, order, body) => ask(client.about(uuid, order, body)),
  leave: async () => {
    const leaving = client;
    isOut(words.left);
    await leaving.leave().catch(() => undefined);
  },
};

const told = {
  changed() {
    const self = client?.self;
    if (self === undefined) return;
    if (self.service_type !== "conference") {
      show(["waiting", client.messages], ([, messages]) => waiting(messages, act.leave));
      return;
    }
    if (!inside) say(words.admitted);
    inside = true;
    title.textContent = client.name;
    const { status, messages, uuid: me } = client;
    const people = [...client.people.values()];
    show({ people, status, messages, me }, (facts) => meeting(facts, act));
  },
  written: () => say(words.written),
  over: (why) => isOut(reason(why)),
  lost: (is) => {
    if (is || said.textContent === words.lost) say(is ? words.lost : "");
  },
};

async function join() {
  show(["joining"], joining);
  const joins = new Client(alias, told);
  client = joins;
  try {
    await joins.join(name, pin, asked.get("callTag"));
    if (asked.get("muteMicrophone") === "true") await act.me("client_mute");
    if (asked.get("muteCamera") === "true") await act.me("video_muted");
  } catch (trouble) {
    if (client === joins) turnedAway(trouble);
  }
}

function turnedAway(trouble) {
  if (!(trouble instanceof Refused)) return isOut(words.cannot);
  const { result } = trouble;
  if (result?.pin === "required" || result?.guest_pin === "required") {
    asks = result;
    return askPin(false);
  }
  if (trouble.message === "Invalid PIN") return askPin(true);
  return isOut(typeof result === "string" ? reason(result) : words.signIn);
}

function askPin(wrong) {
  client = null;
  show(["pin", asks, wrong], () =>
    pinDoor(asks, wrong, (typed) => {
      pin = typed;
      join();
    }),
  );
}

document.documentElement.lang = language;
document.title = words.meeting;
title.textContent = words.meeting;
document.getElementById("stand-in").textContent = words.standIn;
addEventListener("pagehide", () => client?.closed());
// A page that comes back from the browser's store has let go of its place.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

if (!alias) {
  show(["nowhere"], () => out(words.noAlias));
} else {
  history.replaceState(null, "", `/webapp3/m/${encodeURIComponent(alias)}`);
  if (name && asked.get("join") === "1") join();
  else
    show(["name", name], () =>
      nameDoor(name, (typed) => {
        name = typed;
        join();
      }),
    );
}
