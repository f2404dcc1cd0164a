// Who is in, what one does oneself, and what a host does with others.
import { chat } from "./chat.js";
import { button, make } from "./dom.js";
import { words } from "./words.js";

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.slice(0, 1).toUpperCase())
    .join("");

function marks(one, me) {
  return [
    one.uuid === me && words.you,
    one.role === "chair" && words.host,
    one.is_muted === "YES" || one.is_client_muted ? words.muted : null,
    one.is_video_muted && words.noCamera,
    one.buzz_time > 0 && words.hand,
  ]
    .filter(Boolean)
    .join(", ");
}

function tile(one) {
  const hand = one.buzz_time > 0 ? " hand" : "";
  return make(
    "div",
    { class: `tile${hand}` },
    make("span", { class: "face" }, initials(one.display_name)),
    make("span", {}, one.display_name),
  );
}

function switches({ self, act }) {
  const muted = self.is_client_muted;
  const dark = self.is_video_muted;
  const up = self.buzz_time > 0;
  return make(
    "div",
    { class: "row" },
    button("microphone", muted ? words.microphoneOn : words.microphoneOff, () =>
      act.me(muted ? "client_unmute" : "client_mute"),
    ),
    button("camera", dark ? words.cameraOn : words.cameraOff, () =>
      act.me(dark ? "video_unmuted" : "video_muted"),
    ),
    button("hand", up ? words.handDown : words.handUp, () => act.me(up ? "clearbuzz" : "buzz")),
    button("leave", words.leave, act.leave),
  );
}

function powers({ status, act }) {
  const { locked, guests_muted: muted } = status;
  return make(
    "div",
    { class: "row" },
    button("lock", locked ? words.unlock : words.lock, () => act.do(locked ? "unlock" : "lock")),
    button("mute-all", muted ? words.unmuteAll : words.muteAll, () =>
      act.do(muted ? "unmuteguests" : "muteguests"),
    ),
    button("end", words.endAll, () => act.do("disconnect"), { class: "bad" }),
  );
}

function about(act, one, order, text, label, more = {}) {
  const { body, ...attributes } = more;
  return button(`${order}-${one.uuid}`, text, () => act.about(one.uuid, order, body), {
    "aria-label": label(one.display_name),
    ...attributes,
  });
}

function newcomer(act) {
  return (one) =>
    make(
      "li",
      { class: "row" },
      make("span", { class: "who" }, one.display_name),
      about(act, one, "unlock", words.admit, words.admitWho, { class: "act" }),
      about(act, one, "disconnect", words.deny, words.denyWho),
    );
}

function person({ me, host, act }) {
  return (one) => {
    const muted = one.is_muted === "YES";
    const mine = [
      make("span", { class: "who" }, one.display_name, ` ${marks(one, me) && `(${marks(one, me)})`}`),
    ];
    if (!host || one.uuid === me) return make("li", { class: "row" }, ...mine);
    const [mute, label] = muted ? [words.unmute, words.unmuteWho] : [words.mute, words.muteWho];
    const promote = { body: { role: "chair" } };
    return make(
      "li",
      { class: "row" },
      ...mine,
      about(act, one, muted ? "unmute" : "mute", mute, label),
      one.role === "guest" ? about(act, one, "role", words.makeHost, words.makeHostOf, promote) : null,
      about(act, one, "disconnect", words.remove, words.removeWho),
    );
  };
}

function part(id, title, ...children) {
  return make(
    "section",
    { class: "card", "aria-labelledby": id },
    make("h2", { id }, title),
    ...children.filter((child) => child !== null),
  );
}

// `facts`: people, status, what is written and who `me` is. Hands come first, in the order they were raised.
export function meeting({ people, status, messages, me }, act) {
  const self = people.find((one) => one.uuid === me);
  const host = self.role === "chair";
  const inside = people.filter((one) => one.service_type === "conference");
  const waits = people.filter((one) => one.service_type === "waiting_room");
  const raised = (one) => one.buzz_time || Number.POSITIVE_INFINITY;
  inside.sort((one, other) => (raised(one) === raised(other) ? 0 : raised(one) - raised(other)));
  return [
    host && waits.length > 0
      ? part("lobby", words.lobby(waits.length), make("ul", {}, ...waits.map(newcomer(act))))
      : null,
    make(
      "div",
      { class: "card" },
      make("div", { class: "tiles", "aria-hidden": "true" }, ...inside.map(tile)),
      switches({ self, act }),
    ),
    part(
      "people",
      words.people(inside.length),
      make("ul", {}, ...inside.map(person({ me, host, act }))),
      host ? powers({ status, act }) : null,
    ),
    ...chat(messages),
  ].filter((one) => one !== null);
}
