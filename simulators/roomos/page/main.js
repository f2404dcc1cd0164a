// The room as the device tells it, and what a person in the room presses.
import { drawAlert, drawBooking, drawCall, drawInput, drawPrompt, isIncoming } from "./cards.js";
import { button, draw, make } from "./dom.js";
import { drawPanel, drawTile } from "./panels.js";
import { language, words } from "./words.js";

const at = (id) => document.getElementById(id);
const SHOWN_IN_CALL = { home: false, call: true, both: true };
const SHOWN_AT_HOME = { home: true, call: false, both: true };
let room = null;
let open = null; // the panel that was open when the page was last drawn

async function press(action) {
  const answer = await fetch("press", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(action),
  }).catch(() => null);
  at("link").hidden = answer?.ok ?? false;
  if (!answer?.ok) at("link").textContent = answer === null ? words.again : words.refused;
}

function time(iso) {
  const told = { hour: "2-digit", minute: "2-digit", timeZone: room.time_zone };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "sv-SE", told).format(new Date(iso));
}

const powered = () => room.power === "on";
const awake = () => powered() && (room.standby === "Off" || room.standby === "Halfwake");

function openPanel(panel) {
  press({ press: "panel", panel: panel.id });
}

function pictured() {
  if (!awake()) return [make("p", {}, words.dark), make("p", { class: "small" }, words.powers[room.power])];
  const calls = room.calls.map((call) => {
    const state = isIncoming(call) ? words.incoming : (words.states[call.state] ?? call.state);
    return make("p", {}, `${state}: ${call.name || call.number || words.nobody}`);
  });
  const presenting = words.presenting[room.presentation];
  return [
    make("p", { class: "clock" }, time(room.now)),
    ...(calls.length > 0 ? calls : [make("p", {}, words.idle)]),
    presenting ? make("p", {}, presenting) : "",
    ...[room.alert, room.prompt]
      .filter((one) => one !== null)
      .map((one) => make("p", { class: "overlay" }, one.title ? `${one.title}: ${one.text}` : one.text)),
    ...room.lines.map((line) => make("p", { class: "overlay" }, line)),
    room.microphones_muted ? make("p", { class: "small" }, words.muted) : "",
  ];
}

function barred() {
  if (!awake()) return [];
  const muted = room.microphones_muted;
  return [
    button("mute", muted ? words.unmute : words.mute, () => press({ press: "mute", muted: !muted }), {
      "aria-pressed": String(muted),
    }),
    make(
      "div",
      { class: "together" },
      button("quieter", "−", () => press({ press: "volume", steps: -5 }), { "aria-label": words.quieter }),
      make("output", {}, words.volume(room.volume)),
      button("louder", "+", () => press({ press: "volume", steps: 5 }), { "aria-label": words.louder }),
    ),
  ];
}

function carded() {
  if (!(powered() || room.power === "asleep"))
    return [make("p", { class: "card" }, words.powers[room.power])];
  if (!awake()) return [button("wake", words.wake, () => press({ press: "wake" }), { class: "tile" })];
  return [
    ...room.calls.filter(isIncoming).map((call) => drawCall(call, press)),
    ...(room.alert ? [drawAlert(room.alert, press)] : []),
    ...(room.prompt ? [drawPrompt(room.prompt, press)] : []),
    ...(room.input ? [drawInput(room.input, press)] : []),
    ...room.calls.filter((call) => !isIncoming(call)).map((call) => drawCall(call, press)),
  ];
}

function openedPanel() {
  return awake() ? room.panels.find((one) => one.id === room.open) : undefined;
}

function openedParts() {
  const panel = openedPanel();
  const front = panel?.pages.find((one) => one.id === room.page) ?? panel?.pages[0];
  if (front === undefined) return [];
  const show = (page) => press({ press: "page", panel: panel.id, page });
  return [drawPanel(panel, front, press, show, () => press({ press: "close" }))];
}

// The keyboard follows into a panel that opens, and back to its tile.
function follow(was, now) {
  if (
    was === now ||
    !(document.activeElement === document.body || document.activeElement?.closest("#home, #open"))
  )
    return;
  const target =
    now === null ? document.querySelector(`[data-key="p-${CSS.escape(was)}"]`) : at("open-title");
  target?.focus();
}

function homed() {
  if (!awake() || openedPanel()) return [];
  const shown = room.calls.length > 0 ? SHOWN_IN_CALL : SHOWN_AT_HOME;
  const tiles = room.panels
    .filter((panel) => shown[panel.where])
    .map((panel) => drawTile(panel, () => openPanel(panel)));
  const tileRow = make("div", { class: "tiles" }, ...tiles);
  if (room.calls.length > 0) return [tileRow];
  const bookings = room.bookings.map((booking) => drawBooking(booking, time, press));
  const booked = bookings.length > 0 ? make("ul", {}, ...bookings) : make("p", {}, words.noBookings);
  return [tileRow, make("h3", {}, words.booked), booked];
}

// What is said aloud: only what somebody in the room has to act on.
function said() {
  const told = [...room.calls.filter(isIncoming).map((call) => `${words.incoming}: ${call.name}`)];
  for (const one of [room.alert, room.prompt, room.input]) if (one) told.push(`${one.title} ${one.text}`);
  return told.join(". ");
}

// A real panel lays a question over all else. Only this page is moved, not one that shows it in a frame.
function reveal(place) {
  const above = place.getBoundingClientRect().top;
  if (above < 0) scrollBy(0, above);
}

function drawAll() {
  document.title = words.title(room.name);
  at("name").textContent = room.name;
  document.body.classList.toggle("dark", !awake());
  draw(at("picture"), room, pictured);
  draw(at("bar"), [room.power, room.standby, room.microphones_muted, room.volume], barred);
  const before = [room.power, room.standby];
  draw(at("cards"), [...before, room.alert, room.prompt, room.input, room.calls], carded);
  draw(at("open"), [...before, room.panels, room.open, room.page], openedParts);
  draw(at("home"), [...before, room.panels, room.open, room.bookings, room.calls.length], homed);
  if (at("said").textContent !== said()) {
    at("said").textContent = said();
    if (said() !== "") reveal(at("cards"));
  }
  const now = openedPanel()?.id ?? null;
  const was = open;
  open = now;
  follow(was, now);
}

function listen() {
  const source = new EventSource("events");
  source.addEventListener("message", (event) => {
    room = JSON.parse(event.data);
    at("link").hidden = true;
    drawAll();
  });
  source.addEventListener("error", () => {
    at("link").textContent = words.again;
    at("link").hidden = false;
  });
}

document.documentElement.lang = language;
at("screen-title").textContent = words.screen;
at("panel-title").textContent = words.panel;
listen();
